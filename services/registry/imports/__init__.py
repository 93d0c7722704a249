"""Bringing in a directory that was not made for us: mapping, preview, confirmation, an undo for 30 days.

A wing of the registry with the same rooms. It makes organisations, services and people; targets.py lists what a table
can fill of each. A list needs no mapping file: columns.py suggests one by its headings (headings.py), templates.py has
tables whose headings are ours, words.py reads our code words by their names, values.py takes the meaning of others,
saved.py keeps a mapping under a name. It writes through the registry's own commands, never around them.
"""
