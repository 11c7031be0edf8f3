-- Rooms as numbered logs, who may see them, and the only ways to change them.
--
-- Runs on a plain PostgreSQL and on a Supabase project: roles and functions that Supabase brings are made only
-- where they are missing.

-- Roles belong to the cluster, and no lock reaches beyond one database: when another database of the cluster is being
-- migrated at the same moment, one of the two makes the role or the grant, and the other finds it made.
create function pg_temp.ensure_role(name text, options text) returns void language plpgsql as $$
begin
  if not exists (select from pg_roles where rolname = name) then
    execute format('create role %I %s', name, options);
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

select pg_temp.ensure_role('anon', 'nologin'),
       pg_temp.ensure_role('authenticated', 'nologin'),
       pg_temp.ensure_role('service_role', 'nologin bypassrls'),
       -- The API and the identity provider each log in as somebody who cannot read the other's tables.
       pg_temp.ensure_role('parley_api', 'login inherit nobypassrls'),
       pg_temp.ensure_role('parley_auth', 'login nobypassrls');

do $$
begin
  if not pg_has_role('parley_api', 'authenticated', 'usage') then
    grant authenticated to parley_api;
  end if;
exception
  when unique_violation then null;
end
$$;

do $$
begin
  if to_regprocedure('auth.uid()') is null then
    create schema if not exists auth;
    grant usage on schema auth to anon, authenticated, service_role;
    create function auth.uid() returns uuid language sql stable as $body$
      select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
    $body$;
  end if;
end
$$;

create schema chat;
grant usage on schema chat to authenticated, service_role;

-- Which history this is. Another id means: forget your positions, this database has been restored.
create table chat.log (
  singleton boolean primary key default true check (singleton),
  id uuid not null default gen_random_uuid(),
  -- What PostgreSQL called this cluster when the id was given; a difference at start-up renews it.
  system_identifier bigint,
  timeline integer
);
insert into chat.log default values;

create table chat.profiles (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 60),
  created_at timestamptz not null default now()
);

create table chat.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
insert into chat.workspaces (name) values ('Parley');

