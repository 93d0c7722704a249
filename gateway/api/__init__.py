"""The gateway's own API, below /api/v1/gateway: accounts, sessions, API clients, and whom to write to."""
