"""Organisations: one sheet each, whoever works with it; its rules, its commands and its addresses."""
