"""The second factor of an account: authenticator apps, recovery codes, who needs one, the second step of signing in.

`kept` writes what an account has set up, `begun` a sign-in between its two steps. Pages are elsewhere.
"""
