create or replace function chat.judge(command jsonb, out refusal text, out settled_at bigint)
language plpgsql stable set search_path = '' as $$
declare
  room uuid := command ->> 'roomId';
  author uuid := command ->> 'as';
  author_role text;
  message chat.messages;
  emoji_ text := command ->> 'emoji';
begin
  select m.role into author_role from chat.room_members m
  where m.room_id = room and m.user_id = author and m.ended_at is null;
  if not found then
    refusal := 'ROOM_NOT_FOUND';
    return;
  end if;

  if command ->> 'kind' = 'send' then
    if command ? 'replyTo' and not exists (
      select from chat.messages m where m.id = (command ->> 'replyTo')::uuid and m.room_id = room
    ) then
      refusal := 'MESSAGE_NOT_FOUND';
    end if;
    return;
  end if;

  select * into message from chat.messages m where m.id = (command ->> 'messageId')::uuid and m.room_id = room;
  if not found then
    -- Only an id that no command ever had, this one included, can be withdrawn unseen.
    if command ->> 'kind' = 'remove' and command ? 'withdraw' and command ->> 'messageId' <> command ->> 'id'
      and not exists (select from chat.commands c where c.id = (command ->> 'messageId')::uuid)
    then
      return;
    end if;
    refusal := 'MESSAGE_NOT_FOUND';
    return;
  end if;

  case command ->> 'kind'
    when 'remove' then
      if message.sender_id <> author and author_role = 'member' then refusal := 'FORBIDDEN';
      elsif message.removed_at is not null then settled_at := message.changed_seq;
      end if;
    when 'edit' then
      if message.sender_id <> author then refusal := 'FORBIDDEN';
      elsif message.removed_at is not null then refusal := 'MESSAGE_REMOVED';
      elsif message.version <> (command ->> 'version')::integer then refusal := 'STALE_EDIT';
      end if;
    when 'react' then
      if message.removed_at is not null then refusal := 'MESSAGE_REMOVED';
      elsif (command ->> 'present')::boolean = exists (
        select from chat.reactions r
        where r.message_id = message.id and r.emoji = emoji_ and r.user_id = author
      ) then settled_at := message.changed_seq;
      elsif (command ->> 'present')::boolean and (
        (select count(*) from chat.reactions r where r.message_id = message.id and r.emoji = emoji_) >= 100
        or (select count(distinct r.emoji) filter (where r.emoji <> emoji_)
            from chat.reactions r where r.message_id = message.id) >= 20
      ) then refusal := 'TOO_MANY_REACTIONS';
      end if;
  end case;
end
$$;

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
                  and x.sender_id <> m.user_id and x.removed_at is null
                limit unread_up_to
              ) counted
            )
          ) end as membership
        from chat.room_members m
        left join chat.rooms r on r.id = m.room_id
        where m.user_id = (select auth.uid()) and (after_room is null or m.room_id > after_room)
        order by m.room_id limit page
      ) m
    ) p on true
  );
end
$$;

create or replace function chat.join_room(actor uuid, actor_name text, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  room_ chat.rooms;
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
    insert into chat.room_members as m (room_id, user_id) values (room, actor)
    on conflict (room_id, user_id) do update set ended_at = null, joined_at = now(), role = 'member';
    update chat.rooms r set members = r.members + 1 where r.id = room;
  end if;
  return jsonb_build_object('roomId', room, 'head', room_.head, 'epoch', room_.epoch);
end
$$;

create or replace function chat.leave_room(actor uuid, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  room_ chat.rooms;
begin
  perform from chat.rooms r where r.id = room for no key update;
  update chat.room_members m set ended_at = now()
  where m.room_id = room and m.user_id = actor and m.ended_at is null;
  if not found then
    return null;
  end if;
  update chat.rooms r set members = r.members - 1, epoch = r.epoch + (r.kind <> 'public')::integer
  where r.id = room returning * into room_;
  return jsonb_build_object('roomId', room, 'head', room_.head, 'epoch', room_.epoch,
    'previousEpoch', room_.epoch - (room_.kind <> 'public')::integer, 'log', (select l.id from chat.log l));
end
$$;

create or replace view chat.changes with (security_invoker = true) as
select m.id, m.room_id, m.seq, m.changed_seq,
  jsonb_build_object(
    'id', m.id,
    'roomId', m.room_id,
    'seq', m.seq,
    'changedSeq', m.changed_seq,
    'senderId', m.sender_id,
    'content', m.content,
    'version', m.version,
    'replyTo', m.reply_to,
    'sentAt', chat.iso(m.sent_at),
    'createdAt', chat.iso(m.created_at),
    'editedAt', chat.iso(m.edited_at),
    'removedAt', chat.iso(m.removed_at),
    'reactions', coalesce((
      select jsonb_agg(jsonb_build_object('emoji', e.emoji, 'userIds', e.user_ids) order by e.first)
      from (
        select r.emoji, min(r.position) as first, jsonb_agg(r.user_id order by r.position) as user_ids
        from chat.reactions r
        where r.message_id = m.id
        group by r.emoji
      ) e
    ), '[]')
  ) as change
from chat.messages m;

drop function chat.begin_membership(uuid, uuid, uuid, text);
drop function chat.end_membership(uuid, uuid, uuid, text);
drop function chat.news(chat.rooms);
drop function chat.tell(uuid, uuid, jsonb);

-- Places that nobody sees: their positions stay taken.
alter table chat.messages drop constraint messages_check1;
update chat.messages set removed_at = created_at, version = 0 where event is not null;
alter table chat.messages drop column event;
alter table chat.messages add constraint messages_check1 check ((removed_at is null) = (content <> ''));

drop index chat.room_members_owner;
alter table chat.room_members drop column banned_at;
drop index chat.rooms_direct;
alter table chat.rooms
  drop column topic,
  drop column archived_at,
  drop column direct_low,
  drop column direct_high;
