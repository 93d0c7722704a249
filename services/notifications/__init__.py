"""Notifications tells people and systems what happened, in their language. It owns no facts of the network.

Its words: a **mail** is a row (what kind, to whom by dataref, how far it is) that a job sends; a **message** stands in
the in-app inbox of a city's staff or of one account; a **webhook** is an endpoint of a city system, a **delivery** is
one event on its way to one webhook, with every attempt; **preferences** say what a person wants to hear and how.
It hears every event of every service. It says webhook.disabled and mail.failed.
"""
