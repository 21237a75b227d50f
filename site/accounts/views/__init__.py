"""Pages of accounts: thin, each loads, checks, calls one action and leads on."""
