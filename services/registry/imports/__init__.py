"""Bringing in a directory that was not made for us: mapping, preview, confirmation, an undo for 30 days.

A wing of the registry with the same rooms. It makes organisations; model.py lists what a table can make,
so that services and people can follow. It writes through the registry's own commands, never around them.
"""
