"""What people of a city may be asked to agree to: three purposes that every city begins with, and those that it adds.

A purpose that somebody has agreed to is never removed, since it says to what: it is retired, and offered to nobody.
"""
