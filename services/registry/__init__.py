"""The registry: who is in the network. It owns cities, organisations, people and partnerships (LDP).

Its words: a *city* gives a practice (source), takes one up (receiving) or both. An *organisation* has one
sheet, whoever works with it; its *origin* names the directory that it was imported from. A *person* is known
to their city alone and can be erased. A *partnership* (LDP) is led by one organisation; each member has a
*mandate*: a role from a day to a day. Its partners sign *agreements*, work at *tables*, hold *meetings* and enter
their *decisions* in a register. An *import* brings in a directory that was not made for us: it is
previewed, confirmed, and can be undone for 30 days. A *stakeholder* is a body or group that can further or hinder
a city's plan, judged anew from time to time; what a city thinks of it is said to nobody. A *service*
is what an organisation offers to people; its city confirms from time to time that it is still so.

*Duplicates* are pairs of organisations that may be one; they can be merged, and for 30 days parted again. A *purpose*
is what a city's people may be asked to agree to. A *saved search* tells its owner of what it finds anew. A *rule of
retention* says how long records are kept.

Says organisation.* (services/contracts/organisations.py), city.*, person.*, partnership.* and service.*
(services/contracts/registry.py), and how a partnership works together (services/contracts/governance.py). Hears
access.changed and account.erased of the gateway, since what its owner may see is what a saved search finds, and
person.erasure_done of the others, which complete the receipt of an erasure.

Read service.py (what it keeps is in collections.py), model.py, commands.py, then the wings organisations/, people/,
partnerships/, stakeholders/, directory/, imports/, duplicates/, searches/ and retention/, which have the same rooms.
standards/ tells the directory in the forms of others, history.py what happened to each object, traces/ what in a text
leads to a person.
"""
