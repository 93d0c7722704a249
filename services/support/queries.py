"""What can be read of tickets. Never writes."""

from services.chassis.errors import Gone, NotFound
from services.chassis.i18n import N_, _
from services.chassis.store import Document, Page, Reader
from services.support import model
from services.support.identifiers import kinds_of_identifiers
from services.support.neighbours import survivors

SENTENCES = {
    "email": N_("This text seems to hold an e-mail address. Leave it out unless it is needed."),
    "phone": N_("This text seems to hold a telephone number. Leave it out unless it is needed."),
    "number": N_("This text seems to hold a person's tax or insurance number. Leave it out unless it is needed."),
}


def list_tickets(read: Reader, query: Document) -> Page:
    """A page of the tickets of the reader's desks, the newest first."""
    names = ("state", "category", "city", "practice")
    wanted = {name: query[name] for name in names if name in query}
    return read.page("tickets", query, filter=dict(wanted), search=["words"], fields=read.shown, sort_by=("-_id",))


def whole_ticket(read: Reader, ticket: Document) -> Document:
    """The ticket with what may follow, and warnings about its texts."""
    following = list(model.NEXT[ticket["state"]])
    return {**_meant(read, ticket), "next_states": following, "warnings": warnings(ticket)}


def own_ticket(read: Reader, ticket: Document) -> Document:
    """The ticket as who asked sees it, with the secret link."""
    return {**_meant(read, ticket), "link": link(read, ticket), "warnings": warnings(ticket)}


def _meant(read: Reader, ticket: Document) -> Document:
    """The ticket with those who stand now for the organisations that answered."""
    now = survivors(read, (one.get("organisation") for one in ticket["messages"]))
    messages = [{**one, "organisation": now.get(one.get("organisation") or "")} for one in ticket["messages"]]
    return {**ticket, "messages": messages}


def by_secret(read: Reader, secret: str) -> Document:
    """The ticket that a secret link leads to. Raises `NotFound`."""
    found = read.as_system().first("tickets", {"secret": secret})
    if found is None:
        raise NotFound()
    return own_ticket(read, found)


def contact(read: Reader, id: str) -> Document:
    """Whom to write to about a ticket. Raises `Gone` once erased; ids come from our own events only."""
    ticket = read.first("tickets", {"_id": id})
    if ticket is None:
        raise Gone()
    return {**ticket["requester"], "language": ticket["language"], "link": link(read, ticket)}


def link(read: Reader, ticket: Document) -> str:
    """The address of the page on which who asked reads the answers."""
    return f"{read.settings.public_url}/{ticket['language']}/tickets/{ticket['secret']}"


def warnings(ticket: Document) -> list[Document]:
    """What in the texts of a ticket seems to name a person, with the path of the text."""
    texts = {"subject": ticket["subject"], "body": ticket["body"]}
    texts |= {f"messages.{place}.body": one["body"] for place, one in enumerate(ticket["messages"])}
    return [{"path": path, "message": _(sentence)} for path, text in texts.items() for sentence in _sentences(text)]


def _sentences(text: str) -> list[str]:
    found = (SENTENCES.get(kind, SENTENCES["number"]) for kind in kinds_of_identifiers(text))
    return list(dict.fromkeys(found))
