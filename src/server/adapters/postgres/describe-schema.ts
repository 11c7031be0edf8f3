/** The live schema as SQL, read from PostgreSQL's catalogue: the same database always gives the same text. */
import type pg from 'pg'

/** Each section is one query, its rows are statements. `ours` holds the schemas of this application. */
const sections: readonly { title: string; statements: string }[] = [
  {
    title: 'Schemas',
    statements: `
      select format('create schema %I;', s.nspname)
        || case when s.nspowner <> current_user::regrole
           then format(E'\\nalter schema %I owner to %s;', s.nspname, s.nspowner::regrole) else '' end
      from ours s order by s.nspname`,
  },
  {
    title: 'Tables',
    statements: `
      select format(E'create table %s (\\n%s\\n);\\n', t.name, string_agg('  ' || p.part, E',\\n' order by p.rank, p.place, p.part))
        || case when t.relowner <> current_user::regrole
           then format(E'alter table %s owner to %s;\\n', t.name, t.relowner::regrole) else '' end
      from tables t
      cross join lateral (
        select 1 as rank, a.attnum as place, format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
          || case when a.attnotnull then ' not null' else '' end
          || case when a.attidentity = 'a' then ' generated always as identity' else '' end
          || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as part
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        union all
        select case c.contype when 'p' then 2 when 'u' then 3 else 4 end, 0,
          format('constraint %I %s', c.conname, pg_get_constraintdef(c.oid, true))
        from pg_constraint c where c.conrelid = t.oid and c.contype in ('p', 'u', 'c')
      ) p
      group by t.oid, t.name, t.relowner order by t.oid`,
  },
  {
    title: 'References',
    statements: `
      select format('alter table %s add constraint %I %s;', t.name, c.conname, pg_get_constraintdef(c.oid, true))
      from tables t join pg_constraint c on c.conrelid = t.oid and c.contype = 'f'
      order by t.oid, c.conname`,
  },
  {
    title: 'Functions',
    statements: `
      select rtrim(pg_get_functiondef(f.oid), E'\\n') || E';\\n'
        || case when f.proowner <> current_user::regrole
           then format(E'alter function %s owner to %s;\\n', f.oid::regprocedure, f.proowner::regrole) else '' end
      from functions f order by f.oid::regprocedure::text`,
  },
  {
    // After the functions, whose answers they may hold.
    title: 'Indexes',
    statements: `
      select pg_get_indexdef(i.indexrelid) || ';'
      from tables t join pg_index i on i.indrelid = t.oid
      where not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u'))
      order by t.oid, i.indexrelid::regclass::text`,
  },
  {
    title: 'Views',
    statements: `
      select format(E'create view %s%s as\\n%s', v.oid::regclass, ' with (' || array_to_string(v.reloptions, ', ') || ')',
        pg_get_viewdef(v.oid, true))
      from pg_class v join ours s on s.oid = v.relnamespace
      where v.relkind = 'v' order by v.oid::regclass::text`,
  },
  {
    title: 'Triggers',
    statements: `
      select pg_get_triggerdef(g.oid, true) || ';'
      from pg_trigger g join tables t on t.oid = g.tgrelid
      where not g.tgisinternal order by t.oid, g.tgname`,
  },
  {
    title: 'Row-level security',
    statements: `
      select format('alter table %s enable row level security;', t.name)
        || case when t.relforcerowsecurity then format(E'\\nalter table %s force row level security;', t.name) else '' end
        || coalesce((
          select string_agg(format(E'\\ncreate policy %I on %s as %s for %s to %s', p.polname, t.name,
              case when p.polpermissive then 'permissive' else 'restrictive' end,
              case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
              (select string_agg(case r when 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text)
               from unnest(p.polroles) r))
            || coalesce(E'\\n  using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
            || coalesce(E'\\n  with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
            || ';', '' order by p.polname)
          from pg_policy p where p.polrelid = t.oid
        ), '')
      from tables t where t.relrowsecurity order by t.oid`,
  },
  {
    title: 'Privileges',
    statements: `
      select format('revoke all on %s from public;', o.name) as statement, o.rank, o.name, '' as grantee
      from objects o
      where o.rank = 3 and o.acl is not null and not exists (select from aclexplode(o.acl) x where x.grantee = 0)
      union all
      select format('grant %s on %s to %s;', string_agg(lower(x.privilege_type), ', ' order by x.privilege_type), o.name,
        case x.grantee when 0 then 'public' else x.grantee::regrole::text end), o.rank, o.name, x.grantee::regrole::text
      from objects o cross join aclexplode(o.acl) x
      where x.grantee <> o.owner and (o.rank < 3 or x.grantee <> 0)
      group by o.rank, o.name, x.grantee
      order by rank, name, grantee`,
  },
]

