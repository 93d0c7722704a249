"""The face of the network: public pages and staff pages in six languages. Owns no business data.

Words: a projection is what a public page shows, gathered from the events of the other services; a journey is what
somebody comes for (take part, vote, see where an idea went), and has its views, forms and templates in one folder.
Hears the events of registry, workshops and transfers. Says none: what a form sends goes to the API of the service
that owns it, in the name of who is signed in.
"""
