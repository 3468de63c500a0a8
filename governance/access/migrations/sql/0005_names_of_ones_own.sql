-- The policies meant this from the start, but compared the membership's own id, and so showed nothing to anybody.
do $$
declare named text; link text;
begin
  for named, link in values ('compartment', 'compartment_id'), ('track', 'track_id'), ('readergroup', 'reader_group_id') loop
    execute format('drop policy member on access_%s', named);
    execute format('create policy member on access_%1$s for select to kaas_app
                      using (exists (select 1 from public.access_%1$smembership m where m.%2$I = access_%1$s.id
                                      and m.person_id = (select public.identified_person())
                                      and m.valid_from <= statement_timestamp()
                                      and (m.valid_to is null or m.valid_to > statement_timestamp())))', named, link);
  end loop;
end $$;
