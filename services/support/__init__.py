"""Support: the desk that answers those who move a practice into their city, and anybody else who asks.

Owns *tickets*: a question with its category, the desk (a city's, or the network's own) that answers it, the
messages that go to and fro, and its state. Who asked is known here only and is forgotten 24 months after the
last message. A question about a practice goes to the city that has it, so it keeps of others which city that is.

Says: ticket.opened, ticket.answered, ticket.closed, ticket.reopened, thin, each with a dataref to the asker.
Hears: registry's cities and merged organisations; transfers' published practices.
"""
