"""What public forms ask of the services that own the matter: the whole list of addresses, nothing else."""

from typing import Any

from services.chassis.store import Document


def _api(service: str) -> Any:
    from services.website.clients import api  # type: ignore[attr-defined]

    return api(service)


def register(code: str, body: Document, key: str) -> Document:
    """Register for the gathering with this code: {id, status}."""
    answer: Document = _api("workshops").post(f"/public/gatherings/{code}/registrations", body, key=key)
    return answer


def own_registration(token: str) -> Document:
    """The registration behind a personal link."""
    answer: Document = _api("workshops").get(f"/public/registrations/{token}")
    return answer


def cancel_own_registration(token: str, key: str) -> Document:
    """Give the place back."""
    answer: Document = _api("workshops").post(f"/public/registrations/{token}/cancel", {}, key=key)
    return answer


def vote(code: str, body: Document, key: str) -> Document:
    """Hand in a ballot, or another in its place: {personal_code, ideas}."""
    answer: Document = _api("workshops").post(f"/rounds/{code}/ballots", body, key=key)
    return answer


def ask(body: Document, key: str) -> Document:
    """Open a ticket at the support desk: {id}."""
    answer: Document = _api("support").post("/public/tickets", body, key=key)
    return answer
