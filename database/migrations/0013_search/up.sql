-- Search for words in messages. An index over an expression: nothing is stored twice, and no row is rewritten.

-- As people type who leave out accents: no case, no marks over Latin, Greek and Cyrillic letters.
create function chat.fold(content text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select replace(replace(
    lower(normalize(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g'), NFKC)),
    'ß', 'ss'), 'ς', 'σ')
$$;

-- Punctuation and pictures separate words; scripts that write none between words are taken letter by letter.
create function chat.spaced(content text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select regexp_replace(
    regexp_replace(chat.fold(content),
      '[!-/:-@\[-`{-\u00bf\u2000-\u206f\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]+', ' ', 'g'),
    '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g')
$$;

-- Its cost says that reading an index is cheaper than asking this of a whole table. A word of 2 KB is not worth a notice.
create function chat.words(content text) returns tsvector
language sql immutable strict parallel safe cost 1000 set search_path = '' set client_min_messages = warning as $$
  select to_tsvector('pg_catalog.simple', chat.spaced(content))
$$;

-- Every word, the last one by its beginning; null where there is none.
create function chat.word_query(query text) returns tsquery
language sql immutable strict parallel safe set search_path = '' set client_min_messages = warning as $$
  select string_agg(format(case when part.n = part.last then '(%s:*)' else '(%s)' end, part.found), ' & ')::tsquery
  from (
    select word.found, word.n, max(word.n) over () as last
    from (
      select phraseto_tsquery('pg_catalog.simple', chat.spaced(typed.word)) as found, typed.n
      from regexp_split_to_table(query, '\s+') with ordinality as typed(word, n)
    ) word
    where numnode(word.found) > 0
  ) part
$$;

create index messages_words on chat.messages using gin (chat.words(content))
  where removed_at is null and event is null;

-- The newest messages in which the words are, in rooms of the actor. For the owner: row-level security would have the
-- words compared after the rooms, and never by the index. Whoever calls it reads the messages under that security.
create function chat.search_messages(
  actor uuid, words text, author text, room text, not_before timestamptz, older_than timestamptz, after_message uuid,
  page integer
) returns uuid[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  wanted tsquery := chat.word_query(words);
begin
  return (
    select array_agg(hit.id order by hit.created_at desc, hit.id desc)
    from (
      select m.id, m.created_at
      from chat.messages m
      where m.removed_at is null and m.event is null
        and (wanted is null or chat.words(m.content) @@ wanted)
        and m.room_id in (
          select mine.room_id from chat.room_members mine
          join chat.rooms r on r.id = mine.room_id
          where mine.user_id = actor and mine.ended_at is null
            and (room is null or position(chat.fold(room) in chat.fold(r.name)) > 0)
        )
        and (author is null or m.sender_id in (
          select p.id from chat.profiles p where position(chat.fold(author) in chat.fold(p.name)) > 0
        ))
        and (not_before is null or m.created_at >= not_before)
        and (older_than is null or m.created_at < older_than)
        and (after_message is null or (m.created_at, m.id) < (
          select last.created_at, last.id from chat.messages last
          join chat.room_members mine on mine.room_id = last.room_id and mine.user_id = actor and mine.ended_at is null
          where last.id = after_message
        ))
      order by m.created_at desc, m.id desc
      limit page
    ) hit
  );
end
$$;

revoke all on function chat.fold(text), chat.spaced(text), chat.words(text), chat.word_query(text),
  chat.search_messages(uuid, text, text, text, timestamptz, timestamptz, uuid, integer) from public;
grant execute on function
  chat.search_messages(uuid, text, text, text, timestamptz, timestamptz, uuid, integer) to parley_api;
