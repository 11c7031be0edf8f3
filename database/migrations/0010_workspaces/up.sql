-- Workspaces as tenants: roles, people who go, and links that let somebody in.

create unique index workspace_members_owner on chat.workspace_members (workspace_id) where role = 'owner';

-- Who has gone, until they are invited anew. Where somebody else ended it, older links do not let them back in; and nobody
-- comes back by merely looking around in an open installation.
create table chat.workspace_departures (
  workspace_id uuid not null references chat.workspaces,
  user_id uuid not null references chat.profiles,
  departed_at timestamptz not null default now(),
  ended_by uuid not null references chat.profiles,
  primary key (workspace_id, user_id)
);

create table chat.invitations (
  id uuid primary key,
  workspace_id uuid not null references chat.workspaces,
  room_id uuid references chat.rooms,
  -- The token itself is in the link alone.
  token_hash bytea not null,
  role text not null check (role in ('admin', 'member', 'guest')),
  created_by uuid not null references chat.profiles,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  max_uses integer not null check (max_uses >= 1),
  uses integer not null default 0 check (uses <= max_uses),
  revoked_at timestamptz,
  -- A guest without a room would be nowhere.
  check (role <> 'guest' or room_id is not null)
);
create unique index invitations_token_hash on chat.invitations (token_hash);
create index invitations_workspace on chat.invitations (workspace_id, created_at);

-- Who came by which: whoever follows a link twice takes one of its places.
create table chat.invitation_uses (
  invitation_id uuid not null references chat.invitations,
  user_id uuid not null references chat.profiles,
  used_at timestamptz not null default now(),
  primary key (invitation_id, user_id)
);

-- Reading -------------------------------------------------------------------------------------------------------

-- Those whose public rooms and people one sees: not as a guest.
create function chat.my_open_workspaces() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.workspace_id from chat.workspace_members m where m.user_id = auth.uid() and m.role <> 'guest'
$$;

create or replace function chat.shares_workspace(other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from chat.workspace_members mine
    join chat.workspace_members theirs using (workspace_id)
    where mine.user_id = auth.uid() and mine.role <> 'guest' and theirs.user_id = other
  )
$$;

-- Also with somebody who has left it: what they wrote keeps their name.
create function chat.shares_room(other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from chat.room_members mine
    join chat.room_members theirs using (room_id)
    where mine.user_id = auth.uid() and mine.ended_at is null and theirs.user_id = other
  )
$$;

revoke execute on function chat.my_open_workspaces(), chat.shares_room(uuid) from public;
grant execute on function chat.my_open_workspaces(), chat.shares_room(uuid) to authenticated;

alter policy rooms_read on chat.rooms using (
  id in (select chat.my_rooms()) or (kind = 'public' and workspace_id in (select chat.my_open_workspaces()))
);
alter policy workspace_members_read on chat.workspace_members using (
  user_id = (select auth.uid()) or workspace_id in (select chat.my_open_workspaces())
);
drop policy profiles_read_forgotten on chat.profiles;
alter policy profiles_read on chat.profiles using (
  id = (select auth.uid()) or chat.shares_workspace(id) or chat.shares_room(id)
);

alter table chat.workspace_departures enable row level security;
alter table chat.invitations enable row level security;
alter table chat.invitation_uses enable row level security;
create policy workspace_departures_read on chat.workspace_departures for select to authenticated
  using (workspace_id in (select chat.my_audited_workspaces()));
create policy invitations_read on chat.invitations for select to authenticated
  using (workspace_id in (select chat.my_audited_workspaces()));
create policy invitation_uses_read on chat.invitation_uses for select to authenticated
  using (invitation_id in (select i.id from chat.invitations i));
grant select on chat.workspace_departures, chat.invitations, chat.invitation_uses to authenticated, service_role;

-- Writing. Whoever changes who is where locks first the person, then the workspace, then its rooms by id. -----------

