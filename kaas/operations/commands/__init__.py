"""One module for each verb of the `kaas` command: its arguments, the database role it runs under, and what it does."""
