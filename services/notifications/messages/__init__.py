"""Messages: the in-app inbox of a city's staff, or of one account. Kept as facts, worded when they are read."""
