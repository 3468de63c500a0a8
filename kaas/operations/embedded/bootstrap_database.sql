-- What every database of ours needs inside it; included by bootstrap.sql.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
ALTER EXTENSION vector UPDATE;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kaas_app, kaas_worker;
-- The gate needs CREATE to be given functions.
GRANT USAGE, CREATE ON SCHEMA public TO kaas_owner, kaas_gate;

-- Statistics speak of rows that row security hides: how many a table holds, what others are running. Only the
-- owner keeps them. A server that does not let us (some hosted ones) is told so and goes on.
DO $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT 'TABLE ' || oid::regclass AS name, 'SELECT' AS privilege FROM pg_class
        WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v' AND relname ~ '^pg_stat(s|io)?_'
           OR oid = 'pg_catalog.pg_stats'::regclass
        UNION ALL
        SELECT 'FUNCTION ' || oid::regprocedure, 'EXECUTE' FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_stat_get_'
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', item.name);
        EXECUTE format('GRANT %s ON %s TO kaas_owner', item.privilege, item.name);
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'statistics views stay readable: %', SQLERRM;
END
$$;
