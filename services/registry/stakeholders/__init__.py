"""Stakeholder analysis: who can further or hinder a city's plan, how much it matters to them, and who is missing.

A wing of the registry with the same rooms. A stakeholder is a body or a group, not a person; what a city thinks of it
is known to that city alone, so nothing here is said by event.
"""
