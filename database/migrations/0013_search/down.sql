drop function chat.search_messages(uuid, text, text, text, timestamptz, timestamptz, uuid, integer);
drop index chat.messages_words;
drop function chat.word_query(text);
drop function chat.words(text);
drop function chat.spaced(text);
drop function chat.fold(text);
