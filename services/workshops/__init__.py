"""Workshops: every gathering of the network, who comes to it, and what an EASW brings forth.

Owns gatherings (EASW, GOPP, training seminars, study visits), their registrations with waiting list, the ideas and
voting rounds of an EASW. Words: DOMAIN (a), (b), (c). Says the events of `services.contracts.workshops`; hears of
registry the cities, for their time zone and languages.

Wings: `gatherings` (plan, change, cancel, calendar), `registrations` (places, waiting list, personal data), `easw`
(stages, ideas, vote). `registrations` knows nothing of `easw`; `gatherings` knows of it only where its stages begin.
"""