create or replace function chat.ensure_profile(actor uuid, name_ text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform chat.lock_person(actor, false);
  insert into chat.profiles (id, name) values (actor, name_) on conflict do nothing;
  if not found and exists (select from chat.profiles p where p.id = actor and p.forgotten_at is not null) then
    raise exception 'the account has been deleted' using errcode = 'PA401';
  end if;
end
$$;

-- Where the installation is open to everybody who signs in: a place in its first workspace. Whoever has gone stays away.
-- Without a name for whoever only looks around: null, and nothing is made, before they have a profile.
create function chat.enter_first_workspace(actor uuid, actor_name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

-- The first account of an installation owns its first workspace. In the identity provider's own transaction.
create function chat.welcome_account(person uuid, name_ text) returns void
language plpgsql security definer set search_path = '' as $$
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
$$;

-- Null for whoever is no member.
create function chat.role_in_workspace(workspace uuid, person uuid) returns text
language sql stable set search_path = '' as $$
  select m.role from chat.workspace_members m where m.workspace_id = workspace and m.user_id = person
$$;

-- The role of the actor, with the workspace locked until the transaction ends.
create function chat.enter_workspace(workspace uuid, actor uuid) returns text
language plpgsql set search_path = '' as $$
begin
  perform from chat.workspaces w where w.id = workspace for no key update;
  return chat.role_in_workspace(workspace, actor);
end
$$;

-- Whether somebody of this role may change, remove or invite somebody of that one.
create function chat.outranks(role_ text, other text) returns boolean
language sql immutable set search_path = '' as $$
  select case role_ when 'owner' then other <> 'owner' when 'admin' then other in ('member', 'guest') else false end
$$;

create function chat.create_workspace(actor uuid, actor_name text, workspace uuid, name_ text, most integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform chat.ensure_profile(actor, actor_name);
  -- One at a time for each person: the bound holds.
  perform from chat.profiles p where p.id = actor for no key update;
  if exists (
    select from chat.workspaces w where w.id = workspace and w.name = name_
      and chat.role_in_workspace(workspace, actor) = 'owner'
  ) then
    return '{}';
  end if;
  if (select count(*) from chat.workspace_members m where m.user_id = actor) >= most then
    return chat.refusal('LIMIT_REACHED');
  end if;
  insert into chat.workspaces (id, name) values (workspace, name_) on conflict (id) do nothing;
  if not found then
    return chat.refusal('CONFLICT');
  end if;
  insert into chat.workspace_members (workspace_id, user_id, role) values (workspace, actor, 'owner');
  return '{}';
end
$$;

create function chat.rename_workspace(actor uuid, workspace uuid, name_ text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
begin
  if actor_role is null then
    return null;
  elsif actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  end if;
  update chat.workspaces w set name = name_ where w.id = workspace and w.name <> name_;
  return '{}';
end
$$;

-- `owner` hands the workspace over; whoever had it is an admin then.
create function chat.set_workspace_role(actor uuid, workspace uuid, person uuid, role_ text) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
    return '{}';
  elsif actor = person or not chat.outranks(actor_role, present)
    or not (actor_role = 'owner' or chat.outranks(actor_role, role_))
  then
    return chat.refusal('FORBIDDEN');
  end if;
  if role_ = 'owner' then
    update chat.workspace_members m set role = 'admin' where m.workspace_id = workspace and m.user_id = actor;
  end if;
  update chat.workspace_members m set role = role_ where m.workspace_id = workspace and m.user_id = person;
  return '{}';
end
$$;

-- Ends a membership and all those in the workspace's rooms. Answers what has to be told in each.
create function chat.end_workspace_membership(workspace uuid, person uuid, actor uuid) returns jsonb
language plpgsql set search_path = '' as $$
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
$$;

create function chat.remove_from_workspace(actor uuid, workspace uuid, person uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

create or replace function chat.forget_person(actor uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  workspace uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(actor, true);
  for workspace in
    select m.workspace_id from chat.workspace_members m where m.user_id = actor order by m.workspace_id
  loop
    perform chat.enter_workspace(workspace, actor);
    news := news || chat.end_workspace_membership(workspace, actor, actor);
  end loop;
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
  return news;
end
$$;

-- Rooms, now that there are guests and people who go ---------------------------------------------------------------

create or replace function chat.add_to_room(actor uuid, room uuid, people uuid[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

create or replace function chat.join_room(actor uuid, actor_name text, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

create or replace function chat.open_direct(actor uuid, actor_name text, person uuid, workspace uuid, room uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  workspace_ uuid;
  made chat.rooms;
begin
  perform chat.lock_person(p, false)
  from (select distinct u from unnest(array[actor, person]) u order by u) as locked(p);
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
  perform chat.begin_membership(made.id, p, actor, 'added') from unnest(array[actor, person]) p;
  return jsonb_build_object('roomId', made.id, 'epoch', made.epoch);
end
$$;

-- Invitations -----------------------------------------------------------------------------------------------------

create function chat.invite(
  actor uuid, workspace uuid, room uuid, invitation uuid, token text, role_ text, hours integer, uses_ integer, most integer
) returns jsonb language plpgsql security definer set search_path = '' as $$
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
    return jsonb_build_object('expiresAt', chat.iso(made.expires_at));
  end if;
  if role_ = 'guest' and room is null then
    return chat.refusal('ROOM_NOT_FOUND');
  elsif room is not null and not exists (
    select from chat.rooms r
    where r.id = room and r.workspace_id = workspace and r.kind <> 'direct' and r.archived_at is null
      and chat.role_in_room(r, actor) in ('owner', 'admin')
  ) then
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
  return jsonb_build_object('expiresAt', chat.iso(made.expires_at));
end
$$;

create function chat.revoke_invitation(actor uuid, workspace uuid, invitation uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  actor_role text := chat.enter_workspace(workspace, actor);
begin
  if actor_role is null then
    return null;
  elsif actor_role not in ('owner', 'admin') then
    return chat.refusal('FORBIDDEN');
  end if;
  update chat.invitations i set revoked_at = coalesce(i.revoked_at, now())
  where i.id = invitation and i.workspace_id = workspace;
  return case when found then '{}' else chat.refusal('INVITATION_NOT_FOUND') end;
end
$$;

-- The invitation of this token, while it lets this person in. Whoever made it must still be able to.
create function chat.open_invitation(token text, person uuid) returns chat.invitations
language sql stable set search_path = '' as $$
  select i from chat.invitations i
  where i.token_hash = sha256(convert_to(token, 'UTF8'))
    and i.revoked_at is null and i.expires_at > now()
    and (i.uses < i.max_uses or exists (
      select from chat.invitation_uses u where u.invitation_id = i.id and u.user_id = person
    ))
    and chat.outranks(chat.role_in_workspace(i.workspace_id, i.created_by), i.role)
    and not exists (
      select from chat.workspace_departures d
      where d.workspace_id = i.workspace_id and d.user_id = person and d.ended_by <> person
        and d.departed_at > i.created_at
    )
$$;

create function chat.describe_invitation(actor uuid, token text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('workspaceName', w.name, 'roomName', r.name, 'invitedBy', p.name)
  from chat.open_invitation(token, actor) i
  join chat.workspaces w on w.id = i.workspace_id
  join chat.profiles p on p.id = i.created_by
  left join chat.rooms r on r.id = i.room_id
$$;

create function chat.accept_invitation(actor uuid, actor_name text, token text, most integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  made chat.invitations;
  present text;
begin
  perform chat.ensure_profile(actor, actor_name);
  perform from chat.profiles p where p.id = actor for no key update;
  select i.workspace_id into made.workspace_id from chat.open_invitation(token, actor) i;
  perform chat.enter_workspace(made.workspace_id, actor);
  -- As it is under the lock.
  select * into made from chat.open_invitation(token, actor);
  if made.id is null then
    return null;
  end if;
  present := chat.role_in_workspace(made.workspace_id, actor);
  if present is null then
    if (select count(*) from chat.workspace_members m where m.user_id = actor) >= most then
      return chat.refusal('LIMIT_REACHED');
    end if;
    insert into chat.workspace_members (workspace_id, user_id, role) values (made.workspace_id, actor, made.role);
    delete from chat.workspace_departures d where d.workspace_id = made.workspace_id and d.user_id = actor;
  elsif (present = 'guest' and made.role <> 'guest') or (present = 'member' and made.role = 'admin') then
    -- A link lifts somebody, and never lowers.
    update chat.workspace_members m set role = made.role where m.workspace_id = made.workspace_id and m.user_id = actor;
  end if;
  insert into chat.invitation_uses (invitation_id, user_id) values (made.id, actor) on conflict do nothing;
  if found then
    update chat.invitations i set uses = i.uses + 1 where i.id = made.id;
  end if;
  return jsonb_build_object(
    'workspaceId', made.workspace_id, 'roomId', made.room_id, 'joined', present is null,
    'news', case when made.room_id is not null then
      chat.begin_membership(made.room_id, actor, made.created_by, 'added')
    end
  );
end
$$;

revoke execute on function
  chat.enter_first_workspace(uuid, text), chat.welcome_account(uuid, text),
  chat.role_in_workspace(uuid, uuid), chat.enter_workspace(uuid, uuid), chat.outranks(text, text),
  chat.end_workspace_membership(uuid, uuid, uuid), chat.open_invitation(text, uuid),
  chat.create_workspace(uuid, text, uuid, text, integer), chat.rename_workspace(uuid, uuid, text),
  chat.set_workspace_role(uuid, uuid, uuid, text), chat.remove_from_workspace(uuid, uuid, uuid),
  chat.invite(uuid, uuid, uuid, uuid, text, text, integer, integer, integer),
  chat.revoke_invitation(uuid, uuid, uuid), chat.describe_invitation(uuid, text),
  chat.accept_invitation(uuid, text, text, integer)
from public;
grant execute on function
  chat.enter_first_workspace(uuid, text),
  chat.create_workspace(uuid, text, uuid, text, integer), chat.rename_workspace(uuid, uuid, text),
  chat.set_workspace_role(uuid, uuid, uuid, text), chat.remove_from_workspace(uuid, uuid, uuid),
  chat.invite(uuid, uuid, uuid, uuid, text, text, integer, integer, integer),
  chat.revoke_invitation(uuid, uuid, uuid), chat.describe_invitation(uuid, text),
  chat.accept_invitation(uuid, text, text, integer)
to parley_api;
grant execute on function chat.welcome_account(uuid, text) to parley_auth;
