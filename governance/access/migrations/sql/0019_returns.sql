-- An address returned five times from the company's provider with codes of nobody, and all who share it were kept out for half a minute.

set local row_security = on;
set local role kaas_gate;

create or replace function count_sign_in(name text, address text, succeeded boolean) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at timestamptz := clock_timestamp();
  budget record;
  spent bytea;
  returns boolean := name like 'Return to %';
begin
  -- What was tried at a second factor is given back to whoever has proved it, in their own name.
  if succeeded and name like 'Second factor of %'
     and not (name = 'Second factor of ' || public.identified_person() and public.signed_in_with(2)) then
    return 0;
  end if;
  -- Each budget: what it belongs to, how many at once, and the time in which one comes back. The address first, so that one
  -- that is out cannot use up a name; the name from everywhere is wide, so that a stranger elsewhere locks nobody out for long.
  for budget in select * from (values
      (1, 'address/' || address, 100, interval '1 second', address <> ''),
      (2, 'both/' || address || '/' || name, 5, interval '30 seconds', not returns),
      (3, 'name/' || name, 30, interval '10 seconds', not returns),
      -- Nobody guesses a code of the provider; what is counted is how often it is asked, for all who share an address.
      (4, 'name/' || name, 100, interval '1 second', returns)) b (place, whose, at_once, back_in, counts)
      where b.counts order by b.place loop
    spent := public.hmac_sha256(convert_to('sign-in/' || budget.whose, 'UTF8'));
    if succeeded then
      -- It was them: nothing is held against them here, and what this took elsewhere is given back.
      update public.access_signincount c set spent_until = case when budget.place = 2 then at else c.spent_until - budget.back_in end
       where c.key = spent;
      continue;
    end if;
    insert into public.access_signincount as c (key, spent_until) values (spent, at + budget.back_in)
      on conflict (key) do update set spent_until = greatest(c.spent_until, at) + budget.back_in
       where c.spent_until - at <= (budget.at_once - 1) * budget.back_in;
    if not found then
      return (select greatest(1, ceil(extract(epoch from c.spent_until - at - (budget.at_once - 1) * budget.back_in)))::integer
                from public.access_signincount c where c.key = spent);
    end if;
  end loop;
  delete from public.access_signincount where key in (
    select c.key from public.access_signincount c where c.spent_until < at limit 20 for update skip locked);
  return 0;
end $$;

reset role;
set local row_security = off;
