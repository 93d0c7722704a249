"""Ideas of workshops with their votes: our own projection, from which measures are made."""
