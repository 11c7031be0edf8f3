-- better-auth's tables, as it asks for them itself (a test compares), in a schema that only its own role can read.

create schema better_auth;
revoke all on schema better_auth from public;
grant usage on schema better_auth to parley_auth;

-- Roles belong to the cluster: another database of it may set this at the same moment, and then it is set.
do $$
begin
  for attempt in 1..10 loop
    exit when exists (
      select from pg_db_role_setting s
      where s.setdatabase = 0 and s.setrole = 'parley_auth'::regrole and 'search_path=better_auth' = any (s.setconfig)
    );
    begin
      alter role parley_auth set search_path = better_auth;
    exception when internal_error or unique_violation then
      if attempt = 10 then raise; end if;
    end;
  end loop;
end
$$;

create table better_auth."user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "isAnonymous" boolean
);

create table better_auth.session (
  id uuid primary key default gen_random_uuid(),
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references better_auth."user" on delete cascade
);
create index "session_userId_idx" on better_auth.session ("userId");

create table better_auth.account (
  id uuid primary key default gen_random_uuid(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references better_auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null
);
create index "account_userId_idx" on better_auth.account ("userId");

create table better_auth.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_identifier_idx on better_auth.verification (identifier);

-- The keys that sign tokens; the private halves are encrypted with the installation's secret.
create table better_auth.jwks (
  id uuid primary key default gen_random_uuid(),
  "publicKey" text not null,
  "privateKey" text not null,
  "createdAt" timestamptz not null,
  "expiresAt" timestamptz,
  alg text,
  crv text
);

grant select, insert, update, delete on all tables in schema better_auth to parley_auth;
