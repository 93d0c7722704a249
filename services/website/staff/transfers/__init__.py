"""Practices, their transfers with gates and diary, and the Action Plans with their measures."""
