"""Forms of accounts: sign-in, links, accounts and roles, one's own account."""
