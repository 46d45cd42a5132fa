-- The roles of a cluster. Run as superuser, before every start: it repeats without harm.
-- Passwords are set elsewhere. Needs PostgreSQL 16, for memberships without inheritance.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'samspil_owner', 'samspil_app', 'samspil_sweep',
        'samspil_web', 'samspil_worker', 'samspil_check'
    ] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- The owner makes tables in migrations and serves nobody.
ALTER ROLE samspil_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- What the app may do. Held by the two that serve, never logged in as.
ALTER ROLE samspil_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- What sweeps across organisations may do: only what migrations grant.
ALTER ROLE samspil_sweep NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

ALTER ROLE samspil_web LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE samspil_worker LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- The checker of invariants sees every row and changes none.
ALTER ROLE samspil_check LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;

GRANT samspil_app TO samspil_web WITH INHERIT TRUE, SET FALSE;
GRANT samspil_app TO samspil_worker WITH INHERIT TRUE, SET FALSE;
GRANT samspil_sweep TO samspil_worker WITH INHERIT FALSE, SET TRUE;

ALTER ROLE samspil_owner SET lock_timeout = '3s';

ALTER ROLE samspil_web SET lock_timeout = '3s';
ALTER ROLE samspil_web SET statement_timeout = '10s';
ALTER ROLE samspil_web SET idle_in_transaction_session_timeout = '15s';

ALTER ROLE samspil_worker SET lock_timeout = '3s';
ALTER ROLE samspil_worker SET statement_timeout = '60s';
ALTER ROLE samspil_worker SET idle_in_transaction_session_timeout = '15s';

ALTER ROLE samspil_check SET lock_timeout = '3s';
ALTER ROLE samspil_check SET default_transaction_read_only = on;
