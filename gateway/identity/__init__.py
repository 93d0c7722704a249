"""Who people and machines are: accounts, passwords, sessions, roles, API clients. Tokens are in `oauth`."""
