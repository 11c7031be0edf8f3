-- How far rooms have come, for a server that has to know whether it missed something. No content, and no members.
create function chat.room_heads(rooms uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('log', l.id, 'rooms', coalesce(
    (
      select jsonb_agg(jsonb_build_object('roomId', r.id, 'epoch', r.epoch, 'head', r.head))
      from chat.rooms r where r.id = any (rooms)
    ),
    '[]'
  ))
  from chat.log l
$$;

revoke execute on function chat.room_heads(uuid[]) from public;
grant execute on function chat.room_heads(uuid[]) to parley_api;