create table chat.workspace_members (
  workspace_id uuid not null references chat.workspaces,
  user_id uuid not null references chat.profiles,
  role text not null default 'member' check (role in ('owner', 'admin', 'member', 'guest')),
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index workspace_members_user on chat.workspace_members (user_id, workspace_id);

create table chat.rooms (
  id uuid primary key,
  workspace_id uuid not null references chat.workspaces,
  name text not null check (char_length(name) between 1 and 80),
  kind text not null check (kind in ('public', 'private', 'direct')),
  -- The position of the latest change. Raised only by chat.append, under the row's lock.
  head bigint not null default 0 check (head >= 0),
  -- Names the live topic. Raised when somebody has to be shut out of it.
  epoch integer not null default 1,
  members integer not null default 0 check (members >= 0),
  created_by uuid not null references chat.profiles,
  created_at timestamptz not null default now()
);
create index rooms_open on chat.rooms (workspace_id, id) where kind = 'public';

-- A membership that is over stays, with its end, so that the member's devices can be told.
create table chat.room_members (
  room_id uuid not null references chat.rooms,
  user_id uuid not null references chat.profiles,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  joined_at timestamptz not null default now(),
  ended_at timestamptz,
  last_received bigint not null default 0,
  last_read bigint not null default 0,
  primary key (room_id, user_id)
);
create index room_members_user on chat.room_members (user_id, room_id);

create table chat.messages (
  id uuid primary key,
  room_id uuid not null references chat.rooms,
  seq bigint not null,
  changed_seq bigint not null check (changed_seq >= seq),
  -- Never cascades: what somebody wrote stays when they go.
  sender_id uuid not null references chat.profiles,
  content text not null check (char_length(content) <= 4000),
  version integer not null default 1,
  reply_to uuid references chat.messages,
  sent_at timestamptz not null,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  removed_at timestamptz,
  unique (room_id, seq),
  -- One position, one change.
  unique (room_id, changed_seq),
  check ((removed_at is null) = (content <> ''))
);

create table chat.reactions (
  message_id uuid not null references chat.messages,
  room_id uuid not null references chat.rooms,
  emoji text not null check (char_length(emoji) between 1 and 32),
  user_id uuid not null references chat.profiles,
  position bigint not null,
  primary key (message_id, emoji, user_id)
);

-- Every command the log ever took, of fixed size, for ever: a retry after thirty days is still a duplicate.
create table chat.commands (
  id uuid primary key,
  author_id uuid not null,
  room_id uuid not null,
  message_id uuid not null,
  fingerprint bytea not null,
  position bigint not null
);

-- Reading: row-level security -------------------------------------------------------------------------------------

-- The caller's rooms and workspaces. As sub-selects in a policy they are computed once a query, not once a row.
create function chat.my_rooms() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.room_id from chat.room_members m where m.user_id = auth.uid() and m.ended_at is null
$$;

create function chat.my_workspaces() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.workspace_id from chat.workspace_members m where m.user_id = auth.uid()
$$;

create function chat.shares_workspace(other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from chat.workspace_members mine
    join chat.workspace_members theirs using (workspace_id)
    where mine.user_id = auth.uid() and theirs.user_id = other
  )
$$;

alter table chat.log enable row level security;
alter table chat.profiles enable row level security;
alter table chat.workspaces enable row level security;
alter table chat.workspace_members enable row level security;
alter table chat.rooms enable row level security;
alter table chat.room_members enable row level security;
alter table chat.messages enable row level security;
alter table chat.reactions enable row level security;
-- No policy: nobody but the functions below reads or writes the record.
alter table chat.commands enable row level security;

create policy log_read on chat.log for select to authenticated
  using (true);
create policy profiles_read on chat.profiles for select to authenticated
  using (id = (select auth.uid()) or chat.shares_workspace(id));
create policy workspaces_read on chat.workspaces for select to authenticated
  using (id in (select chat.my_workspaces()));
create policy workspace_members_read on chat.workspace_members for select to authenticated
  using (workspace_id in (select chat.my_workspaces()));
create policy rooms_read on chat.rooms for select to authenticated
  using (id in (select chat.my_rooms()) or (kind = 'public' and workspace_id in (select chat.my_workspaces())));
create policy room_members_read on chat.room_members for select to authenticated
  using (room_id in (select chat.my_rooms()) or user_id = (select auth.uid()));
create policy messages_read on chat.messages for select to authenticated
  using (room_id in (select chat.my_rooms()));
create policy reactions_read on chat.reactions for select to authenticated
  using (room_id in (select chat.my_rooms()));

grant select on chat.log, chat.profiles, chat.workspaces, chat.workspace_members, chat.rooms, chat.room_members,
  chat.messages, chat.reactions to authenticated;
grant select on all tables in schema chat to service_role;

create function chat.iso(moment timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Messages as the contract's `change`, for whoever may read them.
create view chat.changes with (security_invoker = true) as
select m.id, m.room_id, m.seq, m.changed_seq,
  jsonb_build_object(
    'id', m.id,
    'roomId', m.room_id,
    'seq', m.seq,
    'changedSeq', m.changed_seq,
    'senderId', m.sender_id,
    'content', m.content,
    'version', m.version,
    'replyTo', m.reply_to,
    'sentAt', chat.iso(m.sent_at),
    'createdAt', chat.iso(m.created_at),
    'editedAt', chat.iso(m.edited_at),
    'removedAt', chat.iso(m.removed_at),
    'reactions', coalesce((
      select jsonb_agg(jsonb_build_object('emoji', e.emoji, 'userIds', e.user_ids) order by e.first)
      from (
        select r.emoji, min(r.position) as first, jsonb_agg(r.user_id order by r.position) as user_ids
        from chat.reactions r
        where r.message_id = m.id
        group by r.emoji
      ) e
    ), '[]')
  ) as change
from chat.messages m;
grant select on chat.changes to authenticated;

-- The reads below set the caller's claims for their own transaction and then run ONE select: head and rows come
-- from one snapshot, and row-level security applies as if the user had asked.

create function chat.changes_after(claims jsonb, room uuid, cursor_position bigint, page integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select jsonb_build_object('log', l.id, 'epoch', r.epoch, 'head', r.head, 'changes', coalesce(p.changes, '[]'))
    from chat.rooms r
    cross join chat.log l
    left join lateral (
      select jsonb_agg(c.change order by c.changed_seq) as changes
      from (
        select c.change, c.changed_seq from chat.changes c
        where c.room_id = r.id and c.changed_seq > cursor_position
        order by c.changed_seq limit page
      ) c
    ) p on true
    where r.id = room and r.id in (select chat.my_rooms())
  );
end
$$;

create function chat.history(claims jsonb, room uuid, before_seq bigint, page integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select jsonb_build_object('log', l.id, 'epoch', r.epoch, 'head', r.head, 'changes', coalesce(p.changes, '[]'))
    from chat.rooms r
    cross join chat.log l
    left join lateral (
      select jsonb_agg(c.change order by c.seq) as changes
      from (
        select c.change, c.seq from chat.changes c
        where c.room_id = r.id and c.seq < coalesce(before_seq, r.head + 1)
        order by c.seq desc limit page
      ) c
    ) p on true
    where r.id = room and r.id in (select chat.my_rooms())
  );
end
$$;

create function chat.heads(claims jsonb, after_room uuid, page integer, unread_up_to integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select jsonb_build_object('log', l.id, 'memberships', coalesce(p.memberships, '[]'))
    from chat.log l
    left join lateral (
      select jsonb_agg(m.membership order by m.room_id) as memberships
      from (
        select m.room_id,
          case when m.ended_at is not null then jsonb_build_object('roomId', m.room_id)
          else jsonb_build_object(
            'roomId', m.room_id,
            'name', r.name,
            'kind', r.kind,
            'head', r.head,
            'epoch', r.epoch,
            'lastReadPosition', m.last_read,
            'unread', (
              select count(*) from (
                select from chat.messages x
                where x.room_id = m.room_id and x.seq > m.last_read
                  and x.sender_id <> m.user_id and x.removed_at is null
                limit unread_up_to
              ) counted
            )
          ) end as membership
        from chat.room_members m
        left join chat.rooms r on r.id = m.room_id
        where m.user_id = (select auth.uid()) and (after_room is null or m.room_id > after_room)
        order by m.room_id limit page
      ) m
    ) p on true
  );
end
$$;

create function chat.receipts(claims jsonb, room uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select jsonb_build_object('log', l.id, 'head', r.head, 'lastReceived', m.last_received, 'lastRead', m.last_read)
    from chat.rooms r
    join chat.room_members m on m.room_id = r.id and m.user_id = (select auth.uid()) and m.ended_at is null
    cross join chat.log l
    where r.id = room
  );
end
$$;

-- Which of these rooms (a JSON array of ids) the caller is a member of.
create function chat.member_of(claims jsonb, rooms jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select coalesce(jsonb_agg(m.room_id), '[]') from chat.room_members m
    where m.user_id = (select auth.uid()) and m.ended_at is null
      and m.room_id in (select r::uuid from jsonb_array_elements_text(rooms) r)
  );
end
$$;

-- Writing: the log -----------------------------------------------------------------------------------------------

-- What must be equal for a retry to be the same command. The sender's clock may differ.
create function chat.fingerprint(command jsonb) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to((command - 'as' - 'sentAt')::text, 'UTF8'))
$$;

-- Whether a command may take effect: `refusal` is an error code or null; `settled_at` is the position of the change
-- that already made it so. Called under the room's lock.
create function chat.judge(command jsonb, out refusal text, out settled_at bigint)
language plpgsql stable set search_path = '' as $$
declare
  room uuid := command ->> 'roomId';
  author uuid := command ->> 'as';
  author_role text;
  message chat.messages;
  emoji_ text := command ->> 'emoji';
begin
  select m.role into author_role from chat.room_members m
  where m.room_id = room and m.user_id = author and m.ended_at is null;
  if not found then
    refusal := 'ROOM_NOT_FOUND';
    return;
  end if;

  if command ->> 'kind' = 'send' then
    if command ? 'replyTo' and not exists (
      select from chat.messages m where m.id = (command ->> 'replyTo')::uuid and m.room_id = room
    ) then
      refusal := 'MESSAGE_NOT_FOUND';
    end if;
    return;
  end if;

  select * into message from chat.messages m where m.id = (command ->> 'messageId')::uuid and m.room_id = room;
  if not found then
    refusal := 'MESSAGE_NOT_FOUND';
    return;
  end if;

  case command ->> 'kind'
    when 'remove' then
      if message.sender_id <> author and author_role = 'member' then refusal := 'FORBIDDEN';
      elsif message.removed_at is not null then settled_at := message.changed_seq;
      end if;
    when 'edit' then
      if message.sender_id <> author then refusal := 'FORBIDDEN';
      elsif message.removed_at is not null then refusal := 'MESSAGE_REMOVED';
      elsif message.version <> (command ->> 'version')::integer then refusal := 'STALE_EDIT';
      end if;
    when 'react' then
      if message.removed_at is not null then refusal := 'MESSAGE_REMOVED';
      elsif (command ->> 'present')::boolean = exists (
        select from chat.reactions r
        where r.message_id = message.id and r.emoji = emoji_ and r.user_id = author
      ) then settled_at := message.changed_seq;
      elsif (command ->> 'present')::boolean and (
        (select count(*) from chat.reactions r where r.message_id = message.id and r.emoji = emoji_) >= 100
        or (select count(distinct r.emoji) filter (where r.emoji <> emoji_)
            from chat.reactions r where r.message_id = message.id) >= 20
      ) then refusal := 'TOO_MANY_REACTIONS';
      end if;
  end case;
end
$$;

-- Makes an allowed command so, at the position allotted to it. Called under the room's lock.
create function chat.take_effect(command jsonb, at_position bigint) returns void
language plpgsql set search_path = '' as $$
declare
  author uuid := command ->> 'as';
  message uuid := command ->> 'messageId';
begin
  case command ->> 'kind'
    when 'send' then
      insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, reply_to, sent_at)
      values ((command ->> 'id')::uuid, (command ->> 'roomId')::uuid, at_position, at_position, author,
        command ->> 'content', (command ->> 'replyTo')::uuid, (command ->> 'sentAt')::timestamptz);
    when 'edit' then
      update chat.messages set content = command ->> 'content', version = version + 1,
        edited_at = now(), changed_seq = at_position
      where id = message;
    when 'remove' then
      delete from chat.reactions where message_id = message;
      update chat.messages set content = '', removed_at = now(), changed_seq = at_position where id = message;
    when 'react' then
      if (command ->> 'present')::boolean then
        insert into chat.reactions (message_id, room_id, emoji, user_id, position)
        values (message, (command ->> 'roomId')::uuid, command ->> 'emoji', author, at_position);
      else
        delete from chat.reactions
        where message_id = message and emoji = command ->> 'emoji' and user_id = author;
      end if;
      update chat.messages set changed_seq = at_position where id = message;
  end case;
