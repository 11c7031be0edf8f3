-- Heads tell how each room's latest message begins, and how many are in it, for the list of rooms and the room's head.

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
