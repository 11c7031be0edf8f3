drop function chat.lower_read(uuid, uuid, bigint);