/** What the sections read. `auth` counts only by its function: on Supabase the rest of it is not ours. */
const sources = `
  with ours as (select * from pg_namespace where nspname in ('chat', 'better_auth')),
  tables as (
    select c.*, c.oid::regclass::text as name from pg_class c join ours s on s.oid = c.relnamespace where c.relkind = 'r'
  ),
  functions as (
    select f.* from pg_proc f where f.pronamespace in (select oid from ours) or f.oid = to_regprocedure('auth.uid()')
  ),
  objects as (
    select 1 as rank, 'schema ' || quote_ident(s.nspname) as name, s.nspowner as owner, s.nspacl as acl
    from pg_namespace s where s.nspname = 'auth' or s.oid in (select oid from ours)
    union all
    select 2, c.oid::regclass::text, c.relowner, c.relacl from pg_class c join ours s on s.oid = c.relnamespace
    union all
    select 3, 'function ' || f.oid::regprocedure::text, f.proowner, f.proacl from functions f
  )`

/** Kinds of objects that the sections above leave out, so that none is overlooked when one is first used. */
const unknown = `${sources}
  select c.oid::regclass::text as name from pg_class c join ours s on s.oid = c.relnamespace
  where c.relkind not in ('r', 'v', 'i') and not exists (
    -- The sequence of an identity column comes with it.
    select from pg_depend d where d.objid = c.oid and d.deptype = 'i' and c.relkind = 'S'
  )
  union all
  select t.oid::regtype::text from pg_type t join ours s on s.oid = t.typnamespace where t.typtype not in ('c', 'b')
  union all
  select 'a column of ' || t.name from pg_attribute a join tables t on t.oid = a.attrelid
  where a.attacl is not null or a.attidentity = 'd' or a.attgenerated <> ''
  union all
  select 'default privileges' from pg_default_acl a join ours s on s.oid = a.defaclnamespace`

const preamble = `-- The whole schema after all migrations, for reading: generated from PostgreSQL's catalogue by \`npm run db:schema\`.
-- The truth is database/migrations; a test fails when this differs.

set check_function_bodies = off;
create schema if not exists auth;`

/**
 * Prints the schemas `chat` and `better_auth`, and `auth.uid()`. Loading the text into an empty database that has
 * the roles makes the same schema again.
 *
 * @param client connected as the owner of the schema, outside of a transaction
 * @throws Error when the schema holds a kind of object that this does not know how to print
 */
export async function describeSchema(client: pg.ClientBase): Promise<string> {
  await client.query('begin read only')
  try {
    // Then every name is printed with its schema.
    await client.query(`set local search_path = ''`)
    const left = await client.query<{ name: string }>(unknown)
    if (left.rows.length > 0) {
      throw new Error(`describe-schema.ts cannot print: ${left.rows.map((row) => row.name).join(', ')}`)
    }
    const parts = [preamble]
    for (const { title, statements } of sections) {
      const { rows } = await client.query<string[]>({ text: `${sources} ${statements}`, rowMode: 'array' })
      if (rows.length > 0)
        parts.push(
          `-- ${title}\n\n${rows
            .map((row) => row[0])
            .join('\n')
            .trimEnd()}`,
        )
    }
    return `${parts.join('\n\n')}\n`
  } finally {
    await client.query('rollback')
  }
}
