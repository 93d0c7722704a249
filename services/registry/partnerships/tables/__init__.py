"""Thematic tables: working groups of some members for a policy area. Everybody may know them."""
