"""Webhooks: endpoints of city systems that get the events they asked for, signed, retried, each attempt on record."""
