"""What the public pages show, gathered from the events of the other services.

`collections` and `reactions` keep it up to date, the other modules read it, one a subject. Nothing here asks
another service for anything.
"""
