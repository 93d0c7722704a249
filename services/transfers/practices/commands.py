"""What can be done with a practice sheet: draft it, change it, publish it."""

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, search_words
from services.contracts.transfers import PracticeChanged, PracticePublished
from services.transfers import parts
from services.transfers.neighbours import check_city
from services.transfers.practices import model


def draft_practice(uow: UnitOfWork, body: Document) -> Document:
    """Start the sheet of a practice that a city has; nobody outside the network sees it yet."""
    check_city(uow, body["city"])
    practice = {"_id": uow.new_id(), **body, "status": "draft", "published_at": None}
    return uow.add("practices", _settled(practice))


def change_practice(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the texts of a sheet. A published one must stay complete, and the change is said."""
    practice = uow.get("practices", id)
    practice.update(body)
    published = practice["status"] == "published"
    if published:
        _check_complete(practice)
    uow.save("practices", _settled(practice))
    if published:
        uow.publish(PracticeChanged, practice)
    return practice


def publish_practice(uow: UnitOfWork, id: str) -> Document:
    """Make a sheet public. Raises `Invalid` naming each missing field, `Conflict` when it is public."""
    practice = uow.get("practices", id)
    if practice["status"] == "published":
        raise Conflict(_("This practice is published already."))
    _check_complete(practice)
    practice.update(status="published", published_at=uow.now())
    uow.save("practices", practice)
    uow.publish(PracticePublished, practice)
    return practice


def remove_draft(uow: UnitOfWork, id: str) -> None:
    """Throw a draft away. Raises `Conflict` for a published sheet: transfers and measures may build on it."""
    practice = uow.get("practices", id)
    if practice["status"] == "published":
        raise Conflict(_("A published practice stays in the library."))
    uow.remove("practices", practice)


def _check_complete(practice: Document) -> None:
    missing = model.missing_for_publication(practice)
    if missing:
        raise Invalid({field: [_("A published practice needs this.")] for field in missing})


def _settled(practice: Document) -> Document:
    """The sheet with an id for each component and piece of evidence, and the words that a search finds it by."""
    for name, word in (("components", "component"), ("evidence", "evidence")):
        repeated = parts.repeated(practice[name])
        if repeated:
            raise Invalid({f"{name}.{place}.id": [_("Another one has this id.")] for place in repeated})
        practice[name] = parts.with_ids(practice[name], word)
    texts = [*practice["title"].values(), *practice["challenge"].values()]
    practice["words"] = search_words(practice["main_institution"], *(one["text"] for one in texts))
    return practice
