"""Which roles need a second factor, for who administers accounts."""
