drop function chat.accept_invitation(uuid, text, text, integer);
drop function chat.describe_invitation(uuid, text);
drop function chat.open_invitation(text, uuid);
drop function chat.revoke_invitation(uuid, uuid, uuid);
drop function chat.invite(uuid, uuid, uuid, uuid, text, text, integer, integer, integer);
drop function chat.remove_from_workspace(uuid, uuid, uuid);
drop function chat.set_workspace_role(uuid, uuid, uuid, text);
drop function chat.rename_workspace(uuid, uuid, text);
drop function chat.create_workspace(uuid, text, uuid, text, integer);
drop function chat.welcome_account(uuid, text);
drop function chat.enter_first_workspace(uuid, text);

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
    if room_.kind <> 'public' or not exists (
      select from chat.workspace_members m where m.workspace_id = room_.workspace_id and m.user_id = actor
    ) then
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

CREATE OR REPLACE FUNCTION chat.open_direct(actor uuid, actor_name text, person uuid, workspace uuid, room uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION chat.forget_person(actor uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  rooms uuid[];
  room uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(actor, true);
  -- All of them in one order first, as writers lock them: two who go at once do not block each other.
  select coalesce(array_agg(locked.id order by locked.id), '{}') into rooms from (
    select r.id from chat.rooms r
    where r.id in (select m.room_id from chat.room_members m where m.user_id = actor and m.ended_at is null)
    order by r.id for no key update
  ) locked;
  foreach room in array rooms loop
    news := news || coalesce(jsonb_build_array(chat.end_membership(room, actor, actor, 'left')), '[]');
  end loop;
  delete from chat.workspace_members m where m.user_id = actor;
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
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
  insert into chat.workspace_members (workspace_id, user_id)
  select w.id, actor from chat.workspaces w order by w.created_at, w.id limit 1
  on conflict do nothing;
end
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
    where mine.user_id = auth.uid() and theirs.user_id = other
  )
$function$;

drop function chat.end_workspace_membership(uuid, uuid, uuid);
drop function chat.enter_workspace(uuid, uuid);
drop function chat.role_in_workspace(uuid, uuid);
drop function chat.outranks(text, text);

alter policy rooms_read on chat.rooms using (
  id in (select chat.my_rooms()) or (kind = 'public' and workspace_id in (select chat.my_workspaces()))
);
alter policy workspace_members_read on chat.workspace_members using (workspace_id in (select chat.my_workspaces()));
alter policy profiles_read on chat.profiles using (id = (select auth.uid()) or chat.shares_workspace(id));
create policy profiles_read_forgotten on chat.profiles for select to authenticated
  using (forgotten_at is not null and exists (
    select from chat.room_members m where m.user_id = profiles.id and m.room_id in (select chat.my_rooms())
  ));
drop function chat.shares_room(uuid);
drop function chat.my_open_workspaces();
drop table chat.invitation_uses;
drop table chat.invitations;
drop table chat.workspace_departures;
drop index chat.workspace_members_owner;
