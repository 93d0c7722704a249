"""One's own second factor: what is set up, adding and removing it, recovery codes."""
