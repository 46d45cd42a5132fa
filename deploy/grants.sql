-- What the roles may do in one database. Run as superuser in each new database, before its first
-- migration. Only the schema and the defaults: never "ON ALL TABLES", which would undo the narrower
-- grants that migrations make on single tables.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO samspil_owner;
GRANT USAGE ON SCHEMA public TO samspil_app, samspil_sweep, samspil_check;

ALTER DEFAULT PRIVILEGES FOR ROLE samspil_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO samspil_app;
ALTER DEFAULT PRIVILEGES FOR ROLE samspil_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO samspil_app;
ALTER DEFAULT PRIVILEGES FOR ROLE samspil_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO samspil_check;
