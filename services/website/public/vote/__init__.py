"""Voting on a phone, and the results."""
