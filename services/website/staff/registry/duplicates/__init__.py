"""Organisations that may be in the register twice: the list, two side by side, merging, and what is asked on entry."""
