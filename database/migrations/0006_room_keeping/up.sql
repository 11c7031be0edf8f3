-- What a room's people may do in it besides writing: name it, fill it, empty it, hand it on. Each function locks the room
-- before it looks at anybody's role, and answers null to whoever may not know of the room.

-- owner, admin or member; null for a stranger. Whoever keeps the workspace is an admin of its public rooms.
create function chat.role_in_room(room chat.rooms, person uuid) returns text
language sql stable set search_path = '' as $$
  with found as (
    select
      (select m.role from chat.room_members m where m.room_id = room.id and m.user_id = person and m.ended_at is null) as own,
      room.kind = 'public' and exists (
        select from chat.workspace_members w
        where w.workspace_id = room.workspace_id and w.user_id = person and w.role in ('owner', 'admin')
      ) as keeps
  )
  select case when own = 'owner' then own when keeps then 'admin' else own end from found
$$;

-- Whether somebody of this role may remove or ban somebody of that one; null is nobody in the room.
create function chat.outranks_in_room(role_ text, other text) returns boolean
language sql immutable set search_path = '' as $$
  select case role_ when 'owner' then other is distinct from 'owner'
    when 'admin' then coalesce(other, 'member') = 'member' else false end
$$;

create function chat.refusal(code text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('refusal', code)
$$;

-- Null arguments leave things as they are.
create function chat.update_room(actor uuid, room uuid, name_ text, topic_ text) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

create function chat.archive_room(actor uuid, room uuid, archived boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

-- All of them or none. Those who are members already stay as they are.
create function chat.add_to_room(actor uuid, room uuid, people uuid[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  before chat.rooms;
  actor_role text;
  person uuid;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  actor_role := chat.role_in_room(before, actor);
  if actor_role is null then
    return null;
  elsif before.kind = 'direct' or (before.kind = 'private' and actor_role = 'member') then
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

create function chat.remove_from_room(actor uuid, room uuid, person uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

-- Also of somebody who is no member, or not any more.
create function chat.ban_from_room(actor uuid, room uuid, person uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

create function chat.lift_ban(actor uuid, room uuid, person uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

-- A page of those who are banned, by id.
create function chat.bans(actor uuid, room uuid, after_person uuid, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
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
$$;

-- `owner` hands the room over; whoever had it is an admin then.
create function chat.set_room_role(actor uuid, room uuid, person uuid, role_ text) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

-- The one room of these two in the workspace, whoever asks and however often.
create function chat.open_direct(actor uuid, actor_name text, person uuid, workspace uuid, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  workspace_ uuid;
  made chat.rooms;
begin
  perform chat.ensure_profile(actor, actor_name);
  select mine.workspace_id into workspace_
  from chat.workspace_members mine
  join chat.workspace_members theirs on theirs.workspace_id = mine.workspace_id and theirs.user_id = person
  join chat.workspaces w on w.id = mine.workspace_id
  where mine.user_id = actor and (workspace is null or w.id = workspace)
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
  where r.workspace_id = workspace_ and r.direct_low = least(actor, person) and r.direct_high = greatest(actor, person);
  if not found then
    -- The id is another room's.
    return chat.refusal('CONFLICT');
  end if;
  return jsonb_build_object('roomId', made.id, 'epoch', made.epoch);
end
$$;

revoke all on function
  chat.role_in_room(chat.rooms, uuid), chat.outranks_in_room(text, text), chat.refusal(text),
  chat.update_room(uuid, uuid, text, text), chat.archive_room(uuid, uuid, boolean),
  chat.add_to_room(uuid, uuid, uuid[]), chat.remove_from_room(uuid, uuid, uuid), chat.ban_from_room(uuid, uuid, uuid),
  chat.lift_ban(uuid, uuid, uuid), chat.bans(uuid, uuid, uuid, integer),
  chat.set_room_role(uuid, uuid, uuid, text), chat.open_direct(uuid, text, uuid, uuid, uuid)
from public;
grant execute on function
  chat.update_room(uuid, uuid, text, text), chat.archive_room(uuid, uuid, boolean),
  chat.add_to_room(uuid, uuid, uuid[]), chat.remove_from_room(uuid, uuid, uuid), chat.ban_from_room(uuid, uuid, uuid),
  chat.lift_ban(uuid, uuid, uuid), chat.bans(uuid, uuid, uuid, integer),
  chat.set_room_role(uuid, uuid, uuid, text), chat.open_direct(uuid, text, uuid, uuid, uuid)
to parley_api;
