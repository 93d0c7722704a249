"""Local Development Partnerships: which organisations work together in a city, in which role, and when.

A wing of the registry with the same rooms. Agreements, meetings and decisions belong here when they come.
"""
