-- Whether a portfolio holds something permitted. `exists` was planned for the average portfolio, in which a permitted
-- document comes soon: of one with none it walked through every hidden document, so its time told how many there are.
-- Asked for the lowest permitted label, the index answers at once, and jumps over the labels that are not permitted.

create index portfolios_document_holds on portfolios_document (portfolio_id, label_id);
alter policy holds_something_permitted on portfolios_portfolio
  using ((select d.label_id from portfolios_document d where d.portfolio_id = portfolios_portfolio.id
           order by d.label_id limit 1) is not null);
