"""Local Development Partnerships: which organisations work together in a city, in which role, and when.

A wing of the registry with the same rooms, and rooms of its own for what partners do together: agreements/ (what they
signed, and until when), tables/ (thematic working groups), meetings/ (agenda, attendance, quorum, minutes), decisions/
(the register of what was decided and who does it by when), assessments/ (what the Lead Organisation is able to do).
All of these but the tables are known to their own city; decisions and minutes become public when they are published.
"""
