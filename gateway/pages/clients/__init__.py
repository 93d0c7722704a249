"""API clients of city systems, for who administers them."""
