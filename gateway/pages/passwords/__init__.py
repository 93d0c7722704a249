"""Choosing a password: a forgotten one, the first one, another one."""
