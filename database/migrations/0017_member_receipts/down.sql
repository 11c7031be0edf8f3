drop function chat.member_receipts(jsonb, uuid, integer);
