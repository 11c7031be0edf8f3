-- Roles stay: they belong to the cluster, and other databases may use them. So does `auth` where Supabase brought it.
do $$
begin
  if to_regclass('realtime.messages') is not null then
    drop policy if exists parley_read on realtime.messages;
    drop policy if exists parley_write on realtime.messages;
  end if;
end
$$;

drop schema chat cascade;

do $$
begin
  if to_regclass('auth.users') is null then
    drop schema auth cascade;
  end if;
end
$$;
