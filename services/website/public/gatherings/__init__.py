"""The calendar, a gathering, and both for other programs."""
