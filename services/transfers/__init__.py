"""Transfers: good practices, their way from city to city, and the Action Plans of the cities.

Owns *practices* (sheets, published through a gate), *transfers* (a practice, the city that has it, the city
that takes it up; states, gates, components, diary), *plans* (a city's Action Plan for a period) and their
*measures*, each with the origin that it keeps for ever. Keeps of others: the names of cities and
organisations, and the *ideas* of workshops with their votes.

Says: practice.published, practice.changed, transfer.opened, transfer.advanced, transfer.changed,
transfer.diary_overdue, diary_entry.written, plan.drafted, plan.changed, measure.added, measure.changed.
Hears: registry's cities and organisations; workshops' ideas and closed voting rounds.
"""
