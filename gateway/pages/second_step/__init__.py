"""Between the password and the session: the second step of signing in."""
