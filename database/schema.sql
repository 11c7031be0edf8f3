-- The whole schema after all migrations, for reading: generated from PostgreSQL's catalogue by `npm run db:schema`.
-- The truth is database/migrations; a test fails when this differs.

set check_function_bodies = off;
create schema if not exists auth;

-- Schemas

create schema better_auth;
create schema chat;

-- Tables

create table chat.log (
  singleton boolean not null default true,
  id uuid not null default gen_random_uuid(),
  system_identifier bigint,
  timeline integer,
  constraint log_pkey PRIMARY KEY (singleton),
  constraint log_singleton_check CHECK (singleton)
);

create table chat.profiles (
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  forgotten_at timestamp with time zone,
  constraint profiles_pkey PRIMARY KEY (id),
  constraint profiles_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 60)
);

create table chat.workspaces (
  id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint workspaces_pkey PRIMARY KEY (id),
  constraint workspaces_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 80)
);

create table chat.workspace_members (
  workspace_id uuid not null,
  user_id uuid not null,
  role text not null default 'member'::text,
  joined_at timestamp with time zone not null default now(),
  constraint workspace_members_pkey PRIMARY KEY (workspace_id, user_id),
  constraint workspace_members_role_check CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'guest'::text]))
);

create table chat.rooms (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  kind text not null,
  head bigint not null default 0,
  epoch integer not null default 1,
  members integer not null default 0,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  topic text not null default ''::text,
  archived_at timestamp with time zone,
  direct_low uuid,
  direct_high uuid,
  constraint rooms_pkey PRIMARY KEY (id),
  constraint rooms_check CHECK ((kind = 'direct'::text) = (direct_low IS NOT NULL AND direct_high IS NOT NULL)),
  constraint rooms_check1 CHECK (direct_low < direct_high),
  constraint rooms_head_check CHECK (head >= 0),
  constraint rooms_kind_check CHECK (kind = ANY (ARRAY['public'::text, 'private'::text, 'direct'::text])),
  constraint rooms_members_check CHECK (members >= 0),
  constraint rooms_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
  constraint rooms_topic_check CHECK (char_length(topic) <= 250)
);

create table chat.room_members (
  room_id uuid not null,
  user_id uuid not null,
  role text not null default 'member'::text,
  joined_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  last_received bigint not null default 0,
  last_read bigint not null default 0,
  banned_at timestamp with time zone,
  constraint room_members_pkey PRIMARY KEY (room_id, user_id),
  constraint room_members_check CHECK (banned_at IS NULL OR ended_at IS NOT NULL),
  constraint room_members_role_check CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text]))
);

create table chat.messages (
  id uuid not null,
  room_id uuid not null,
  seq bigint not null,
  changed_seq bigint not null,
  sender_id uuid not null,
  content text not null,
  version integer not null default 1,
  reply_to uuid,
  sent_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  edited_at timestamp with time zone,
  removed_at timestamp with time zone,
  event jsonb,
  thread uuid,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_room_id_changed_seq_key UNIQUE (room_id, changed_seq),
  constraint messages_room_id_seq_key UNIQUE (room_id, seq),
  constraint messages_check CHECK (changed_seq >= seq),
  constraint messages_check1 CHECK ((removed_at IS NULL AND event IS NULL) = (content <> ''::text)),
  constraint messages_content_check CHECK (char_length(content) <= 4000)
);

create table chat.reactions (
  message_id uuid not null,
  room_id uuid not null,
  emoji text not null,
  user_id uuid not null,
  "position" bigint not null,
  constraint reactions_pkey PRIMARY KEY (message_id, emoji, user_id),
  constraint reactions_emoji_check CHECK (char_length(emoji) >= 1 AND char_length(emoji) <= 32)
);

create table chat.commands (
  id uuid not null,
  author_id uuid not null,
  room_id uuid not null,
  message_id uuid not null,
  fingerprint bytea not null,
  "position" bigint not null,
  constraint commands_pkey PRIMARY KEY (id)
);

create table better_auth."user" (
  id uuid not null default gen_random_uuid(),
  name text not null,
  email text not null,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamp with time zone not null default now(),
  "updatedAt" timestamp with time zone not null default now(),
  "isAnonymous" boolean,
  "twoFactorEnabled" boolean default false,
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key UNIQUE (email)
);

create table better_auth.session (
  id uuid not null default gen_random_uuid(),
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone not null default now(),
  "updatedAt" timestamp with time zone not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token)
);

create table better_auth.account (
  id uuid not null default gen_random_uuid(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone not null default now(),
  "updatedAt" timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id)
);

create table better_auth.verification (
  id uuid not null default gen_random_uuid(),
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone not null default now(),
  "updatedAt" timestamp with time zone not null default now(),
  constraint verification_pkey PRIMARY KEY (id)
);

create table better_auth.jwks (
  id uuid not null default gen_random_uuid(),
  "publicKey" text not null,
  "privateKey" text not null,
  "createdAt" timestamp with time zone not null,
  "expiresAt" timestamp with time zone,
  alg text,
  crv text,
  constraint jwks_pkey PRIMARY KEY (id)
);

create table chat.audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  actor_id uuid,
  action text not null,
  workspace_id uuid,
  room_id uuid,
  subject_id uuid,
  address text,
  details jsonb not null default '{}'::jsonb,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_action_check CHECK (action ~ '^[a-z_]{1,30}\.[a-z_]{1,30}$'::text),
  constraint audit_address_check CHECK (char_length(address) <= 64),
  constraint audit_details_check CHECK (jsonb_typeof(details) = 'object'::text AND octet_length(details::text) <= 2000)
);

create table better_auth."twoFactor" (
  id uuid not null default gen_random_uuid(),
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamp with time zone,
  constraint "twoFactor_pkey" PRIMARY KEY (id)
);

create table better_auth.spent_codes (
  user_id uuid not null,
  code text not null,
  spent_at timestamp with time zone not null default now(),
  constraint spent_codes_pkey PRIMARY KEY (user_id, code)
);

create table better_auth.ended_sessions (
  id uuid not null,
  ended_at timestamp with time zone not null default clock_timestamp(),
  constraint ended_sessions_pkey PRIMARY KEY (id)
);

create table chat.workspace_departures (
  workspace_id uuid not null,
  user_id uuid not null,
  departed_at timestamp with time zone not null default now(),
  ended_by uuid not null,
  constraint workspace_departures_pkey PRIMARY KEY (workspace_id, user_id)
);

create table chat.invitations (
  id uuid not null,
  workspace_id uuid not null,
  room_id uuid,
  token_hash bytea not null,
  role text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  max_uses integer not null,
  uses integer not null default 0,
  revoked_at timestamp with time zone,
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_check CHECK (uses <= max_uses),
  constraint invitations_check1 CHECK (role <> 'guest'::text OR room_id IS NOT NULL),
  constraint invitations_max_uses_check CHECK (max_uses >= 1),
  constraint invitations_role_check CHECK (role = ANY (ARRAY['admin'::text, 'member'::text, 'guest'::text]))
);

create table chat.invitation_uses (
  invitation_id uuid not null,
  user_id uuid not null,
  used_at timestamp with time zone not null default now(),
  constraint invitation_uses_pkey PRIMARY KEY (invitation_id, user_id)
);

create table chat.thread_followers (
  root_id uuid not null,
  user_id uuid not null,
  room_id uuid not null,
  follows boolean not null default true,
  last_read bigint not null default 0,
  newest bigint not null default 0,
  constraint thread_followers_pkey PRIMARY KEY (user_id, root_id)
);

-- References

