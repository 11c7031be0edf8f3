-- The role and its search path stay: they belong to the cluster, and other databases may use them.
drop schema better_auth cascade;