end
$$;

-- Applies commands in the order given, each dedup first, then rights, then position. Answers
-- {log, results: [one per command], rooms: [{roomId, epoch, after, upTo, changes}]}.
--
-- READ COMMITTED matters: the rooms are locked by one statement, and everything is read by later ones, which
-- therefore see all that was committed before the lock was had. Two calls that use the same two ids in different
-- rooms crosswise may deadlock; PostgreSQL ends one, and its caller tries the commands singly.
--
-- Every statement here finds its rows by key: one plan serves all calls, and planning anew would cost more than running.
create function chat.append(batch jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  log_id uuid := (select l.id from chat.log l);
  entry record;
  room chat.rooms;
  room_id_ uuid;
  after_position bigint;
  -- Whether a command of this room was taken, now or earlier; refusals alone are nobody else's business.
  taken boolean;
  known chat.commands;
  fingerprint_ bytea;
  verdict record;
  position_ bigint;
  message_id_ uuid;
  status_ text;
  refused text[] := '{}';
  results jsonb[] := '{}';
  advances jsonb[] := '{}';
begin
  perform from chat.rooms r
  where r.id in (select (e ->> 'roomId')::uuid from jsonb_array_elements(batch) e)
  order by r.id for no key update;

  for entry in
    -- The last row, without a command, closes the last room.
    select (e.command ->> 'roomId')::uuid as room_id, e.command, e.place
    from jsonb_array_elements(batch) with ordinality e (command, place)
    union all
    select null, null, null
    order by room_id nulls last, place
  loop
    if room_id_ is distinct from entry.room_id then
      if taken then
        update chat.rooms r set head = room.head where r.id = room.id and r.head <> room.head;
        advances := advances || jsonb_build_object('roomId', room.id, 'epoch', room.epoch,
          'after', after_position, 'upTo', room.head, 'changes', coalesce((
            select jsonb_agg(c.change order by c.changed_seq) from chat.changes c
            where c.room_id = room.id and c.changed_seq > after_position and c.changed_seq <= room.head
          ), '[]'));
      end if;
      exit when entry.command is null;
      room_id_ := entry.room_id;
      select * into room from chat.rooms r where r.id = room_id_;
      after_position := room.head;
      taken := false;
    end if;

    position_ := null;
    status_ := null;
    message_id_ := coalesce(entry.command ->> 'messageId', entry.command ->> 'id');
    fingerprint_ := chat.fingerprint(entry.command);

    select * into known from chat.commands c where c.id = (entry.command ->> 'id')::uuid;
    if found then
      if known.author_id = (entry.command ->> 'as')::uuid and known.fingerprint = fingerprint_ then
        status_ := 'duplicate';
        position_ := known.position;
      else
        status_ := 'CONFLICT';
      end if;
    -- Names are scoped by author: nobody can hold up another's reply.
    elsif refused && array[entry.command ->> 'as' || (entry.command ->> 'messageId'),
                           entry.command ->> 'as' || (entry.command ->> 'replyTo')] then
      status_ := 'not_attempted';
    else
      select * into verdict from chat.judge(entry.command);
      if verdict.refusal is not null then
        status_ := verdict.refusal;
      else
        position_ := coalesce(verdict.settled_at, room.head + 1);
        insert into chat.commands (id, author_id, room_id, message_id, fingerprint, position)
        values ((entry.command ->> 'id')::uuid, (entry.command ->> 'as')::uuid, room_id_, message_id_,
          fingerprint_, position_)
        on conflict (id) do nothing;
        if not found then
          -- Taken, in another room, since we looked.
          status_ := 'CONFLICT';
          position_ := null;
        else
          status_ := 'stored';
          if verdict.settled_at is null then
            room.head := position_;
            perform chat.take_effect(entry.command, position_);
          end if;
        end if;
      end if;
    end if;

    taken := taken or position_ is not null;
    if position_ is null then
      refused := refused || (entry.command ->> 'as' || (entry.command ->> 'id'));
    end if;
    results := results || jsonb_build_object('place', entry.place, 'id', entry.command ->> 'id',
      'as', entry.command ->> 'as', 'status', status_, 'position', position_, 'messageId', message_id_);
  end loop;

  return jsonb_build_object('log', log_id, 'rooms', to_jsonb(advances), 'results', chat.answers(results));
end
$$;

-- Results in the order of their commands; with epoch and message for those who may read the room.
create function chat.answers(results jsonb[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object('id', r -> 'id', 'status', r -> 'status', 'position', r -> 'position'))
    -- Sub-selects, not joins: each message is looked up by its id, also before the planner knows the tables' sizes.
    || coalesce((
      select jsonb_build_object('epoch', room.epoch, 'change', c.change)
      from chat.changes c
      join chat.rooms room on room.id = c.room_id
      join chat.room_members m on m.room_id = c.room_id and m.user_id = (r ->> 'as')::uuid and m.ended_at is null
      where c.id = (r ->> 'messageId')::uuid and r -> 'position' <> 'null'
    ), '{}')
    order by (r ->> 'place')::integer), '[]')
  from unnest(results) r
