-- Adding a document looks its words up one by one, where it read all words there are, and changes the lists where they stand.

alter table index_list set (fillfactor = 75);
cluster index_list using index_list_pkey;
alter table index_list set without cluster;

alter function follow_passages() set jit = off;
alter function follow_passages() set enable_hashjoin = off;
alter function follow_passages() set enable_mergejoin = off;
alter function follow_passages() set enable_seqscan = off;
