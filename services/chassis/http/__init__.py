"""The web edge of a service, one concern a file: who asks, what comes in, what goes out, and every way it can fail."""
