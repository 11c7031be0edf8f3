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
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
  return news;
end
$function$;

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
      insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, reply_to, sent_at)
      values ((command ->> 'id')::uuid, (command ->> 'roomId')::uuid, at_position, at_position, author,
        command ->> 'content', (command ->> 'replyTo')::uuid, (command ->> 'sentAt')::timestamptz);
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
                  and x.sender_id <> m.user_id and x.removed_at is null and x.event is null
                limit unread_up_to
              ) counted
            )
          ) || jsonb_strip_nulls(jsonb_build_object(
            'workspace', (
              select jsonb_build_object('id', w.id, 'name', w.name) from chat.workspaces w where w.id = r.workspace_id
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

drop view chat.changes;
create view chat.changes with (security_invoker = true) as
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
grant select on chat.changes to authenticated;

drop function chat.read_thread(uuid, uuid, uuid, bigint);
drop function chat.follow_thread(uuid, uuid, uuid, boolean);
drop function chat.note_thread_reply(uuid, uuid, bigint);
drop table chat.thread_followers;
drop index chat.messages_thread;
alter table chat.messages drop column thread;
