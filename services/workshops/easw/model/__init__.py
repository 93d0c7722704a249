"""The rules of an EASW, a subject a file: its stages, its ideas, the vote and what the public sees of it."""
