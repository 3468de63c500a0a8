"""The pages, one module per place. Each view: authorise and fetch, validate, one verb, (the verb has recorded), render."""
