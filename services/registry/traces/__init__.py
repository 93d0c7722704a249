"""What in a text leads to a person, asked before everybody may read it. Keeps nothing.

A wing of the registry of two rooms: finding.py, and the address where it is asked.
"""
