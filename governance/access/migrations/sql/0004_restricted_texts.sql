-- Restricted texts: `analysis` is what a model thought, `withheld` what it wrote that was not shown. Their owner is the person
-- who asked, under whose key they stand; but only one who opened the question with a reason may read them.
drop policy own_or_opened on audit_text;
create policy own_or_opened on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[]
         and ((owner = (select identified_person()) and purpose not in ('analysis', 'withheld'))
              or resource = any ((select opened_resources())::text[])));