alter table chat.workspace_members add constraint workspace_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);
alter table chat.workspace_members add constraint workspace_members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES chat.workspaces(id);
alter table chat.rooms add constraint rooms_created_by_fkey FOREIGN KEY (created_by) REFERENCES chat.profiles(id);
alter table chat.rooms add constraint rooms_direct_high_fkey FOREIGN KEY (direct_high) REFERENCES chat.profiles(id);
alter table chat.rooms add constraint rooms_direct_low_fkey FOREIGN KEY (direct_low) REFERENCES chat.profiles(id);
alter table chat.rooms add constraint rooms_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES chat.workspaces(id);
alter table chat.room_members add constraint room_members_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat.rooms(id);
alter table chat.room_members add constraint room_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);
alter table chat.messages add constraint messages_reply_to_fkey FOREIGN KEY (reply_to) REFERENCES chat.messages(id);
alter table chat.messages add constraint messages_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat.rooms(id);
alter table chat.messages add constraint messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES chat.profiles(id);
alter table chat.messages add constraint messages_thread_fkey FOREIGN KEY (thread) REFERENCES chat.messages(id);
alter table chat.reactions add constraint reactions_message_id_fkey FOREIGN KEY (message_id) REFERENCES chat.messages(id);
alter table chat.reactions add constraint reactions_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat.rooms(id);
alter table chat.reactions add constraint reactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);
alter table better_auth.session add constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES better_auth."user"(id) ON DELETE CASCADE;
alter table better_auth.account add constraint "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES better_auth."user"(id) ON DELETE CASCADE;
alter table better_auth."twoFactor" add constraint "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES better_auth."user"(id) ON DELETE CASCADE;
alter table better_auth.spent_codes add constraint spent_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES better_auth."user"(id) ON DELETE CASCADE;
alter table chat.workspace_departures add constraint workspace_departures_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES chat.profiles(id);
alter table chat.workspace_departures add constraint workspace_departures_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);
alter table chat.workspace_departures add constraint workspace_departures_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES chat.workspaces(id);
alter table chat.invitations add constraint invitations_created_by_fkey FOREIGN KEY (created_by) REFERENCES chat.profiles(id);
alter table chat.invitations add constraint invitations_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat.rooms(id);
alter table chat.invitations add constraint invitations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES chat.workspaces(id);
alter table chat.invitation_uses add constraint invitation_uses_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES chat.invitations(id);
alter table chat.invitation_uses add constraint invitation_uses_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);
alter table chat.thread_followers add constraint thread_followers_room_id_fkey FOREIGN KEY (room_id) REFERENCES chat.rooms(id);
alter table chat.thread_followers add constraint thread_followers_root_id_fkey FOREIGN KEY (root_id) REFERENCES chat.messages(id);
alter table chat.thread_followers add constraint thread_followers_user_id_fkey FOREIGN KEY (user_id) REFERENCES chat.profiles(id);

-- Functions

CREATE OR REPLACE FUNCTION auth.uid()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
      select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
    $function$;

