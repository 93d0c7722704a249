"""The lists of the registry as files: columns.py says what a sheet has, files.py writes it, views.py has the addresses.

Rows go out as they come in, page by page of the API: what a file weighs is never held in memory.
"""
