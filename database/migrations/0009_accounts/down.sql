revoke usage on schema chat from parley_auth;
drop function chat.forget_person(uuid);
create or replace function chat.ensure_profile(actor uuid, name_ text) returns void
language sql security definer set search_path = '' as $$
  insert into chat.profiles (id, name) values (actor, name_) on conflict do nothing;
  insert into chat.workspace_members (workspace_id, user_id)
  select w.id, actor from chat.workspaces w order by w.created_at, w.id limit 1
  on conflict do nothing
$$;
drop function chat.lock_person(uuid, boolean);
drop policy profiles_read_forgotten on chat.profiles;
alter table chat.profiles drop column forgotten_at;
drop trigger session_ended on better_auth.session;
drop function better_auth.note_ended_sessions();
drop table better_auth.ended_sessions;
drop table better_auth.spent_codes;
drop table better_auth."twoFactor";
alter table better_auth."user" drop column "twoFactorEnabled";
