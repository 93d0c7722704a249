"""What can be done with an agreement: note that it was signed, correct it, say that it comes to its end."""

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts import governance as says
from services.registry import model as register
from services.registry.partnerships import commands as partnerships
from services.registry.partnerships.agreements import model
from services.registry.partnerships.model import ACTIVE
from services.registry.partnerships.queries import own, part

BLANK: Document = {"title": None, "reference": None, "expires_on": None, "remind_days": model.REMIND_DAYS}


def sign_agreement(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Note an agreement that the partners signed."""
    partnership = partnerships.active(uow, id)
    agreement = {"quorum_percent": model.QUORUM_PERCENT, **BLANK, **body}
    agreement.update(_id=uow.new_id(), partnership=id, city=partnership["city"], remind_on=None, reminded=False)
    return uow.add("agreements", _checked(uow, agreement))


def change_agreement(uow: UnitOfWork, id: str, agreement: str, body: Document) -> Document:
    """Correct what is noted of an agreement; another day of reminding is reminded of anew."""
    signed = part(uow, "agreements", id, agreement)
    if wanted := register.changes(signed, body):
        signed.update(wanted)
        uow.save("agreements", _checked(uow, signed))
    return signed


def check_besides(read: Reader, body: Document, id: str, agreement: str | None = None) -> None:
    """Raise `Invalid` for what the rules have against the parts of a body that have the right form."""
    kept = part(read, "agreements", id, agreement) if agreement else {**BLANK, "city": own(read, id)["city"]}
    _check(read, {**kept, **body})


def say_expiring(uow: UnitOfWork, id: str) -> None:
    """Say once that an agreement comes to its end; nothing where it is renewed or its partnership has ended."""
    agreement = uow.get("agreements", id)
    partnership = uow.get("partnerships", agreement["partnership"])
    due = agreement["remind_on"] is not None and agreement["remind_on"] <= partnerships.today_in(uow, agreement["city"])
    if agreement["reminded"] or not due:
        return
    others = uow.find("agreements", {"partnership": partnership["_id"]})
    noted_by = _noted_by(uow, id)
    agreement["reminded"] = True
    uow.save("agreements", agreement)
    if partnership["status"] == ACTIVE and not model.renewed(agreement, others):
        uow.publish(says.AgreementExpiring, agreement, name=partnership["name"], noted_by=noted_by)


def _noted_by(read: Reader, id: str) -> str | None:
    """The account of who last noted or corrected an agreement, as the trail has it; None for systems."""
    about = {"collection": "agreements", "subject": id, "actor_kind": "person"}
    entries = read.as_system().find("audit", about, sort=[("_id", -1)], limit=1)
    return str(entries[0]["actor"]) if entries else None


def _check(read: Reader, agreement: Document) -> None:
    faults, signed_on = {}, agreement.get("signed_on") or ""
    if signed_on > partnerships.today_in(read, agreement["city"]):
        faults["signed_on"] = [_("This day is still to come.")]
    try:
        model.remind_on(signed_on, agreement["expires_on"], agreement["remind_days"])
    except model.ExpiresBeforeItWasSigned:
        faults["expires_on"] = [_("The last day is before the day of the signature.")]
    if faults:
        raise Invalid(faults)


def _checked(uow: UnitOfWork, agreement: Document) -> Document:
    _check(uow, agreement)
    remind_on = model.remind_on(agreement["signed_on"], agreement["expires_on"], agreement["remind_days"])
    if remind_on != agreement.get("remind_on"):
        agreement.update(remind_on=remind_on, reminded=False)
    return agreement
