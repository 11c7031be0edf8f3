-- What happened that somebody may have to answer for: who, what, where, when. Never what people wrote.

create table chat.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Nobody, where it was done before anybody was signed in. No reference: the entry outlives what it tells of.
  actor_id uuid,
  action text not null check (action ~ '^[a-z_]{1,30}\.[a-z_]{1,30}$'),
  workspace_id uuid,
  room_id uuid,
  subject_id uuid,
  address text check (char_length(address) <= 64),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 2000)
);
-- A page of a workspace, of one action or all.
create index audit_workspace on chat.audit (workspace_id, id desc);
create index audit_action on chat.audit (workspace_id, action, id desc);

create function chat.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_append_only before update or delete or truncate on chat.audit
  for each statement execute function chat.refuse_change();

-- Writes entries down, in their order. A room says by itself whose workspace it is in. What is too long is left out.
create function chat.audit_note(entries jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into chat.audit (at, actor_id, action, workspace_id, room_id, subject_id, address, details)
  select coalesce((e ->> 'at')::timestamptz, now()), (e ->> 'actorId')::uuid, e ->> 'action',
    coalesce((e ->> 'workspaceId')::uuid, r.workspace_id), (e ->> 'roomId')::uuid, (e ->> 'subjectId')::uuid,
    left(e ->> 'address', 64),
    case when octet_length((e -> 'details')::text) <= 2000 then e -> 'details' else '{}' end
  from jsonb_array_elements(entries) with ordinality x (e, place)
  left join chat.rooms r on r.id = (e ->> 'roomId')::uuid
  order by place
$$;

-- The workspaces whose log the caller may read.
create function chat.my_audited_workspaces() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.workspace_id from chat.workspace_members m
  where m.user_id = auth.uid() and m.role in ('owner', 'admin')
$$;

-- Whether this is the one whose log has what belongs to no workspace: sign-ins, guests.
create function chat.is_first_workspace(workspace uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select workspace = (select w.id from chat.workspaces w order by w.created_at, w.id limit 1)
$$;

alter table chat.audit enable row level security;
create policy audit_read on chat.audit for select to authenticated using (
  workspace_id in (select chat.my_audited_workspaces())
  or (workspace_id is null and exists (select from chat.my_audited_workspaces() w where chat.is_first_workspace(w)))
);
grant select on chat.audit to authenticated, service_role;

-- Entries of a workspace below an id, the newest first; null for whoever may not read them, or where there is none.
create function chat.audit_page(claims jsonb, workspace uuid, before_id bigint, only_action text, page integer)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  if workspace not in (select chat.my_audited_workspaces()) then
    return null;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', chat.iso(a.at), 'actorId', a.actor_id,
      'action', a.action, 'roomId', a.room_id, 'subjectId', a.subject_id, 'address', a.address,
      'details', a.details) order by a.id desc), '[]')
    from (
      -- Each half is one walk down an index.
      (select * from chat.audit a where a.workspace_id = workspace
        and (before_id is null or a.id < before_id) and (only_action is null or a.action = only_action)
        order by a.id desc limit page)
      union all
      (select * from chat.audit a where a.workspace_id is null and (select chat.is_first_workspace(workspace))
        and (before_id is null or a.id < before_id) and (only_action is null or a.action = only_action)
        order by a.id desc limit page)
      order by id desc limit page
    ) a
  );
end
$$;

-- Takes away what is older than `oldest`, and of the rest all but about the newest `keep`. For the owner alone.
create function chat.audit_forget(oldest timestamptz, keep bigint) returns bigint
language plpgsql set search_path = '' as $$
declare
  last bigint := (select greatest(
    (select max(a.id) from chat.audit a) - keep,
    (select max(a.id) from chat.audit a where a.at < oldest)));
  gone bigint;
begin
  if not exists (select from chat.audit a where a.id <= last) then
    return 0;
  end if;
  -- Waits for whoever writes just now, and lets nobody change anything meanwhile.
  alter table chat.audit disable trigger audit_append_only;
  delete from chat.audit a where a.id <= last;
  get diagnostics gone = row_count;
  alter table chat.audit enable trigger audit_append_only;
  return gone;
end
$$;

revoke all on function
  chat.refuse_change(), chat.audit_note(jsonb), chat.my_audited_workspaces(), chat.is_first_workspace(uuid),
  chat.audit_page(jsonb, uuid, bigint, text, integer), chat.audit_forget(timestamptz, bigint)
from public;
grant execute on function chat.my_audited_workspaces(), chat.is_first_workspace(uuid) to authenticated;
grant execute on function chat.audit_note(jsonb), chat.audit_page(jsonb, uuid, bigint, text, integer) to parley_api;
