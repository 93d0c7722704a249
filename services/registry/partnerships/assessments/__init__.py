"""The Lead Organisation's assessment of its own capacity at the start, in the middle and at the end of the project."""
