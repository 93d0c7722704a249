"""The website as a client of the other services: their APIs, asked with the passport of who is signed in.

    from services.website.clients import api
    api("registry").get("/organisations/42")                 # Found: a dict with .etag
    api("registry").page("/organisations", kind="ngo")       # {"items": [...], "next": cursor or None}
    api("registry").post("/organisations", body, key=form.key)
    api("registry").patch("/organisations/42", body, etag=form.etag)

A refusal comes back as the Problem it was over there (chassis.errors), so that a form shows its fields and an error
page its text; a service that does not answer is `Unavailable`. No pages and no rules in here.
"""

from services.website.clients.api import Api, Found, api

__all__ = ["Api", "Found", "api"]
