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

-- Sizes and row counts of hidden tables speak as well, and so does what the server writes meanwhile. Large objects would be
-- something a serving role owns.
DO $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname IN ('pg_relation_size', 'pg_total_relation_size', 'pg_table_size', 'pg_indexes_size',
                           'pg_database_size', 'pg_tablespace_size', 'pg_current_wal_lsn', 'pg_current_wal_insert_lsn',
                           'pg_current_wal_flush_lsn', 'pg_control_checkpoint', 'pg_control_system')
               OR proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lo_open', 'lo_get'))
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', item.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO kaas_owner', item.name);
    END LOOP;
    REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC;
    EXECUTE format('GRANT SELECT (%s) ON pg_catalog.pg_class TO PUBLIC', (
        SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = 'pg_catalog.pg_class'::regclass AND NOT attisdropped
          AND attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen')));
    GRANT SELECT ON pg_catalog.pg_class TO kaas_owner;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'sizes of tables stay readable: %', SQLERRM;
END
$$;
