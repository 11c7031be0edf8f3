create or replace function chat.heads(claims jsonb, after_room uuid, page integer, unread_up_to integer) returns jsonb
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
                  and x.sender_id <> m.user_id and x.removed_at is null and x.event is null
                limit unread_up_to
              ) counted
            )
          ) || jsonb_strip_nulls(jsonb_build_object(
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
$$;

create or replace function chat.open_direct(actor uuid, actor_name text, person uuid, workspace uuid, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
