"""Accounts of people, for who administers them."""