CREATE OR REPLACE FUNCTION better_auth.note_ended_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into better_auth.ended_sessions (id) select e.id from ended e on conflict do nothing;
  delete from better_auth.ended_sessions s where s.id in (
    select past.id from better_auth.ended_sessions past
    where past.ended_at < now() - interval '15 minutes' for update skip locked
  );
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION chat.accept_invitation(actor uuid, actor_name text, token text, most integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  made chat.invitations;
  present text;
  is_lifted boolean;
  news jsonb;
begin
  perform chat.ensure_profile(actor, actor_name);
  perform from chat.profiles p where p.id = actor for no key update;
  select i.workspace_id, i.room_id into made.workspace_id, made.room_id from chat.open_invitation(token, actor) i;
  perform chat.enter_workspace(made.workspace_id, actor);
  perform from chat.rooms r where r.id = made.room_id for no key update;
  -- As it is under the locks.
  select * into made from chat.open_invitation(token, actor);
  if made.id is null then
    return null;
  end if;
  present := chat.role_in_workspace(made.workspace_id, actor);
  -- A link lifts somebody, and never lowers.
  is_lifted := (present = 'guest' and made.role <> 'guest') or (present = 'member' and made.role = 'admin');
  if present is null then
    if (select count(*) from chat.workspace_members m where m.user_id = actor) >= most then
      return chat.refusal('LIMIT_REACHED');
    end if;
    insert into chat.workspace_members (workspace_id, user_id, role) values (made.workspace_id, actor, made.role);
    delete from chat.workspace_departures d where d.workspace_id = made.workspace_id and d.user_id = actor;
  elsif is_lifted then
    update chat.workspace_members m set role = made.role where m.workspace_id = made.workspace_id and m.user_id = actor;
  end if;
  if made.room_id is not null then
    news := chat.begin_membership(made.room_id, actor, made.created_by, 'added');
  end if;
  -- Whoever was there already takes no place.
  if present is null or is_lifted or news is not null then
    insert into chat.invitation_uses (invitation_id, user_id) values (made.id, actor) on conflict do nothing;
    if found then
      update chat.invitations i set uses = i.uses + 1 where i.id = made.id;
    end if;
  end if;
  return jsonb_build_object(
    'workspaceId', made.workspace_id,
    -- Not for whoever is banned from it.
    'roomId', (select m.room_id from chat.room_members m
      where m.room_id = made.room_id and m.user_id = actor and m.ended_at is null),
    'invitationId', made.id, 'role', made.role, 'joined', present is null, 'lifted', coalesce(is_lifted, false),
    'news', news
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.add_to_room(actor uuid, room uuid, people uuid[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
  person uuid;
begin
  -- Nobody leaves the workspace meanwhile; before the room, as everybody locks.
  perform chat.lock_person(p, false) from (select distinct u from unnest(people) u order by u) as locked(p);
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif before.kind = 'direct' or (before.kind = 'private' and actor_role = 'member')
    or chat.role_in_workspace(before.workspace_id, actor) = 'guest'
  then
    return chat.refusal('FORBIDDEN');
  elsif before.archived_at is not null then
    return chat.refusal('ROOM_ARCHIVED');
  elsif exists (
    select from unnest(people) p where not exists (
      select from chat.workspace_members w where w.workspace_id = before.workspace_id and w.user_id = p
    )
  ) then
    return chat.refusal('PERSON_NOT_FOUND');
  elsif exists (
    select from chat.room_members m where m.room_id = room and m.user_id = any (people) and m.banned_at is not null
  ) then
    return chat.refusal('PERSON_BANNED');
  end if;
  foreach person in array people loop
    perform chat.begin_membership(room, person, actor, 'added');
  end loop;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.answers(results jsonb[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.append(batch jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.archive_room(actor uuid, room uuid, archived boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor_role <> 'owner' then
    return chat.refusal('FORBIDDEN');
  end if;
  if archived <> (before.archived_at is not null) then
    update chat.rooms r set archived_at = case when archived then now() end where r.id = room;
    perform chat.tell(room, actor, jsonb_build_object('kind', case when archived then 'archived' else 'unarchived' end));
  end if;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.audit_forget(oldest timestamp with time zone, keep bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.audit_note(entries jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  insert into chat.audit (at, actor_id, action, workspace_id, room_id, subject_id, address, details)
  select coalesce((e ->> 'at')::timestamptz, now()), (e ->> 'actorId')::uuid, e ->> 'action',
    coalesce((e ->> 'workspaceId')::uuid, r.workspace_id), (e ->> 'roomId')::uuid, (e ->> 'subjectId')::uuid,
    left(e ->> 'address', 64),
    case when octet_length((e -> 'details')::text) <= 2000 then e -> 'details' else '{}' end
  from jsonb_array_elements(entries) with ordinality x (e, place)
  left join chat.rooms r on r.id = (e ->> 'roomId')::uuid
  order by place
$function$;

CREATE OR REPLACE FUNCTION chat.audit_page(claims jsonb, workspace uuid, before_id bigint, only_action text, page integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.ban_from_room(actor uuid, room uuid, person uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor = person or before.kind = 'direct'
    or not chat.outranks_in_room(actor_role, (
      select m.role from chat.room_members m where m.room_id = room and m.user_id = person and m.ended_at is null
    ))
  then
    return chat.refusal('FORBIDDEN');
  elsif not exists (
    select from chat.workspace_members w where w.workspace_id = before.workspace_id and w.user_id = person
  ) then
    return chat.refusal('PERSON_NOT_FOUND');
  end if;
  if exists (select from chat.room_members m where m.room_id = room and m.user_id = person and m.banned_at is not null) then
    return jsonb_build_object('news', chat.news(before));
  end if;
  if chat.end_membership(room, person, actor, 'banned') is null then
    insert into chat.room_members as m (room_id, user_id, ended_at, banned_at) values (room, person, now(), now())
    on conflict (room_id, user_id) do update set banned_at = now();
    perform chat.tell(room, actor, jsonb_build_object('kind', 'banned', 'userId', person));
  end if;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.bans(actor uuid, room uuid, after_person uuid, page integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  room_ chat.rooms;
  actor_role text;
begin
  select * into room_ from chat.rooms r where r.id = room;
  actor_role := chat.role_in_room(room_, actor);
  if actor_role is null then
    return null;
  elsif actor_role = 'member' then
    return chat.refusal('FORBIDDEN');
  end if;
  return jsonb_build_object('bans', coalesce((
    select jsonb_agg(jsonb_build_object('userId', b.user_id, 'name', p.name, 'bannedAt', chat.iso(b.banned_at)) order by b.user_id)
    from (
      select m.user_id, m.banned_at from chat.room_members m
      where m.room_id = room and m.banned_at is not null and (after_person is null or m.user_id > after_person)
      order by m.user_id limit page
    ) b
    join chat.profiles p on p.id = b.user_id
  ), '[]'));
end
$function$;

CREATE OR REPLACE FUNCTION chat.begin_membership(room uuid, person uuid, actor uuid, how text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  if exists (
    select from chat.room_members m
    where m.room_id = room and m.user_id = person and (m.ended_at is null or m.banned_at is not null)
  ) then
    return null;
  end if;
  insert into chat.room_members as m (room_id, user_id) values (room, person)
  on conflict (room_id, user_id) do update set ended_at = null, joined_at = now(), role = 'member';
  update chat.rooms r set members = r.members + 1 where r.id = room;
  perform chat.tell(room, actor, jsonb_strip_nulls(jsonb_build_object(
    'kind', how, 'userId', case when how = 'added' then person end)));
  return chat.news(before);
end
$function$;

CREATE OR REPLACE FUNCTION chat.changes_after(claims jsonb, room uuid, cursor_position bigint, page integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.create_room(actor uuid, actor_name text, room uuid, name_ text, kind_ text, workspace uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.create_workspace(actor uuid, actor_name text, workspace uuid, name_ text, most integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform chat.ensure_profile(actor, actor_name);
  -- One at a time for each person: the bound holds.
  perform from chat.profiles p where p.id = actor for no key update;
  if exists (
    select from chat.workspaces w where w.id = workspace and w.name = name_
      and chat.role_in_workspace(workspace, actor) = 'owner'
  ) then
    return '{"changed": false}';
  end if;
  if (select count(*) from chat.workspace_members m where m.user_id = actor) >= most then
    return chat.refusal('LIMIT_REACHED');
  end if;
  insert into chat.workspaces (id, name) values (workspace, name_) on conflict (id) do nothing;
  if not found then
    return chat.refusal('CONFLICT');
  end if;
  insert into chat.workspace_members (workspace_id, user_id, role) values (workspace, actor, 'owner');
  return '{"changed": true}';
end
$function$;

CREATE OR REPLACE FUNCTION chat.describe_invitation(actor uuid, token text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_build_object('workspaceName', w.name, 'roomName', r.name, 'invitedBy', p.name)
  from chat.open_invitation(token, actor) i
  join chat.workspaces w on w.id = i.workspace_id
  join chat.profiles p on p.id = i.created_by
  left join chat.rooms r on r.id = i.room_id
$function$;

CREATE OR REPLACE FUNCTION chat.end_membership(room uuid, person uuid, actor uuid, how text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  was_owner boolean;
  heir uuid;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  select m.role = 'owner' into was_owner from chat.room_members m
  where m.room_id = room and m.user_id = person and m.ended_at is null;
  if not found then
    return null;
  end if;
  update chat.room_members m set
    ended_at = now(), role = 'member', banned_at = case when how = 'banned' then now() end
  where m.room_id = room and m.user_id = person;
  update chat.rooms r set
    members = r.members - 1,
    epoch = r.epoch + (
      how <> 'left' or r.kind <> 'public'
      or coalesce(chat.role_in_workspace(r.workspace_id, person), 'guest') = 'guest'
    )::integer
  where r.id = room;
  perform chat.tell(room, actor, jsonb_strip_nulls(jsonb_build_object(
    'kind', how, 'userId', case when how <> 'left' then person end)));
  if was_owner then
    update chat.room_members m set role = 'owner'
    where m.room_id = room and m.user_id = (
      select next.user_id from chat.room_members next
      where next.room_id = room and next.ended_at is null
      order by next.role <> 'admin', next.joined_at, next.user_id limit 1
    ) returning m.user_id into heir;
    if found then
      perform chat.tell(room, actor, jsonb_build_object('kind', 'role', 'userId', heir, 'role', 'owner'));
    end if;
  end if;
  return chat.news(before);
end
$function$;

CREATE OR REPLACE FUNCTION chat.end_workspace_membership(workspace uuid, person uuid, actor uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  present text := chat.role_in_workspace(workspace, person);
  room uuid;
  news jsonb := '[]';
begin
  delete from chat.workspace_members m where m.workspace_id = workspace and m.user_id = person;
  insert into chat.workspace_departures (workspace_id, user_id, ended_by) values (workspace, person, actor)
  on conflict (workspace_id, user_id) do update set departed_at = now(), ended_by = excluded.ended_by;
  if present = 'owner' then
    update chat.workspace_members m set role = 'owner'
    where m.workspace_id = workspace and m.user_id = (
      select heir.user_id from chat.workspace_members heir
      where heir.workspace_id = workspace and heir.role <> 'guest'
      order by heir.role <> 'admin', heir.joined_at, heir.user_id limit 1
    );
  end if;
  for room in
    select m.room_id from chat.room_members m join chat.rooms r on r.id = m.room_id
    where r.workspace_id = workspace and m.user_id = person and m.ended_at is null
    order by m.room_id
  loop
    news := news || coalesce(jsonb_build_array(
      chat.end_membership(room, person, actor, case when actor = person then 'left' else 'removed' end)), '[]');
  end loop;
  return news;
end
$function$;

CREATE OR REPLACE FUNCTION chat.ensure_profile(actor uuid, name_ text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform chat.lock_person(actor, false);
  insert into chat.profiles (id, name) values (actor, name_) on conflict do nothing;
  if not found and exists (select from chat.profiles p where p.id = actor and p.forgotten_at is not null) then
    raise exception 'the account has been deleted' using errcode = 'PA401';
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION chat.enter_first_workspace(actor uuid, actor_name text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if actor_name is null and not exists (select from chat.profiles p where p.id = actor) then
    return null;
  end if;
  perform chat.ensure_profile(actor, coalesce(actor_name, 'Guest'));
  insert into chat.workspace_members (workspace_id, user_id)
  select w.id, actor from (select first.id from chat.workspaces first order by first.created_at, first.id limit 1) w
  where not exists (
    select from chat.workspace_departures d where d.workspace_id = w.id and d.user_id = actor
  ) on conflict do nothing;
  return '{}';
end
$function$;

CREATE OR REPLACE FUNCTION chat.enter_workspace(workspace uuid, actor uuid)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform from chat.workspaces w where w.id = workspace for no key update;
  return chat.role_in_workspace(workspace, actor);
end
$function$;

CREATE OR REPLACE FUNCTION chat.fingerprint(command jsonb)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select sha256(convert_to((command - 'as' - 'sentAt')::text, 'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION chat.fold(content text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
  select replace(replace(
    lower(normalize(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g'), NFKC)),
    'ß', 'ss'), 'ς', 'σ')
$function$;

CREATE OR REPLACE FUNCTION chat.follow_thread(actor uuid, room uuid, root uuid, wanted boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform from chat.rooms r where r.id = room for no key update;
  insert into chat.thread_followers as f (root_id, user_id, room_id, follows, last_read, newest)
  select m.id, actor, m.room_id, wanted, r.head, 0
  from chat.messages m
  join chat.rooms r on r.id = m.room_id
  join chat.room_members mine on mine.room_id = m.room_id and mine.user_id = actor and mine.ended_at is null
  where m.id = root and m.room_id = room and m.thread is null and m.event is null
    and (not wanted or (
      select count(*) from chat.thread_followers o where o.root_id = root and o.follows and o.user_id <> actor
    ) < 1000)
  on conflict (user_id, root_id) do update set follows = wanted, newest = 0,
    last_read = greatest(f.last_read, excluded.last_read)
  where f.follows <> wanted;
  if not found and not exists (
    select from chat.thread_followers mine where mine.root_id = root and mine.user_id = actor and mine.follows = wanted
      and mine.room_id = room
  ) then
    return null;
  end if;
  return wanted;
end
$function$;

CREATE OR REPLACE FUNCTION chat.forget_person(actor uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  workspace uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(actor, true);
  -- All of them in one order first, as writers lock them: rooms of one workspace may lie between those of another.
  perform from chat.workspaces w
  where w.id in (select m.workspace_id from chat.workspace_members m where m.user_id = actor)
  order by w.id for no key update;
  perform from chat.rooms r
  where r.id in (select m.room_id from chat.room_members m where m.user_id = actor and m.ended_at is null)
  order by r.id for no key update;
  for workspace in
    select m.workspace_id from chat.workspace_members m where m.user_id = actor order by m.workspace_id
  loop
    news := news || chat.end_workspace_membership(workspace, actor, actor);
  end loop;
  delete from chat.thread_followers f where f.user_id = actor;
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
  return news;
end
$function$;

CREATE OR REPLACE FUNCTION chat.heads(claims jsonb, after_room uuid, page integer, unread_up_to integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
            'members', r.members,
            'lastReadPosition', m.last_read,
            'unread', (
              select count(*) from (
                select from chat.messages x
                where x.room_id = m.room_id and x.seq > m.last_read
                  and x.sender_id <> m.user_id and x.removed_at is null and x.event is null and x.thread is null
                limit unread_up_to
              ) counted
            )
          ) || jsonb_strip_nulls(jsonb_build_object(
            'workspace', (
              select jsonb_build_object('id', w.id, 'name', w.name) from chat.workspaces w where w.id = r.workspace_id
            ),
            'threads', (
              select jsonb_agg(jsonb_build_object('id', f.root_id, 'lastRead', f.last_read) order by f.newest desc)
              from (
                select * from chat.thread_followers f
                where f.user_id = m.user_id and f.room_id = m.room_id and f.follows and f.newest > f.last_read
                order by f.newest desc limit 50
              ) f
            ),
            'latest', (
              select jsonb_build_object('id', x.id, 'senderId', x.sender_id, 'content', left(x.content, 200), 'sentAt', chat.iso(x.sent_at))
              from chat.messages x
              where x.room_id = m.room_id and x.removed_at is null and x.event is null and x.thread is null
              order by x.seq desc limit 1
            ),
            'topic', nullif(r.topic, ''),
            'archived', nullif(r.archived_at is not null, false),
            'withUserId', case m.user_id when r.direct_low then r.direct_high when r.direct_high then r.direct_low end
          )) end as membership
        from chat.room_members m
        left join chat.rooms r on r.id = m.room_id
        where m.user_id = (select auth.uid()) and (after_room is null or m.room_id > after_room)
        order by m.room_id limit page
      ) m
    ) p on true
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.history(claims jsonb, room uuid, before_seq bigint, page integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.invite(actor uuid, workspace uuid, room uuid, invitation uuid, token text, role_ text, hours integer, uses_ integer, most integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
  hash bytea := sha256(convert_to(token, 'UTF8'));
  made chat.invitations;
begin
  if actor_role is null then
    return null;
  elsif not chat.outranks(actor_role, role_) then
    return chat.refusal('FORBIDDEN');
  end if;
  select * into made from chat.invitations i where i.id = invitation or i.token_hash = hash;
  if found then
    if made.id <> invitation or made.token_hash <> hash or made.created_by <> actor or made.workspace_id <> workspace
    then
      return chat.refusal('CONFLICT');
    end if;
    return jsonb_build_object('made', false, 'expiresAt', chat.iso(made.expires_at));
  end if;
  if (role_ = 'guest' and room is null) or (room is not null and not chat.may_open_room(actor, workspace, room)) then
    return chat.refusal('ROOM_NOT_FOUND');
  end if;
  if (
    select count(*) from chat.invitations i
    where i.workspace_id = workspace and i.revoked_at is null and i.expires_at > now() and i.uses < i.max_uses
  ) >= most then
    return chat.refusal('LIMIT_REACHED');
  end if;
  insert into chat.invitations (id, workspace_id, room_id, token_hash, role, created_by, expires_at, max_uses)
  values (invitation, workspace, room, hash, role_, actor, now() + make_interval(hours => hours), uses_)
  returning * into made;
  return jsonb_build_object('made', true, 'expiresAt', chat.iso(made.expires_at));
end
$function$;

CREATE OR REPLACE FUNCTION chat.is_first_workspace(workspace uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace = (select w.id from chat.workspaces w order by w.created_at, w.id limit 1)
$function$;

CREATE OR REPLACE FUNCTION chat.iso(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$function$;

CREATE OR REPLACE FUNCTION chat.join_room(actor uuid, actor_name text, room uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  room_ chat.rooms;
  news jsonb;
begin
  perform chat.ensure_profile(actor, actor_name);
  select * into room_ from chat.rooms r where r.id = room for no key update;
  if not found then
    return null;
  end if;
  if not exists (select from chat.room_members m where m.room_id = room and m.user_id = actor and m.ended_at is null) then
    if room_.kind <> 'public'
      or coalesce(chat.role_in_workspace(room_.workspace_id, actor), 'guest') = 'guest'
    then
      return null;
    end if;
    news := chat.begin_membership(room, actor, actor, 'joined');
    if news is null then
      return null;
    end if;
  end if;
  return jsonb_build_object('roomId', room, 'head', coalesce((news -> 'upTo')::bigint, room_.head),
    'epoch', room_.epoch, 'news', news);
end
$function$;

CREATE OR REPLACE FUNCTION chat.judge(command jsonb, OUT refusal text, OUT settled_at bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
  if (select r.archived_at is not null from chat.rooms r where r.id = room) then
    refusal := 'ROOM_ARCHIVED';
    return;
  end if;

  if command ->> 'kind' = 'send' then
    if command ? 'replyTo' and not exists (
      select from chat.messages m where m.id = (command ->> 'replyTo')::uuid and m.room_id = room
        and m.event is null
    ) then
      refusal := 'MESSAGE_NOT_FOUND';
    elsif command ? 'thread' and not exists (
      select from chat.messages m where m.id = (command ->> 'thread')::uuid and m.room_id = room
        and m.event is null and m.thread is null
    ) then
      refusal := 'MESSAGE_NOT_FOUND';
    end if;
    return;
  end if;

  select * into message from chat.messages m where m.id = (command ->> 'messageId')::uuid and m.room_id = room and m.event is null;
  if not found then
    -- Only an id that no command ever had, this one included, can be withdrawn unseen.
    if command ->> 'kind' = 'remove' and command ? 'withdraw' and command ->> 'messageId' <> command ->> 'id'
      and not exists (select from chat.commands c where c.id = (command ->> 'messageId')::uuid)
      and not exists (select from chat.messages m where m.id = (command ->> 'messageId')::uuid)
    then
      return;
    end if;
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
$function$;

CREATE OR REPLACE FUNCTION chat.leave_room(actor uuid, room uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if exists (
    select from chat.rooms r join chat.room_members m on m.room_id = r.id and m.user_id = actor and m.ended_at is null
    where r.id = room and r.kind = 'direct'
  ) then
    return jsonb_build_object('refusal', 'FORBIDDEN');
  end if;
  return chat.end_membership(room, actor, actor, 'left');
end
$function$;

CREATE OR REPLACE FUNCTION chat.lift_ban(actor uuid, room uuid, person uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor_role = 'member' or before.kind = 'direct' then
    return chat.refusal('FORBIDDEN');
  end if;
  update chat.room_members m set banned_at = null
  where m.room_id = room and m.user_id = person and m.banned_at is not null;
  if found then
    perform chat.tell(room, actor, jsonb_build_object('kind', 'unbanned', 'userId', person));
  end if;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.lock_person(person uuid, is_leaving boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if is_leaving then
    perform pg_advisory_xact_lock(hashtextextended('person ' || person, 0));
  else
    perform pg_advisory_xact_lock_shared(hashtextextended('person ' || person, 0));
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION chat.lower_read(actor uuid, room uuid, read_position bigint)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update chat.room_members m set last_read = least(m.last_read, read_position)
  where m.room_id = room and m.user_id = actor and m.ended_at is null
  returning m.last_read
$function$;

CREATE OR REPLACE FUNCTION chat.may_open_room(person uuid, workspace uuid, room uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select exists (
    select from chat.rooms r
    where r.id = room and r.workspace_id = workspace and r.kind <> 'direct' and r.archived_at is null
      and chat.role_in_room(r, person) in ('owner', 'admin')
  )
$function$;

CREATE OR REPLACE FUNCTION chat.member_of(claims jsonb, rooms jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select coalesce(jsonb_agg(m.room_id), '[]') from chat.room_members m
    where m.user_id = (select auth.uid()) and m.ended_at is null
      and m.room_id in (select r::uuid from jsonb_array_elements_text(rooms) r)
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.member_receipts(claims jsonb, room uuid, most integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select jsonb_build_object('log', l.id, 'members', coalesce((
      select jsonb_agg(jsonb_build_object('userId', m.user_id,
        'received', greatest(m.last_received, m.last_read), 'read', m.last_read) order by m.user_id)
      from chat.room_members m
      where m.room_id = r.id and m.ended_at is null and m.user_id <> mine.user_id and r.members <= most
    ), '[]'))
    from chat.rooms r
    join chat.room_members mine on mine.room_id = r.id and mine.user_id = (select auth.uid()) and mine.ended_at is null
    cross join chat.log l
    where r.id = room
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.message_seq(claims jsonb, room uuid, message uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select to_jsonb(m.seq) from chat.messages m
    where m.id = message and m.room_id = room and m.room_id in (select chat.my_rooms())
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.my_audited_workspaces()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.workspace_id from chat.workspace_members m
  where m.user_id = auth.uid() and m.role in ('owner', 'admin')
$function$;

CREATE OR REPLACE FUNCTION chat.my_open_workspaces()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.workspace_id from chat.workspace_members m where m.user_id = auth.uid() and m.role <> 'guest'
$function$;

CREATE OR REPLACE FUNCTION chat.my_rooms()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.room_id from chat.room_members m where m.user_id = auth.uid() and m.ended_at is null
$function$;

CREATE OR REPLACE FUNCTION chat.my_workspaces()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.workspace_id from chat.workspace_members m where m.user_id = auth.uid()
$function$;

CREATE OR REPLACE FUNCTION chat.news(before chat.rooms)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'roomId', r.id, 'log', (select l.id from chat.log l), 'epoch', r.epoch, 'previousEpoch', before.epoch,
    'after', before.head, 'upTo', r.head, 'changes', coalesce((
      select jsonb_agg(c.change order by c.changed_seq) from chat.changes c
      where c.room_id = r.id and c.changed_seq > before.head
    ), '[]'))
  from chat.rooms r where r.id = before.id
$function$;

CREATE OR REPLACE FUNCTION chat.note_thread_reply(root uuid, author uuid, at_position bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  insert into chat.thread_followers (root_id, user_id, room_id, last_read)
  select m.id, p.id, m.room_id, case p.id when author then at_position else m.seq end
  from chat.messages m
  join chat.profiles p on p.id in (m.sender_id, author)
  where m.id = root and (select count(*) from chat.thread_followers f where f.root_id = root and f.follows) < 1000
  on conflict (user_id, root_id) do nothing;
  update chat.thread_followers f set follows = true, last_read = greatest(f.last_read, at_position)
  where f.root_id = root and f.user_id = author;
  update chat.thread_followers f set newest = at_position
  where f.root_id = root and f.follows and f.user_id <> author;
end
$function$;

CREATE OR REPLACE FUNCTION chat.open_direct(actor uuid, actor_name text, person uuid, workspace uuid, room uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  workspace_ uuid;
  made chat.rooms;
  p uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(locked.u, false)
  from (select distinct u from unnest(array[actor, person]) u order by u) as locked;
  perform chat.ensure_profile(actor, actor_name);
  select mine.workspace_id into workspace_
  from chat.workspace_members mine
  join chat.workspace_members theirs on theirs.workspace_id = mine.workspace_id and theirs.user_id = person
  join chat.workspaces w on w.id = mine.workspace_id
  where mine.user_id = actor and mine.role <> 'guest' and (workspace is null or w.id = workspace)
  order by w.created_at, w.id limit 1;
  if not found then
    return chat.refusal('PERSON_NOT_FOUND');
  elsif actor = person then
    return chat.refusal('FORBIDDEN');
  end if;
  insert into chat.rooms (id, workspace_id, name, kind, members, created_by, direct_low, direct_high)
  values (room, workspace_, 'Direct', 'direct', 2, actor, least(actor, person), greatest(actor, person))
  on conflict do nothing;
  if found then
    insert into chat.room_members (room_id, user_id) values (room, actor), (room, person);
  end if;
  select * into made from chat.rooms r
  where r.workspace_id = workspace_ and r.direct_low = least(actor, person) and r.direct_high = greatest(actor, person)
  for no key update;
  if not found then
    -- The id is another room's.
    return chat.refusal('CONFLICT');
  end if;
  -- Whoever had gone from the workspace and is here again takes up the conversation.
  foreach p in array array[actor, person] loop
    news := news || coalesce(chat.begin_membership(made.id, p, actor, 'added'), '[]');
  end loop;
  return jsonb_build_object('roomId', made.id, 'epoch', made.epoch, 'news', news);
end
$function$;

CREATE OR REPLACE FUNCTION chat.open_invitation(token text, person uuid)
 RETURNS chat.invitations
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select i from chat.invitations i
  where i.token_hash = sha256(convert_to(token, 'UTF8'))
    and i.revoked_at is null and i.expires_at > now()
    and (i.uses < i.max_uses or exists (
      select from chat.invitation_uses u where u.invitation_id = i.id and u.user_id = person
    ))
    and chat.outranks(chat.role_in_workspace(i.workspace_id, i.created_by), i.role)
    and (i.room_id is null or chat.may_open_room(i.created_by, i.workspace_id, i.room_id))
    and not exists (
      select from chat.workspace_departures d
      where d.workspace_id = i.workspace_id and d.user_id = person and d.ended_by <> person
        and d.departed_at > i.created_at
    )
$function$;

CREATE OR REPLACE FUNCTION chat.outranks(role_ text, other text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case role_ when 'owner' then other <> 'owner' when 'admin' then other in ('member', 'guest') else false end
$function$;

CREATE OR REPLACE FUNCTION chat.outranks_in_room(role_ text, other text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case role_ when 'owner' then other is distinct from 'owner'
    when 'admin' then coalesce(other, 'member') = 'member' else false end
$function$;

CREATE OR REPLACE FUNCTION chat.raise_read(actor uuid, room uuid, read_position bigint)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update chat.room_members m set last_read = greatest(m.last_read, read_position)
  from chat.rooms r
  where r.id = m.room_id and read_position <= r.head
    and m.room_id = room and m.user_id = actor and m.ended_at is null
  returning m.last_read
$function$;

CREATE OR REPLACE FUNCTION chat.raise_received(positions jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.read_thread(actor uuid, room uuid, root uuid, read_position bigint)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  insert into chat.thread_followers as f (root_id, user_id, room_id, follows, last_read)
  select m.id, actor, m.room_id, false, read_position
  from chat.messages m
  join chat.rooms r on r.id = m.room_id
  join chat.room_members mine on mine.room_id = m.room_id and mine.user_id = actor and mine.ended_at is null
  where m.id = root and m.room_id = room and m.thread is null and m.event is null and read_position <= r.head
  on conflict (user_id, root_id) do update set last_read = greatest(f.last_read, read_position)
  returning f.last_read
$function$;

CREATE OR REPLACE FUNCTION chat.recall(batch jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_build_object('log', (select l.id from chat.log l), 'results', chat.answers(array_agg(
    jsonb_build_object('place', e.place, 'id', e.command ->> 'id', 'as', e.command ->> 'as',
      'messageId', c.message_id, 'position', case when same.is_same then c.position end,
      'status', case when c.id is null then 'ROOM_NOT_FOUND' when same.is_same then 'duplicate' else 'CONFLICT' end))))
  from jsonb_array_elements(batch) with ordinality e (command, place)
  left join chat.commands c on c.id = (e.command ->> 'id')::uuid
  cross join lateral (
    select c.author_id = (e.command ->> 'as')::uuid and c.fingerprint = chat.fingerprint(e.command) as is_same
  ) same
$function$;

CREATE OR REPLACE FUNCTION chat.receipts(claims jsonb, room uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.refusal(code text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select jsonb_build_object('refusal', code)
$function$;

CREATE OR REPLACE FUNCTION chat.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION chat.remove_from_room(actor uuid, room uuid, person uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor = person or before.kind = 'direct'
    or not chat.outranks_in_room(actor_role, (
      select m.role from chat.room_members m where m.room_id = room and m.user_id = person and m.ended_at is null
    ))
  then
    return chat.refusal('FORBIDDEN');
  end if;
  perform chat.end_membership(room, person, actor, 'removed');
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.remove_from_workspace(actor uuid, workspace uuid, person uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  actor_role text;
  present text;
begin
  -- Nobody is added to a room of it meanwhile.
  perform chat.lock_person(person, true);
  actor_role := chat.enter_workspace(workspace, actor);
  present := chat.role_in_workspace(workspace, person);
  if actor_role is null then
    return null;
  elsif actor <> person and actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  elsif present is null then
    return jsonb_build_object('removed', false, 'news', '[]'::jsonb);
  elsif actor <> person and not chat.outranks(actor_role, present) then
    return chat.refusal('FORBIDDEN');
  end if;
  return jsonb_build_object('removed', true, 'news', chat.end_workspace_membership(workspace, person, actor));
end
$function$;

CREATE OR REPLACE FUNCTION chat.rename(actor uuid, name_ text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform chat.ensure_profile(actor, name_);
  update chat.profiles p set name = name_ where p.id = actor and p.name <> name_;
  return name_;
end
$function$;

CREATE OR REPLACE FUNCTION chat.rename_workspace(actor uuid, workspace uuid, name_ text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
begin
  if actor_role is null then
    return null;
  elsif actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  end if;
  update chat.workspaces w set name = name_ where w.id = workspace and w.name <> name_;
  return jsonb_build_object('changed', found);
end
$function$;

CREATE OR REPLACE FUNCTION chat.renew_log_if_restored()
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.revoke_invitation(actor uuid, workspace uuid, invitation uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
begin
  if actor_role is null then
    return null;
  elsif actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  end if;
  if not exists (select from chat.invitations i where i.id = invitation and i.workspace_id = workspace) then
    return chat.refusal('INVITATION_NOT_FOUND');
  end if;
  update chat.invitations i set revoked_at = now() where i.id = invitation and i.revoked_at is null;
  return jsonb_build_object('changed', found);
end
$function$;

CREATE OR REPLACE FUNCTION chat.role_in_room(room chat.rooms, person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  with found as (
    select
      (select m.role from chat.room_members m where m.room_id = room.id and m.user_id = person and m.ended_at is null) as own,
      room.kind = 'public' and exists (
        select from chat.workspace_members w
        where w.workspace_id = room.workspace_id and w.user_id = person and w.role in ('owner', 'admin')
      ) as keeps
  )
  select case when own = 'owner' then own when keeps then 'admin' else own end from found
$function$;

CREATE OR REPLACE FUNCTION chat.role_in_workspace(workspace uuid, person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select m.role from chat.workspace_members m where m.workspace_id = workspace and m.user_id = person
$function$;

CREATE OR REPLACE FUNCTION chat.room_heads(rooms uuid[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_build_object('log', l.id, 'rooms', coalesce(
    (
      select jsonb_agg(jsonb_build_object('roomId', r.id, 'epoch', r.epoch, 'head', r.head))
      from chat.rooms r where r.id = any (rooms)
    ),
    '[]'
  ))
  from chat.log l
$function$;

CREATE OR REPLACE FUNCTION chat.search_messages(actor uuid, words text, author text, room text, not_before timestamp with time zone, older_than timestamp with time zone, after_message uuid, page integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  wanted tsquery := chat.word_query(words);
begin
  return (
    select array_agg(hit.id order by hit.created_at desc, hit.id desc)
    from (
      select m.id, m.created_at
      from chat.messages m
      where m.removed_at is null and m.event is null
        and (wanted is null or chat.words(m.content) @@ wanted)
        and m.room_id in (
          select mine.room_id from chat.room_members mine
          join chat.rooms r on r.id = mine.room_id
          where mine.user_id = actor and mine.ended_at is null
            and (room is null or position(chat.fold(room) in chat.fold(r.name)) > 0)
        )
        and (author is null or m.sender_id in (
          select p.id from chat.profiles p where position(chat.fold(author) in chat.fold(p.name)) > 0
        ))
        and (not_before is null or m.created_at >= not_before)
        and (older_than is null or m.created_at < older_than)
        and (after_message is null or (m.created_at, m.id) < (
          select last.created_at, last.id from chat.messages last
          join chat.room_members mine on mine.room_id = last.room_id and mine.user_id = actor and mine.ended_at is null
          where last.id = after_message
        ))
      order by m.created_at desc, m.id desc
      limit page
    ) hit
  );
end
$function$;

CREATE OR REPLACE FUNCTION chat.set_room_role(actor uuid, room uuid, person uuid, role_ text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
  present text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor_role <> 'owner' then
    return chat.refusal('FORBIDDEN');
  end if;
  select m.role into present from chat.room_members m
  where m.room_id = room and m.user_id = person and m.ended_at is null;
  if present is null then
    return chat.refusal('PERSON_NOT_FOUND');
  elsif present <> role_ then
    if actor = person then
      return chat.refusal('FORBIDDEN');
    end if;
    if role_ = 'owner' then
      update chat.room_members m set role = 'admin' where m.room_id = room and m.user_id = actor;
    end if;
    update chat.room_members m set role = role_ where m.room_id = room and m.user_id = person;
    perform chat.tell(room, actor, jsonb_build_object('kind', 'role', 'userId', person, 'role', role_));
  end if;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.set_workspace_role(actor uuid, workspace uuid, person uuid, role_ text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
  present text := chat.role_in_workspace(workspace, person);
begin
  if actor_role is null then
    return null;
  elsif actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  elsif present is null then
    return chat.refusal('PERSON_NOT_FOUND');
  elsif present = role_ then
    return '{"changed": false}';
  elsif actor = person or not chat.outranks(actor_role, present)
    or not (actor_role = 'owner' or chat.outranks(actor_role, role_))
  then
    return chat.refusal('FORBIDDEN');
  end if;
  if role_ = 'owner' then
    update chat.workspace_members m set role = 'admin' where m.workspace_id = workspace and m.user_id = actor;
  end if;
  update chat.workspace_members m set role = role_ where m.workspace_id = workspace and m.user_id = person;
  return '{"changed": true}';
end
$function$;

CREATE OR REPLACE FUNCTION chat.shares_room(other uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (
    select from chat.room_members mine
    join chat.room_members theirs using (room_id)
    where mine.user_id = auth.uid() and mine.ended_at is null and theirs.user_id = other
  )
$function$;

CREATE OR REPLACE FUNCTION chat.shares_workspace(other uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (
    select from chat.workspace_members mine
    join chat.workspace_members theirs using (workspace_id)
    where mine.user_id = auth.uid() and mine.role <> 'guest' and theirs.user_id = other
  )
$function$;

CREATE OR REPLACE FUNCTION chat.spaced(content text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
  select regexp_replace(
    regexp_replace(chat.fold(content),
      '[!-/:-@\[-`{-\u00bf\u2000-\u206f\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]+', ' ', 'g'),
    '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g')
$function$;

CREATE OR REPLACE FUNCTION chat.take_effect(command jsonb, at_position bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  author uuid := command ->> 'as';
  message uuid := command ->> 'messageId';
begin
  case command ->> 'kind'
    when 'send' then
      insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, reply_to, thread, sent_at)
      values ((command ->> 'id')::uuid, (command ->> 'roomId')::uuid, at_position, at_position, author,
        command ->> 'content', (command ->> 'replyTo')::uuid, (command ->> 'thread')::uuid, (command ->> 'sentAt')::timestamptz);
      if command ? 'thread' then
        perform chat.note_thread_reply((command ->> 'thread')::uuid, author, at_position);
      end if;
    when 'edit' then
      update chat.messages set content = command ->> 'content', version = version + 1,
        edited_at = now(), changed_seq = at_position
      where id = message;
    when 'remove' then
      delete from chat.reactions where message_id = message;
      update chat.messages set content = '', removed_at = now(), changed_seq = at_position where id = message;
      if not found then
        -- Version 0: there never was a text. The record of a command with the send's id, but no command's fingerprint,
        -- lets a send that comes all the same hear CONFLICT.
        insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, version, sent_at, removed_at)
        values (message, (command ->> 'roomId')::uuid, at_position, at_position, author, '', 0, now(), now());
        insert into chat.commands (id, author_id, room_id, message_id, fingerprint, position)
        values (message, author, (command ->> 'roomId')::uuid, message, '', at_position);
      end if;
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
$function$;

CREATE OR REPLACE FUNCTION chat.tell(room uuid, actor uuid, event jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  position_ bigint;
begin
  update chat.rooms r set head = r.head + 1 where r.id = room returning r.head into position_;
  insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, sent_at, event)
  values (gen_random_uuid(), room, position_, position_, actor, '', now(), event);
end
$function$;

CREATE OR REPLACE FUNCTION chat.topic_access(topic text, OUT may_read boolean, OUT may_write boolean)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.topic_access_as(claims jsonb, topic text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (select jsonb_build_object('read', a.may_read, 'write', a.may_write) from chat.topic_access(topic) a);
end
$function$;

CREATE OR REPLACE FUNCTION chat.update_room(actor uuid, room uuid, name_ text, topic_ text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  before chat.rooms;
  actor_role text;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif actor_role = 'member' or before.kind = 'direct' then
    return chat.refusal('FORBIDDEN');
  elsif before.archived_at is not null then
    return chat.refusal('ROOM_ARCHIVED');
  end if;
  if name_ <> before.name then
    update chat.rooms r set name = name_ where r.id = room;
    perform chat.tell(room, actor, jsonb_build_object('kind', 'renamed', 'name', name_));
  end if;
  if topic_ <> before.topic then
    update chat.rooms r set topic = topic_ where r.id = room;
    perform chat.tell(room, actor, jsonb_build_object('kind', 'topic', 'topic', topic_));
  end if;
  return jsonb_build_object('news', chat.news(before));
end
$function$;

CREATE OR REPLACE FUNCTION chat.welcome_account(person uuid, name_ text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  first_ uuid;
begin
  perform chat.ensure_profile(person, name_);
  select w.id into first_ from chat.workspaces w order by w.created_at, w.id limit 1 for no key update;
  if not found or exists (select from chat.workspace_members m where m.workspace_id = first_ and m.role = 'owner') then
    return;
  end if;
  insert into chat.workspace_members (workspace_id, user_id, role) values (first_, person, 'owner')
  on conflict (workspace_id, user_id) do update set role = 'owner';
  delete from chat.workspace_departures d where d.workspace_id = first_ and d.user_id = person;
end
$function$;

CREATE OR REPLACE FUNCTION chat.word_query(query text)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
 SET client_min_messages TO 'warning'
AS $function$
  select string_agg(format(case when part.n = part.last then '(%s:*)' else '(%s)' end, part.found), ' & ')::tsquery
  from (
    select word.found, word.n, max(word.n) over () as last
    from (
      select phraseto_tsquery('pg_catalog.simple', chat.spaced(typed.word)) as found, typed.n
      from regexp_split_to_table(query, '\s+') with ordinality as typed(word, n)
    ) word
    where numnode(word.found) > 0
  ) part
$function$;

CREATE OR REPLACE FUNCTION chat.words(content text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 1000
 SET search_path TO ''
 SET client_min_messages TO 'warning'
AS $function$
  select to_tsvector('pg_catalog.simple', chat.spaced(content))
$function$;

-- Indexes

CREATE UNIQUE INDEX workspace_members_owner ON chat.workspace_members USING btree (workspace_id) WHERE (role = 'owner'::text);
CREATE INDEX workspace_members_user ON chat.workspace_members USING btree (user_id, workspace_id);
CREATE UNIQUE INDEX rooms_direct ON chat.rooms USING btree (workspace_id, direct_low, direct_high);
CREATE INDEX rooms_open ON chat.rooms USING btree (workspace_id, id) WHERE (kind = 'public'::text);
CREATE UNIQUE INDEX room_members_owner ON chat.room_members USING btree (room_id) WHERE ((role = 'owner'::text) AND (ended_at IS NULL));
CREATE INDEX room_members_user ON chat.room_members USING btree (user_id, room_id);
CREATE INDEX messages_thread ON chat.messages USING btree (thread, seq) WHERE (thread IS NOT NULL);
CREATE INDEX messages_words ON chat.messages USING gin (chat.words(content)) WHERE ((removed_at IS NULL) AND (event IS NULL));
CREATE INDEX "session_userId_idx" ON better_auth.session USING btree ("userId");
CREATE INDEX "account_userId_idx" ON better_auth.account USING btree ("userId");
CREATE INDEX verification_identifier_idx ON better_auth.verification USING btree (identifier);
CREATE INDEX audit_action ON chat.audit USING btree (workspace_id, action, id DESC);
CREATE INDEX audit_workspace ON chat.audit USING btree (workspace_id, id DESC);
CREATE INDEX "twoFactor_secret_idx" ON better_auth."twoFactor" USING btree (secret);
CREATE INDEX "twoFactor_userId_idx" ON better_auth."twoFactor" USING btree ("userId");
CREATE INDEX ended_sessions_ended_at ON better_auth.ended_sessions USING btree (ended_at);
CREATE UNIQUE INDEX invitations_token_hash ON chat.invitations USING btree (token_hash);
CREATE INDEX invitations_workspace ON chat.invitations USING btree (workspace_id, created_at);
CREATE INDEX thread_followers_news ON chat.thread_followers USING btree (user_id, newest DESC) WHERE follows;
CREATE INDEX thread_followers_root ON chat.thread_followers USING btree (root_id) WHERE follows;

-- Views

create view chat.changes with (security_invoker=true) as
 SELECT id,
    room_id,
    seq,
    changed_seq,
    (jsonb_build_object('id', id, 'roomId', room_id, 'seq', seq, 'changedSeq', changed_seq, 'senderId', sender_id, 'content', content, 'version', version, 'replyTo', reply_to, 'sentAt', chat.iso(sent_at), 'createdAt', chat.iso(created_at), 'editedAt', chat.iso(edited_at), 'removedAt', chat.iso(removed_at), 'reactions', COALESCE(( SELECT jsonb_agg(jsonb_build_object('emoji', e.emoji, 'userIds', e.user_ids) ORDER BY e.first) AS jsonb_agg
           FROM ( SELECT r.emoji,
                    min(r."position") AS first,
                    jsonb_agg(r.user_id ORDER BY r."position") AS user_ids
                   FROM chat.reactions r
                  WHERE r.message_id = m.id
                  GROUP BY r.emoji) e), '[]'::jsonb)) ||
        CASE
            WHEN event IS NULL THEN '{}'::jsonb
            ELSE jsonb_build_object('event', event)
        END) ||
        CASE
            WHEN thread IS NULL THEN '{}'::jsonb
            ELSE jsonb_build_object('thread', thread)
        END AS change
   FROM chat.messages m;

-- Triggers

CREATE TRIGGER session_ended AFTER DELETE ON better_auth.session REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION better_auth.note_ended_sessions();
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON chat.audit FOR EACH STATEMENT EXECUTE FUNCTION chat.refuse_change();

-- Row-level security

alter table chat.log enable row level security;
create policy log_read on chat.log as permissive for select to authenticated
  using (true);
alter table chat.profiles enable row level security;
create policy profiles_read on chat.profiles as permissive for select to authenticated
  using (((id = ( SELECT auth.uid() AS uid)) OR chat.shares_workspace(id) OR chat.shares_room(id)));
alter table chat.workspaces enable row level security;
create policy workspaces_read on chat.workspaces as permissive for select to authenticated
  using ((id IN ( SELECT chat.my_workspaces() AS my_workspaces)));
alter table chat.workspace_members enable row level security;
create policy workspace_members_read on chat.workspace_members as permissive for select to authenticated
  using (((user_id = ( SELECT auth.uid() AS uid)) OR (workspace_id IN ( SELECT chat.my_open_workspaces() AS my_open_workspaces))));
alter table chat.rooms enable row level security;
create policy rooms_read on chat.rooms as permissive for select to authenticated
  using (((id IN ( SELECT chat.my_rooms() AS my_rooms)) OR ((kind = 'public'::text) AND (workspace_id IN ( SELECT chat.my_open_workspaces() AS my_open_workspaces)))));
alter table chat.room_members enable row level security;
create policy room_members_read on chat.room_members as permissive for select to authenticated
  using (((room_id IN ( SELECT chat.my_rooms() AS my_rooms)) OR (user_id = ( SELECT auth.uid() AS uid))));
alter table chat.messages enable row level security;
create policy messages_read on chat.messages as permissive for select to authenticated
  using ((room_id IN ( SELECT chat.my_rooms() AS my_rooms)));
alter table chat.reactions enable row level security;
create policy reactions_read on chat.reactions as permissive for select to authenticated
  using ((room_id IN ( SELECT chat.my_rooms() AS my_rooms)));
alter table chat.commands enable row level security;
alter table chat.audit enable row level security;
create policy audit_read on chat.audit as permissive for select to authenticated
  using (((workspace_id IN ( SELECT chat.my_audited_workspaces() AS my_audited_workspaces)) OR ((workspace_id IS NULL) AND (EXISTS ( SELECT
   FROM chat.my_audited_workspaces() w(w)
  WHERE chat.is_first_workspace(w.w))))));
alter table chat.workspace_departures enable row level security;
create policy workspace_departures_read on chat.workspace_departures as permissive for select to authenticated
  using ((workspace_id IN ( SELECT chat.my_audited_workspaces() AS my_audited_workspaces)));
alter table chat.invitations enable row level security;
create policy invitations_read on chat.invitations as permissive for select to authenticated
  using ((workspace_id IN ( SELECT chat.my_audited_workspaces() AS my_audited_workspaces)));
alter table chat.invitation_uses enable row level security;
create policy invitation_uses_read on chat.invitation_uses as permissive for select to authenticated
  using ((invitation_id IN ( SELECT i.id
   FROM chat.invitations i)));
alter table chat.thread_followers enable row level security;
create policy thread_followers_read on chat.thread_followers as permissive for select to authenticated
  using (((user_id = ( SELECT auth.uid() AS uid)) AND (room_id IN ( SELECT chat.my_rooms() AS my_rooms))));

-- Privileges

grant usage on schema auth to anon;
grant usage on schema auth to authenticated;
grant usage on schema auth to service_role;
grant usage on schema better_auth to parley_auth;
grant usage on schema chat to authenticated;
grant usage on schema chat to parley_auth;
grant usage on schema chat to service_role;
grant delete, insert, select, update on better_auth."twoFactor" to parley_auth;
grant delete, insert, select, update on better_auth."user" to parley_auth;
grant delete, insert, select, update on better_auth.account to parley_auth;
grant select on better_auth.ended_sessions to parley_auth;
grant delete, insert, select, update on better_auth.jwks to parley_auth;
grant delete, insert, select, update on better_auth.session to parley_auth;
grant delete, insert, select, update on better_auth.spent_codes to parley_auth;
grant delete, insert, select, update on better_auth.verification to parley_auth;
grant select on chat.audit to authenticated;
grant select on chat.audit to service_role;
grant select on chat.changes to authenticated;
grant select on chat.commands to service_role;
grant select on chat.invitation_uses to authenticated;
grant select on chat.invitation_uses to service_role;
grant select on chat.invitations to authenticated;
grant select on chat.invitations to service_role;
grant select on chat.log to authenticated;
grant select on chat.log to service_role;
grant select on chat.messages to authenticated;
grant select on chat.messages to service_role;
grant select on chat.profiles to authenticated;
grant select on chat.profiles to service_role;
grant select on chat.reactions to authenticated;
grant select on chat.reactions to service_role;
grant select on chat.room_members to authenticated;
grant select on chat.room_members to service_role;
grant select on chat.rooms to authenticated;
grant select on chat.rooms to service_role;
grant select on chat.thread_followers to authenticated;
grant select on chat.workspace_departures to authenticated;
grant select on chat.workspace_departures to service_role;
grant select on chat.workspace_members to authenticated;
grant select on chat.workspace_members to service_role;
grant select on chat.workspaces to authenticated;
grant select on chat.workspaces to service_role;
revoke all on function better_auth.note_ended_sessions() from public;
revoke all on function chat.accept_invitation(uuid,text,text,integer) from public;
grant execute on function chat.accept_invitation(uuid,text,text,integer) to parley_api;
revoke all on function chat.add_to_room(uuid,uuid,uuid[]) from public;
grant execute on function chat.add_to_room(uuid,uuid,uuid[]) to parley_api;
revoke all on function chat.answers(jsonb[]) from public;
revoke all on function chat.append(jsonb) from public;
grant execute on function chat.append(jsonb) to parley_api;
revoke all on function chat.archive_room(uuid,uuid,boolean) from public;
grant execute on function chat.archive_room(uuid,uuid,boolean) to parley_api;
revoke all on function chat.audit_forget(timestamp with time zone,bigint) from public;
revoke all on function chat.audit_note(jsonb) from public;
grant execute on function chat.audit_note(jsonb) to parley_api;
revoke all on function chat.audit_page(jsonb,uuid,bigint,text,integer) from public;
grant execute on function chat.audit_page(jsonb,uuid,bigint,text,integer) to parley_api;
revoke all on function chat.ban_from_room(uuid,uuid,uuid) from public;
grant execute on function chat.ban_from_room(uuid,uuid,uuid) to parley_api;
revoke all on function chat.bans(uuid,uuid,uuid,integer) from public;
grant execute on function chat.bans(uuid,uuid,uuid,integer) to parley_api;
revoke all on function chat.begin_membership(uuid,uuid,uuid,text) from public;
revoke all on function chat.changes_after(jsonb,uuid,bigint,integer) from public;
grant execute on function chat.changes_after(jsonb,uuid,bigint,integer) to parley_api;
revoke all on function chat.create_room(uuid,text,uuid,text,text,uuid) from public;
grant execute on function chat.create_room(uuid,text,uuid,text,text,uuid) to parley_api;
revoke all on function chat.create_workspace(uuid,text,uuid,text,integer) from public;
grant execute on function chat.create_workspace(uuid,text,uuid,text,integer) to parley_api;
revoke all on function chat.describe_invitation(uuid,text) from public;
grant execute on function chat.describe_invitation(uuid,text) to parley_api;
revoke all on function chat.end_membership(uuid,uuid,uuid,text) from public;
revoke all on function chat.end_workspace_membership(uuid,uuid,uuid) from public;
revoke all on function chat.ensure_profile(uuid,text) from public;
revoke all on function chat.enter_first_workspace(uuid,text) from public;
grant execute on function chat.enter_first_workspace(uuid,text) to parley_api;
revoke all on function chat.enter_workspace(uuid,uuid) from public;
revoke all on function chat.fingerprint(jsonb) from public;
revoke all on function chat.fold(text) from public;
revoke all on function chat.follow_thread(uuid,uuid,uuid,boolean) from public;
grant execute on function chat.follow_thread(uuid,uuid,uuid,boolean) to parley_api;
revoke all on function chat.forget_person(uuid) from public;
grant execute on function chat.forget_person(uuid) to parley_auth;
revoke all on function chat.heads(jsonb,uuid,integer,integer) from public;
grant execute on function chat.heads(jsonb,uuid,integer,integer) to parley_api;
revoke all on function chat.history(jsonb,uuid,bigint,integer) from public;
grant execute on function chat.history(jsonb,uuid,bigint,integer) to parley_api;
revoke all on function chat.invite(uuid,uuid,uuid,uuid,text,text,integer,integer,integer) from public;
grant execute on function chat.invite(uuid,uuid,uuid,uuid,text,text,integer,integer,integer) to parley_api;
revoke all on function chat.is_first_workspace(uuid) from public;
grant execute on function chat.is_first_workspace(uuid) to authenticated;
revoke all on function chat.iso(timestamp with time zone) from public;
grant execute on function chat.iso(timestamp with time zone) to authenticated;
revoke all on function chat.join_room(uuid,text,uuid) from public;
grant execute on function chat.join_room(uuid,text,uuid) to parley_api;
revoke all on function chat.judge(jsonb) from public;
revoke all on function chat.leave_room(uuid,uuid) from public;
grant execute on function chat.leave_room(uuid,uuid) to parley_api;
revoke all on function chat.lift_ban(uuid,uuid,uuid) from public;
grant execute on function chat.lift_ban(uuid,uuid,uuid) to parley_api;
revoke all on function chat.lock_person(uuid,boolean) from public;
revoke all on function chat.lower_read(uuid,uuid,bigint) from public;
grant execute on function chat.lower_read(uuid,uuid,bigint) to parley_api;
revoke all on function chat.may_open_room(uuid,uuid,uuid) from public;
revoke all on function chat.member_of(jsonb,jsonb) from public;
grant execute on function chat.member_of(jsonb,jsonb) to parley_api;
revoke all on function chat.member_receipts(jsonb,uuid,integer) from public;
grant execute on function chat.member_receipts(jsonb,uuid,integer) to parley_api;
revoke all on function chat.message_seq(jsonb,uuid,uuid) from public;
grant execute on function chat.message_seq(jsonb,uuid,uuid) to parley_api;
revoke all on function chat.my_audited_workspaces() from public;
grant execute on function chat.my_audited_workspaces() to authenticated;
revoke all on function chat.my_open_workspaces() from public;
grant execute on function chat.my_open_workspaces() to authenticated;
revoke all on function chat.my_rooms() from public;
grant execute on function chat.my_rooms() to authenticated;
revoke all on function chat.my_workspaces() from public;
grant execute on function chat.my_workspaces() to authenticated;
revoke all on function chat.news(chat.rooms) from public;
revoke all on function chat.note_thread_reply(uuid,uuid,bigint) from public;
revoke all on function chat.open_direct(uuid,text,uuid,uuid,uuid) from public;
grant execute on function chat.open_direct(uuid,text,uuid,uuid,uuid) to parley_api;
revoke all on function chat.open_invitation(text,uuid) from public;
revoke all on function chat.outranks(text,text) from public;
revoke all on function chat.outranks_in_room(text,text) from public;
revoke all on function chat.raise_read(uuid,uuid,bigint) from public;
grant execute on function chat.raise_read(uuid,uuid,bigint) to parley_api;
revoke all on function chat.raise_received(jsonb) from public;
grant execute on function chat.raise_received(jsonb) to parley_api;
revoke all on function chat.read_thread(uuid,uuid,uuid,bigint) from public;
grant execute on function chat.read_thread(uuid,uuid,uuid,bigint) to parley_api;
revoke all on function chat.recall(jsonb) from public;
grant execute on function chat.recall(jsonb) to parley_api;
revoke all on function chat.receipts(jsonb,uuid) from public;
grant execute on function chat.receipts(jsonb,uuid) to parley_api;
revoke all on function chat.refusal(text) from public;
revoke all on function chat.refuse_change() from public;
revoke all on function chat.remove_from_room(uuid,uuid,uuid) from public;
grant execute on function chat.remove_from_room(uuid,uuid,uuid) to parley_api;
revoke all on function chat.remove_from_workspace(uuid,uuid,uuid) from public;
grant execute on function chat.remove_from_workspace(uuid,uuid,uuid) to parley_api;
revoke all on function chat.rename(uuid,text) from public;
grant execute on function chat.rename(uuid,text) to parley_api;
revoke all on function chat.rename_workspace(uuid,uuid,text) from public;
grant execute on function chat.rename_workspace(uuid,uuid,text) to parley_api;
revoke all on function chat.renew_log_if_restored() from public;
revoke all on function chat.revoke_invitation(uuid,uuid,uuid) from public;
grant execute on function chat.revoke_invitation(uuid,uuid,uuid) to parley_api;
revoke all on function chat.role_in_room(chat.rooms,uuid) from public;
revoke all on function chat.role_in_workspace(uuid,uuid) from public;
revoke all on function chat.room_heads(uuid[]) from public;
grant execute on function chat.room_heads(uuid[]) to parley_api;
revoke all on function chat.search_messages(uuid,text,text,text,timestamp with time zone,timestamp with time zone,uuid,integer) from public;
grant execute on function chat.search_messages(uuid,text,text,text,timestamp with time zone,timestamp with time zone,uuid,integer) to parley_api;
revoke all on function chat.set_room_role(uuid,uuid,uuid,text) from public;
grant execute on function chat.set_room_role(uuid,uuid,uuid,text) to parley_api;
revoke all on function chat.set_workspace_role(uuid,uuid,uuid,text) from public;
grant execute on function chat.set_workspace_role(uuid,uuid,uuid,text) to parley_api;
revoke all on function chat.shares_room(uuid) from public;
grant execute on function chat.shares_room(uuid) to authenticated;
revoke all on function chat.shares_workspace(uuid) from public;
grant execute on function chat.shares_workspace(uuid) to authenticated;
revoke all on function chat.spaced(text) from public;
revoke all on function chat.take_effect(jsonb,bigint) from public;
revoke all on function chat.tell(uuid,uuid,jsonb) from public;
revoke all on function chat.topic_access(text) from public;
grant execute on function chat.topic_access(text) to authenticated;
revoke all on function chat.topic_access_as(jsonb,text) from public;
grant execute on function chat.topic_access_as(jsonb,text) to parley_api;
revoke all on function chat.update_room(uuid,uuid,text,text) from public;
grant execute on function chat.update_room(uuid,uuid,text,text) to parley_api;
revoke all on function chat.welcome_account(uuid,text) from public;
grant execute on function chat.welcome_account(uuid,text) to parley_auth;
revoke all on function chat.word_query(text) from public;
revoke all on function chat.words(text) from public;
