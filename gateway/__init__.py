"""The only door of the platform: who is asking, what goes where, how much, and who did it. No business data.

It owns accounts, sessions, second factors, roles, API clients, access tokens and password resets. It says that
somebody's account needs a mail, or may do other things (services/contracts/gateway.py), and hears nothing.
"""
