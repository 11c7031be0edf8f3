-- Where in a room a message stands, for whoever is in it: what answers it and links to it know its id alone.

create function chat.message_seq(claims jsonb, room uuid, message uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claims', claims::text, true);
  return (
    select to_jsonb(m.seq) from chat.messages m
    where m.id = message and m.room_id = room and m.room_id in (select chat.my_rooms())
  );
end
$$;

revoke all on function chat.message_seq(jsonb, uuid, uuid) from public;
grant execute on function chat.message_seq(jsonb, uuid, uuid) to parley_api;
