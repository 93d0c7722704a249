"""The way of a request to a service and back, as WSGI, before any framework. Who is asking is not decided here."""
