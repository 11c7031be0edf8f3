drop function
  chat.audit_note(jsonb), chat.audit_page(jsonb, uuid, bigint, text, integer), chat.audit_forget(timestamptz, bigint);
drop table chat.audit;
drop function chat.refuse_change(), chat.my_audited_workspaces(), chat.is_first_workspace(uuid);
