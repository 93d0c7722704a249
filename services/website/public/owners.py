"""What public forms ask of the services that own the matter: the whole list of addresses, nothing else."""

from services.chassis.store import Document
from services.website.clients import api


def register(code: str, body: Document, key: str) -> Document:
    """Register for the gathering with this code: {id, status}."""
    return api("workshops").post(f"/public/gatherings/{code}/registrations", body, key=key)


def own_registration(token: str) -> Document:
    """The registration behind a personal link."""
    return api("workshops").get(f"/public/registrations/{token}")


def cancel_own_registration(token: str, key: str) -> Document:
    """Give the place back."""
    return api("workshops").post(f"/public/registrations/{token}/cancel", key=key)


def round(code: str) -> Document:
    """The vote with this code as it is at this moment: its rules, its ideas, whether it is open."""
    return api("workshops").get(f"/rounds/{code}")


def join_vote(code: str, body: Document, key: str) -> Document:
    """Join the vote: {token, votes}, the votes being those handed in before."""
    return api("workshops").post(f"/rounds/{code}/voters", body, key=key)


def vote(code: str, body: Document, key: str) -> Document:
    """Hand in a ballot, or another in its place: {votes}."""
    return api("workshops").post(f"/rounds/{code}/ballots", body, key=key)


def ask(body: Document, key: str) -> Document:
    """Open a ticket at the support desk: {id, link}."""
    return api("support").post("/public/tickets", body, key=key)


def own_ticket(secret: str) -> Document:
    """The ticket behind a secret link, with its messages."""
    return api("support").get(f"/public/tickets/{secret}")


def write_again(secret: str, body: Document, key: str) -> Document:
    """Write another message about one's own ticket."""
    return api("support").post(f"/public/tickets/{secret}/messages", body, key=key)
