-- Rooms that people keep: what happens in one is told in its log; roles, bans, topics, archives, and rooms of two.

alter table chat.rooms
  add column topic text not null default '' check (char_length(topic) <= 250),
  add column archived_at timestamptz,
  -- The two people of a direct room, the lesser id first.
  add column direct_low uuid references chat.profiles,
  add column direct_high uuid references chat.profiles,
  add check ((kind = 'direct') = (direct_low is not null and direct_high is not null)),
  add check (direct_low < direct_high);
create unique index rooms_direct on chat.rooms (workspace_id, direct_low, direct_high);

alter table chat.room_members
  add column banned_at timestamptz,
  add check (banned_at is null or ended_at is not null);
create unique index room_members_owner on chat.room_members (room_id) where role = 'owner' and ended_at is null;

-- What happened in the room, told by a message that nobody wrote: {kind, ...}. `sender_id` is who did it.
alter table chat.messages add column event jsonb;
alter table chat.messages drop constraint messages_check1;
alter table chat.messages add check ((removed_at is null and event is null) = (content <> ''));

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
  ) || case when m.event is null then '{}' else jsonb_build_object('event', m.event) end as change
from chat.messages m;

-- Whether a command may take effect: `refusal` is an error code or null; `settled_at` is the position of the change
-- that already made it so. Called under the room's lock.
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
  if (select r.archived_at is not null from chat.rooms r where r.id = room) then
    refusal := 'ROOM_ARCHIVED';
    return;
  end if;

  if command ->> 'kind' = 'send' then
    if command ? 'replyTo' and not exists (
      select from chat.messages m where m.id = (command ->> 'replyTo')::uuid and m.room_id = room
        and m.event is null
    ) then
      refusal := 'MESSAGE_NOT_FOUND';
    end if;
    return;
  end if;

  select * into message from chat.messages m where m.id = (command ->> 'messageId')::uuid and m.room_id = room and m.event is null;
  if not found then
    -- Only an id that no command ever had, this one included, can be withdrawn unseen.
    if command ->> 'kind' = 'remove' and command ? 'withdraw' and command ->> 'messageId' <> command ->> 'id'
      and not exists (select from chat.commands c where c.id = (command ->> 'messageId')::uuid)
      and not exists (select from chat.messages m where m.id = (command ->> 'messageId')::uuid)
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

-- What follows is called under the room's lock, or takes it first. Each writer of a room's log raises its head.

-- Tells an event in the room's log.
create function chat.tell(room uuid, actor uuid, event jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  position_ bigint;
begin
  update chat.rooms r set head = r.head + 1 where r.id = room returning r.head into position_;
  insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, sent_at, event)
  values (gen_random_uuid(), room, position_, position_, actor, '', now(), event);
end
$$;

-- What has to be broadcast of a room, after it was changed from `before`.
create function chat.news(before chat.rooms) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'roomId', r.id, 'log', (select l.id from chat.log l), 'epoch', r.epoch, 'previousEpoch', before.epoch,
    'after', before.head, 'upTo', r.head, 'changes', coalesce((
      select jsonb_agg(c.change order by c.changed_seq) from chat.changes c
      where c.room_id = r.id and c.changed_seq > before.head
    ), '[]'))
  from chat.rooms r where r.id = before.id
$$;

-- Makes somebody a member. Null, and nothing is changed, where they are one or are banned.
create function chat.begin_membership(room uuid, person uuid, actor uuid, how text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  before chat.rooms;
begin
  select * into before from chat.rooms r where r.id = room for no key update;
  if exists (
    select from chat.room_members m
    where m.room_id = room and m.user_id = person and (m.ended_at is null or m.banned_at is not null)
  ) then
    return null;
  end if;
  insert into chat.room_members as m (room_id, user_id) values (room, person)
  on conflict (room_id, user_id) do update set ended_at = null, joined_at = now(), role = 'member';
  update chat.rooms r set members = r.members + 1 where r.id = room;
  perform chat.tell(room, actor, jsonb_strip_nulls(jsonb_build_object(
    'kind', how, 'userId', case when how = 'added' then person end)));
  return chat.news(before);
end
$$;

-- Ends a membership (`left`, `removed`, `banned`), and passes ownership on. Null where there is none. Whoever has to be
-- shut out of the live topic raises the epoch: always, but for somebody who leaves a public room by themselves.
create function chat.end_membership(room uuid, person uuid, actor uuid, how text) returns jsonb
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

drop function chat.join_room(uuid, text, uuid);
create function chat.join_room(actor uuid, actor_name text, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
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
$$;

drop function chat.leave_room(uuid, uuid);
create function chat.leave_room(actor uuid, room uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from chat.rooms r join chat.room_members m on m.room_id = r.id and m.user_id = actor and m.ended_at is null
    where r.id = room and r.kind = 'direct'
  ) then
    return jsonb_build_object('refusal', 'FORBIDDEN');
  end if;
  return chat.end_membership(room, actor, actor, 'left');
end
$$;

revoke all on function
  chat.tell(uuid, uuid, jsonb), chat.news(chat.rooms), chat.begin_membership(uuid, uuid, uuid, text),
  chat.end_membership(uuid, uuid, uuid, text), chat.join_room(uuid, text, uuid), chat.leave_room(uuid, uuid)
from public;
grant execute on function chat.join_room(uuid, text, uuid), chat.leave_room(uuid, uuid) to parley_api;
