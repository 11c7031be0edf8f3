-- Accounts: two-factor secrets, sessions that every process learns the end of, and people who are gone.

-- The second factor, as better-auth asks for it (a test compares). Its secrets are encrypted with the installation's.

alter table better_auth."user" add column "twoFactorEnabled" boolean default false;

create table better_auth."twoFactor" (
  id uuid primary key default gen_random_uuid(),
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null references better_auth."user" on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create index "twoFactor_secret_idx" on better_auth."twoFactor" (secret);
create index "twoFactor_userId_idx" on better_auth."twoFactor" ("userId");

-- Codes that have been shown lately: each opens the door once.
create table better_auth.spent_codes (
  user_id uuid not null references better_auth."user" on delete cascade,
  code text not null,
  spent_at timestamptz not null default now(),
  primary key (user_id, code)
);

-- Sessions that have ended, for longer than a token of theirs lives: each process asks for the newest of them.
create table better_auth.ended_sessions (
  id uuid primary key,
  -- When the row was written, not when its transaction began: whoever looks back a while misses none.
  ended_at timestamptz not null default clock_timestamp()
);
create index ended_sessions_ended_at on better_auth.ended_sessions (ended_at);

create function better_auth.note_ended_sessions() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into better_auth.ended_sessions (id) select e.id from ended e on conflict do nothing;
  delete from better_auth.ended_sessions s where s.id in (
    select past.id from better_auth.ended_sessions past
    where past.ended_at < now() - interval '15 minutes' for update skip locked
  );
  return null;
end
$$;
revoke execute on function better_auth.note_ended_sessions() from public;

create trigger session_ended after delete on better_auth.session
referencing old table as ended for each statement execute function better_auth.note_ended_sessions();

grant select, insert, update, delete on better_auth."twoFactor", better_auth.spent_codes to parley_auth;
grant select on better_auth.ended_sessions to parley_auth;

-- People who are gone -------------------------------------------------------------------------------------------

alter table chat.profiles add column forgotten_at timestamptz;

-- What they wrote stays, under a name that says nothing of them, for whoever was in a room with them.
create policy profiles_read_forgotten on chat.profiles for select to authenticated
  using (forgotten_at is not null and exists (
    select from chat.room_members m where m.user_id = profiles.id and m.room_id in (select chat.my_rooms())
  ));

-- Held by whoever acts, shared, and by whoever ends an account: nobody enters a room after that.
create function chat.lock_person(person uuid, is_leaving boolean) returns void
language plpgsql set search_path = '' as $$
begin
  if is_leaving then
    perform pg_advisory_xact_lock(hashtextextended('person ' || person, 0));
  else
    perform pg_advisory_xact_lock_shared(hashtextextended('person ' || person, 0));
  end if;
end
$$;

-- Whoever acts for the first time gets a profile and a place in the first workspace; whoever is gone gets neither.
create or replace function chat.ensure_profile(actor uuid, name_ text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform chat.lock_person(actor, false);
  insert into chat.profiles (id, name) values (actor, name_) on conflict do nothing;
  if not found and exists (select from chat.profiles p where p.id = actor and p.forgotten_at is not null) then
    raise exception 'the account has been deleted' using errcode = 'PA401';
  end if;
  insert into chat.workspace_members (workspace_id, user_id)
  select w.id, actor from chat.workspaces w order by w.created_at, w.id limit 1
  on conflict do nothing;
end
$$;

-- Ends all memberships of somebody, and takes their name away. Answers what has to be broadcast, room by room.
create function chat.forget_person(actor uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  rooms uuid[];
  room uuid;
  news jsonb := '[]';
begin
  perform chat.lock_person(actor, true);
  -- All of them in one order first, as writers lock them: two who go at once do not block each other.
  select coalesce(array_agg(locked.id order by locked.id), '{}') into rooms from (
    select r.id from chat.rooms r
    where r.id in (select m.room_id from chat.room_members m where m.user_id = actor and m.ended_at is null)
    order by r.id for no key update
  ) locked;
  foreach room in array rooms loop
    news := news || coalesce(jsonb_build_array(chat.end_membership(room, actor, actor, 'left')), '[]');
  end loop;
  delete from chat.workspace_members m where m.user_id = actor;
  update chat.profiles p set name = 'Deleted account', forgotten_at = now() where p.id = actor;
  return news;
end
$$;

revoke execute on function
  chat.lock_person(uuid, boolean), chat.forget_person(uuid), chat.ensure_profile(uuid, text)
from public;
-- In the identity provider's own transaction, so that nobody is half gone.
grant usage on schema chat to parley_auth;
grant execute on function chat.forget_person(uuid) to parley_auth;
