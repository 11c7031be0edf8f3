drop function chat.room_heads(uuid[]);
