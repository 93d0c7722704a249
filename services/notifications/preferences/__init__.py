"""Preferences: what an account wants to be told, by mail or in the app, and in which language."""
