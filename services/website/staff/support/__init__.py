"""The support desk for who answers, and for staff who ask."""
