"""People who work in the network: their names, how to reach them, their roles in organisations over time.

A person is known to their own city alone, and can be erased. Events tell of them by id, never by name.
"""
