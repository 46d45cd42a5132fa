#!/bin/sh
# First start of the Postgres container: roles, the database's grants, and the passwords.
set -eu

run() {
    psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
        --dbname "$POSTGRES_DB" "$@"
}

run --file /deploy/roles.sql
run --command 'ALTER DATABASE samspil OWNER TO samspil_owner'
run --file /deploy/grants.sql
for role in owner web worker check; do
    run --set role="samspil_$role" --set password="$(cat "/run/secrets/${role}_password")" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
