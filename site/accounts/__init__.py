"""Accounts: users, roles as data, reach, scoping, the journal, notices, one-time links. Knows only places below."""
