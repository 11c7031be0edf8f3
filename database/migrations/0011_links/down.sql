create or replace function chat.end_membership(room uuid, person uuid, actor uuid, how text) returns jsonb
language plpgsql set search_path = '' as $$
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
    members = r.members - 1, epoch = r.epoch + (how <> 'left' or r.kind <> 'public')::integer
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
$$;

create or replace function chat.create_workspace(actor uuid, actor_name text, workspace uuid, name_ text, most integer)
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

create or replace function chat.rename_workspace(actor uuid, workspace uuid, name_ text) returns jsonb
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

create or replace function chat.set_workspace_role(actor uuid, workspace uuid, person uuid, role_ text) returns jsonb
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

create or replace function chat.invite(
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

create or replace function chat.revoke_invitation(actor uuid, workspace uuid, invitation uuid) returns jsonb
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

create or replace function chat.open_invitation(token text, person uuid) returns chat.invitations
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

create or replace function chat.accept_invitation(actor uuid, actor_name text, token text, most integer) returns jsonb
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

drop function chat.may_open_room(uuid, uuid, uuid);
