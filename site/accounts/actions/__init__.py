"""Everything that is written in accounts: accounts, roles, links, notices, the code of conduct."""
