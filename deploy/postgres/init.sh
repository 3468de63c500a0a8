#!/bin/sh
# Run by the PostgreSQL image once, on an empty data folder: the roles, the database and the extension.
set -eu
secret() { cat "/run/secrets/database_$1_password"; }
KAAS_DATABASE_OWNER_PASSWORD=$(secret owner)
KAAS_DATABASE_APP_PASSWORD=$(secret app)
KAAS_DATABASE_WORKER_PASSWORD=$(secret worker)
export KAAS_DATABASE_OWNER_PASSWORD KAAS_DATABASE_APP_PASSWORD KAAS_DATABASE_WORKER_PASSWORD
psql -X --username postgres --dbname postgres --file /kaas/bootstrap.sql
