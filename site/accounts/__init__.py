"""Accounts: users, roles as data, reach, scoping, the journal, notices, one-time links. Knows no domain model above places."""
