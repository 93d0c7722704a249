"""Gatherings for their organisers: planning, registrations, the room with its ideas and votes."""
