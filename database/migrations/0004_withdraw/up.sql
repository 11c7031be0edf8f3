-- A removal may say `withdraw`: its author gave up a send without knowing whether it came. Where it did not, the removal
-- leaves a tombstone under its id, so that a copy of it that is still on its way changes nothing.

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

-- Makes an allowed command so, at the position allotted to it. Called under the room's lock.
create or replace function chat.take_effect(command jsonb, at_position bigint) returns void
language plpgsql set search_path = '' as $$
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
$$;
