drop function chat.message_seq(jsonb, uuid, uuid);
