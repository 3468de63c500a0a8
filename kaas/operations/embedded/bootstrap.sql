-- Roles, database and extension: what a superuser must do once, before the first migration. Safe to run again.
-- A psql script (14 or newer). It reads from the environment:
--   KAAS_DATABASE_OWNER_PASSWORD, KAAS_DATABASE_APP_PASSWORD, KAAS_DATABASE_WORKER_PASSWORD   required
--   KAAS_DATABASE_NAME        the database, "kaas" when absent
--   KAAS_DATABASE_TEMPLATE    when set, template1 is prepared too, so that databases made for tests are alike
\set ON_ERROR_STOP on
\set QUIET on
\set database kaas
\getenv database KAAS_DATABASE_NAME
\getenv owner_password KAAS_DATABASE_OWNER_PASSWORD
\getenv app_password KAAS_DATABASE_APP_PASSWORD
\getenv worker_password KAAS_DATABASE_WORKER_PASSWORD
\getenv template KAAS_DATABASE_TEMPLATE
SET client_min_messages = warning;

-- The four roles. The owner migrates and never serves; app and worker log in and own nothing; the gate cannot log
-- in and owns the functions that decide. None of them may see past row security.
SELECT 'CREATE ROLE ' || name FROM unnest(ARRAY['kaas_owner', 'kaas_app', 'kaas_worker', 'kaas_gate']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE kaas_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE kaas_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
ALTER ROLE kaas_worker LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'worker_password';
ALTER ROLE kaas_gate NOLOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
-- The owner hands its functions to the gate (SET), but is not let through by the gate's policies (no INHERIT).
GRANT kaas_gate TO kaas_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;

SELECT format('CREATE DATABASE %I OWNER kaas_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C'' '
              'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8''', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('ALTER DATABASE %I OWNER TO kaas_owner', :'database') \gexec

-- Nobody connects, and nobody makes temporary tables, unless named here.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname) FROM pg_database
WHERE datname = :'database' OR (:{?template} AND datname IN ('template1', 'postgres')) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO kaas_app, kaas_worker', :'database') \gexec

\if :{?template}
\connect template1
\ir bootstrap_database.sql
\endif
\connect :"database"
\ir bootstrap_database.sql
