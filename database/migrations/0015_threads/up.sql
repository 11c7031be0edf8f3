-- Threads: messages that answer one message, beside the conversation, in the same numbered log. Whoever wrote the first
-- message or an answer follows the thread, until they say otherwise, and has a place of their own up to which they read it.

alter table chat.messages add column thread uuid references chat.messages (id);
create index messages_thread on chat.messages (thread, seq) where thread is not null;

create table chat.thread_followers (
  root_id uuid not null references chat.messages (id),
  user_id uuid not null references chat.profiles (id),
  room_id uuid not null references chat.rooms (id),
  -- False for whoever does not want to hear of it any more, and has only their place.
  follows boolean not null default true,
  last_read bigint not null default 0,
  -- The latest answer by somebody else.
  newest bigint not null default 0,
  primary key (user_id, root_id)
);
create index thread_followers_root on chat.thread_followers (root_id) where follows;
create index thread_followers_news on chat.thread_followers (user_id, newest desc) where follows;

alter table chat.thread_followers enable row level security;
create policy thread_followers_read on chat.thread_followers for select to authenticated
  using (user_id = (select auth.uid()) and room_id in (select chat.my_rooms()));
grant select on chat.thread_followers to authenticated;

-- Called under the room's lock. So many follow a thread at most: each answer touches them all.
create function chat.note_thread_reply(root uuid, author uuid, at_position bigint) returns void
language plpgsql set search_path = '' as $$
begin
  insert into chat.thread_followers (root_id, user_id, room_id, last_read)
  select m.id, p.id, m.room_id, case p.id when author then at_position else m.seq end
  from chat.messages m
  join chat.profiles p on p.id in (m.sender_id, author)
  where m.id = root and (select count(*) from chat.thread_followers f where f.root_id = root and f.follows) < 1000
  on conflict (user_id, root_id) do nothing;
  update chat.thread_followers f set follows = true, last_read = greatest(f.last_read, at_position)
  where f.root_id = root and f.user_id = author;
  update chat.thread_followers f set newest = at_position
  where f.root_id = root and f.follows and f.user_id <> author;
end
$$;

-- Undefined threads, and those of rooms that the actor is not in, answer null.
create function chat.follow_thread(actor uuid, room uuid, root uuid, wanted boolean) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from chat.rooms r where r.id = room for no key update;
  insert into chat.thread_followers as f (root_id, user_id, room_id, follows, last_read, newest)
  select m.id, actor, m.room_id, wanted, r.head, 0
  from chat.messages m
  join chat.rooms r on r.id = m.room_id
  join chat.room_members mine on mine.room_id = m.room_id and mine.user_id = actor and mine.ended_at is null
  where m.id = root and m.room_id = room and m.thread is null and m.event is null
    and (not wanted or (
      select count(*) from chat.thread_followers o where o.root_id = root and o.follows and o.user_id <> actor
    ) < 1000)
  on conflict (user_id, root_id) do update set follows = wanted, newest = 0,
    last_read = greatest(f.last_read, excluded.last_read)
  where f.follows <> wanted;
  if not found and not exists (
    select from chat.thread_followers mine where mine.root_id = root and mine.user_id = actor and mine.follows = wanted
      and mine.room_id = room
  ) then
    return null;
  end if;
  return wanted;
end
$$;

create function chat.read_thread(actor uuid, room uuid, root uuid, read_position bigint) returns bigint
language sql security definer set search_path = '' as $$
  insert into chat.thread_followers as f (root_id, user_id, room_id, follows, last_read)
  select m.id, actor, m.room_id, false, read_position
  from chat.messages m
  join chat.rooms r on r.id = m.room_id
  join chat.room_members mine on mine.room_id = m.room_id and mine.user_id = actor and mine.ended_at is null
  where m.id = root and m.room_id = room and m.thread is null and m.event is null and read_position <= r.head
  on conflict (user_id, root_id) do update set last_read = greatest(f.last_read, read_position)
  returning f.last_read
$$;

revoke all on function chat.note_thread_reply(uuid, uuid, bigint), chat.follow_thread(uuid, uuid, uuid, boolean),
  chat.read_thread(uuid, uuid, uuid, bigint) from public;
grant execute on function chat.follow_thread(uuid, uuid, uuid, boolean), chat.read_thread(uuid, uuid, uuid, bigint)
  to parley_api;

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
  ) || case when m.event is null then '{}' else jsonb_build_object('event', m.event) end
    || case when m.thread is null then '{}' else jsonb_build_object('thread', m.thread) end as change
from chat.messages m;

CREATE OR REPLACE FUNCTION chat.judge(command jsonb, OUT refusal text, OUT settled_at bigint)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
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
    elsif command ? 'thread' and not exists (
      select from chat.messages m where m.id = (command ->> 'thread')::uuid and m.room_id = room
        and m.event is null and m.thread is null
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
$function$;

CREATE OR REPLACE FUNCTION chat.take_effect(command jsonb, at_position bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  author uuid := command ->> 'as';
  message uuid := command ->> 'messageId';
begin
  case command ->> 'kind'
    when 'send' then
      insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, reply_to, thread, sent_at)
      values ((command ->> 'id')::uuid, (command ->> 'roomId')::uuid, at_position, at_position, author,
        command ->> 'content', (command ->> 'replyTo')::uuid, (command ->> 'thread')::uuid, (command ->> 'sentAt')::timestamptz);
      if command ? 'thread' then
        perform chat.note_thread_reply((command ->> 'thread')::uuid, author, at_position);
      end if;
    when 'edit' then
      update chat.messages set content = command ->> 'content', version = version + 1,
        edited_at = now(), changed_seq = at_position
      where id = message;
    when 'remove' then
      delete from chat.reactions where message_id = message;
      update chat.messages set content = '', removed_at = now(), changed_seq = at_position where id = message;
      if not found then
        -- Version 0: there never was a text. The record of a command with the send's id, but no command's fingerprint,
        -- lets a send that comes all the same hear CONFLICT.
        insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, version, sent_at, removed_at)
        values (message, (command ->> 'roomId')::uuid, at_position, at_position, author, '', 0, now(), now());
        insert into chat.commands (id, author_id, room_id, message_id, fingerprint, position)
        values (message, author, (command ->> 'roomId')::uuid, message, '', at_position);
      end if;
    when 'react' then
      if (command ->> 'present')::boolean then
        insert into chat.reactions (message_id, room_id, emoji, user_id, position)
        values (message, (command ->> 'roomId')::uuid, command ->> 'emoji', author, at_position);
      else
        delete from chat.reactions
        where message_id = message and emoji = command ->> 'emoji' and user_id = author;
      end if;
      update chat.messages set changed_seq = at_position where id = message;
  end case;
end
$function$;

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

CREATE OR REPLACE FUNCTION chat.forget_person(actor uuid)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  workspace uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(actor, true);
  -- All of them in one order first, as writers lock them: rooms of one workspace may lie between those of another.
  perform from chat.workspaces w
  where w.id in (select m.workspace_id from chat.workspace_members m where m.user_id = actor)
  order by w.id for no key update;
  perform from chat.rooms r
  where r.id in (select m.room_id from chat.room_members m where m.user_id = actor and m.ended_at is null)
  order by r.id for no key update;
  for workspace in
    select m.workspace_id from chat.workspace_members m where m.user_id = actor order by m.workspace_id
  loop
    news := news || chat.end_workspace_membership(workspace, actor, actor);
  end loop;
  delete from chat.thread_followers f where f.user_id = actor;
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
  return news;
end
$function$;
