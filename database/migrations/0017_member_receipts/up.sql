-- How far the others in a small room have received and read it, for whoever is in it. Row-level security decides that.

create function chat.member_receipts(claims jsonb, room uuid, most integer) returns jsonb
language plpgsql set search_path = '' as $$
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
$$;

revoke all on function chat.member_receipts(jsonb, uuid, integer) from public;
grant execute on function chat.member_receipts(jsonb, uuid, integer) to parley_api;
