"""The public language between services: one module a publishing service, one schema an event. Nothing runs in here."""
