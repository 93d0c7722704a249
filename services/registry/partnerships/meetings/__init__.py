"""Meetings of a partnership or of one of its tables: agenda, who was there, quorum, minutes."""