$$;

-- What append answered to these commands before: for callers whose rights are gone. Changes nothing.
create function chat.recall(batch jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('log', (select l.id from chat.log l), 'results', chat.answers(array_agg(
    jsonb_build_object('place', e.place, 'id', e.command ->> 'id', 'as', e.command ->> 'as',
      'messageId', c.message_id, 'position', case when same.is_same then c.position end,
      'status', case when c.id is null then 'ROOM_NOT_FOUND' when same.is_same then 'duplicate' else 'CONFLICT' end))))
  from jsonb_array_elements(batch) with ordinality e (command, place)
  left join chat.commands c on c.id = (e.command ->> 'id')::uuid
  cross join lateral (
    select c.author_id = (e.command ->> 'as')::uuid and c.fingerprint = chat.fingerprint(e.command) as is_same
  ) same
$$;

create function chat.raise_read(actor uuid, room uuid, read_position bigint) returns bigint
language sql security definer set search_path = '' as $$
  update chat.room_members m set last_read = greatest(m.last_read, read_position)
  from chat.rooms r
  where r.id = m.room_id and read_position <= r.head
    and m.room_id = room and m.user_id = actor and m.ended_at is null
  returning m.last_read
$$;

-- Takes [{userId, roomId, position}]. Rows are locked in one order, so that two processes cannot block each other.
create function chat.raise_received(positions jsonb) returns void
language sql security definer set search_path = '' as $$
  with wanted as (
    select (p ->> 'userId')::uuid as user_id, (p ->> 'roomId')::uuid as room_id, max((p ->> 'position')::bigint) as position
    from jsonb_array_elements(positions) p group by 1, 2
  ), locked as (
    select m.room_id, m.user_id, w.position from chat.room_members m join wanted w using (room_id, user_id)
    where m.last_received < w.position
    order by m.room_id, m.user_id for no key update of m
  )
  update chat.room_members m set last_received = greatest(m.last_received, l.position)
  from locked l where m.room_id = l.room_id and m.user_id = l.user_id
$$;

-- Writing: rooms and people ----------------------------------------------------------------------------------------

-- Whoever acts for the first time gets a profile and a place in the installation's first workspace.
create function chat.ensure_profile(actor uuid, name_ text) returns void
language sql security definer set search_path = '' as $$
  insert into chat.profiles (id, name) values (actor, name_) on conflict do nothing;
  insert into chat.workspace_members (workspace_id, user_id)
  select w.id, actor from chat.workspaces w order by w.created_at, w.id limit 1
  on conflict do nothing
$$;

create function chat.rename(actor uuid, name_ text) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform chat.ensure_profile(actor, name_);
  update chat.profiles p set name = name_ where p.id = actor and p.name <> name_;
  return name_;
end
$$;

-- Answers {epoch} or {refusal}. The same call again answers the same.
create function chat.create_room(actor uuid, actor_name text, room uuid, name_ text, kind_ text, workspace uuid)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  workspace_ uuid;
  existing chat.rooms;
begin
  perform chat.ensure_profile(actor, actor_name);
  select m.workspace_id into workspace_ from chat.workspace_members m join chat.workspaces w on w.id = m.workspace_id
  where m.user_id = actor and m.role <> 'guest' and (workspace is null or m.workspace_id = workspace)
  order by w.created_at, w.id limit 1;
  if not found then
    return jsonb_build_object('refusal', 'FORBIDDEN');
  end if;

  insert into chat.rooms (id, workspace_id, name, kind, members, created_by)
  values (room, workspace_, name_, kind_, 1, actor)
  on conflict (id) do nothing;
  if found then
    insert into chat.room_members (room_id, user_id, role) values (room, actor, 'owner');
    return jsonb_build_object('epoch', 1);
  end if;

  select * into existing from chat.rooms r where r.id = room;
  if existing.created_by = actor and existing.workspace_id = workspace_
    and existing.name = name_ and existing.kind = kind_ then
    return jsonb_build_object('epoch', existing.epoch);
  end if;
  return jsonb_build_object('refusal', 'CONFLICT');
end
$$;

-- Null when there is no such room for this user.
create function chat.join_room(actor uuid, actor_name text, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  room_ chat.rooms;
begin
  perform chat.ensure_profile(actor, actor_name);
  select * into room_ from chat.rooms r where r.id = room for no key update;
  if not found then
    return null;
  end if;
  if not exists (select from chat.room_members m where m.room_id = room and m.user_id = actor and m.ended_at is null) then
    if room_.kind <> 'public' or not exists (
      select from chat.workspace_members m where m.workspace_id = room_.workspace_id and m.user_id = actor
    ) then
      return null;
    end if;
    insert into chat.room_members as m (room_id, user_id) values (room, actor)
    on conflict (room_id, user_id) do update set ended_at = null, joined_at = now(), role = 'member';
    update chat.rooms r set members = r.members + 1 where r.id = room;
  end if;
  return jsonb_build_object('roomId', room, 'head', room_.head, 'epoch', room_.epoch);
end
$$;

-- Null when the user is no member. Leaving a room that is not open to everybody raises its epoch.
create function chat.leave_room(actor uuid, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  room_ chat.rooms;
begin
  perform from chat.rooms r where r.id = room for no key update;
  update chat.room_members m set ended_at = now()
  where m.room_id = room and m.user_id = actor and m.ended_at is null;
  if not found then
    return null;
  end if;
  update chat.rooms r set members = r.members - 1, epoch = r.epoch + (r.kind <> 'public')::integer
  where r.id = room returning * into room_;
  return jsonb_build_object('roomId', room, 'head', room_.head, 'epoch', room_.epoch,
    'previousEpoch', room_.epoch - (room_.kind <> 'public')::integer, 'log', (select l.id from chat.log l));
end
$$;

-- The live channel -------------------------------------------------------------------------------------------------

-- What the caller may do on a topic. The gateway asks this, and so does Supabase's policy below. An old epoch is
-- nobody's: that is how a removed member is shut out.
create function chat.topic_access(topic text, out may_read boolean, out may_write boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  parts text[] := regexp_match(topic, '^(room|peers):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})$');
begin
  may_write := false;
  may_read := auth.uid() is not null and topic = 'user:' || auth.uid()::text;
  if parts is not null then
    may_read := exists (
      select from chat.rooms r
      join chat.room_members m on m.room_id = r.id and m.user_id = auth.uid() and m.ended_at is null
      where r.id = parts[2]::uuid and r.epoch = parts[3]::integer
    );
    may_write := may_read and parts[1] = 'peers';
  end if;
end
$$;

create function chat.topic_access_as(claims jsonb, topic text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (select jsonb_build_object('read', a.may_read, 'write', a.may_write) from chat.topic_access(topic) a);
end
$$;

do $$
begin
  if to_regclass('realtime.messages') is not null and to_regprocedure('realtime.topic()') is not null then
    create policy parley_read on realtime.messages for select to authenticated
      using ((select a.may_read from chat.topic_access(realtime.topic()) a));
    create policy parley_write on realtime.messages for insert to authenticated
      with check ((select a.may_write from chat.topic_access(realtime.topic()) a));
  end if;
end
$$;

-- Run at start-up: another cluster, or another timeline of it, is another history.
create function chat.renew_log_if_restored() returns uuid
language plpgsql set search_path = '' as $$
declare
  identifier bigint := (select s.system_identifier from pg_catalog.pg_control_system() s);
  line integer := (select c.timeline_id from pg_catalog.pg_control_checkpoint() c);
begin
  update chat.log l set
    id = case when l.system_identifier is null then l.id else gen_random_uuid() end,
    system_identifier = identifier, timeline = line
  where l.system_identifier is distinct from identifier or l.timeline is distinct from line;
  return (select l.id from chat.log l);
exception
  -- Hosted services keep this to themselves; there, restoring goes through the restore command alone.
  when insufficient_privilege then return (select l.id from chat.log l);
end
$$;

-- Who may call what. Whoever can call the writers can name any author, so only the API's role can.
revoke execute on all functions in schema chat from public;
grant execute on function chat.my_rooms(), chat.my_workspaces(), chat.shares_workspace(uuid), chat.iso(timestamptz),
  chat.topic_access(text) to authenticated;
grant execute on function
  chat.changes_after(jsonb, uuid, bigint, integer),
  chat.history(jsonb, uuid, bigint, integer),
  chat.heads(jsonb, uuid, integer, integer),
  chat.receipts(jsonb, uuid),
  chat.member_of(jsonb, jsonb),
  chat.append(jsonb),
  chat.recall(jsonb),
  chat.raise_read(uuid, uuid, bigint),
  chat.raise_received(jsonb),
  chat.rename(uuid, text),
  chat.create_room(uuid, text, uuid, text, text, uuid),
  chat.join_room(uuid, text, uuid),
  chat.leave_room(uuid, uuid),
  chat.topic_access_as(jsonb, text)
to parley_api;
