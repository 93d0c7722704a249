"""What keeps browsers from being used against the people in front of them: cross-site checks and headers."""
