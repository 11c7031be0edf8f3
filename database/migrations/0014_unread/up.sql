-- A member may take back that they have read: everything after a position is unread again.

create function chat.lower_read(actor uuid, room uuid, read_position bigint) returns bigint
language sql security definer set search_path = '' as $$
  update chat.room_members m set last_read = least(m.last_read, read_position)
  where m.room_id = room and m.user_id = actor and m.ended_at is null
  returning m.last_read
$$;

revoke all on function chat.lower_read(uuid, uuid, bigint) from public;
grant execute on function chat.lower_read(uuid, uuid, bigint) to parley_api;
