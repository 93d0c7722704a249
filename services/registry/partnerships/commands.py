"""What can be done with a partnership: form, rename, hand the lead over, let members join and leave, end."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from services.chassis.errors import Conflict, Forbidden, Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry.commands import check_organisation, own_city, together
from services.registry.partnerships import model
from services.registry.partnerships.model import Mandate, Mandates

SENTENCES = {
    model.AlreadyMember: N_("This organisation is a member in that time already."),
    model.NotAMember: N_("This organisation is not a member at present."),
    model.LeadMustStay: N_("A partnership needs its lead organisation. Name another lead first."),
}


def form_partnership(uow: UnitOfWork, body: Document) -> Document:
    """Form a partnership of a city with its lead organisation and, at once or later, its other members."""
    check_besides(uow, body)
    city = _city(uow, body)
    lead, since = body["lead_organisation"], body.get("since") or today_in(uow, city)
    members = _by_the_rules(model.form, lead, _others(body, since), since)
    partnership = {
        "_id": uow.new_id(),
        "city": city,
        "lead_organisation": lead,
        "selection": body.get("selection", {}),
        "status": model.ACTIVE,
        "until": None,
    }
    uow.add("partnerships", _with(partnership, body["name"], members))
    uow.publish(says.PartnershipFormed, partnership)
    return partnership


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the register has against the parts of a body that have the right form."""
    named = {f"members.{place}.organisation": one["organisation"] for place, one in enumerate(body.get("members", []))}
    if "lead_organisation" in body:
        named["lead_organisation"] = body["lead_organisation"]
    whose = [] if id else [partial(_city, read, body)]
    together(*whose, *(partial(check_organisation, read, one, path) for path, one in named.items()))


def change_partnership(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Rename a partnership, say how its members are chosen, or hand its lead over today."""
    partnership = active(uow, id)
    lead: str = body.get("lead_organisation") or partnership["lead_organisation"]
    check_organisation(uow, lead, "lead_organisation")
    partnership["lead_organisation"] = lead
    members = model.hand_over(mandates_of(partnership), lead, today_in(uow, partnership["city"]))
    before = partnership.get("selection")
    partnership["selection"] = body.get("selection", before)
    return _changed(
        uow, partnership, members, body.get("name") or partnership["name"], also=partnership["selection"] != before
    )


def add_member(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Let an organisation join, today or on the day given."""
    partnership = active(uow, id)
    check_organisation(uow, body["organisation"], "organisation")
    since = body.get("since") or today_in(uow, partnership["city"])
    mandate = Mandate(body["organisation"], body["role"], since)
    members = _by_the_rules(model.join, mandates_of(partnership), mandate)
    return _changed(uow, partnership, members, partnership["name"])


def end_member(uow: UnitOfWork, id: str, organisation: str, body: Document) -> Document:
    """Let an organisation leave; its last day is today or the day given."""
    partnership = active(uow, id)
    until = body.get("until") or today_in(uow, partnership["city"])
    members = _by_the_rules(model.leave, mandates_of(partnership), organisation, until)
    return _changed(uow, partnership, members, partnership["name"])


def end_partnership(uow: UnitOfWork, id: str, body: Document) -> Document:
    """End a partnership and every mandate in it; the last day is today or a past one. It is never resumed."""
    partnership = active(uow, id)
    today = today_in(uow, partnership["city"])
    until = body.get("until") or today
    if until > today:
        raise Invalid({"until": [_("This day is still to come. End the partnership when it has come.")]})
    members = _by_the_rules(model.end, mandates_of(partnership), until)
    partnership.update(status=model.ENDED, until=until)
    uow.save("partnerships", _with(partnership, partnership["name"], members))
    uow.publish(says.PartnershipEnded, partnership)
    return partnership


def active(uow: UnitOfWork, id: str) -> Document:
    """The partnership, which lasts still. Raises `NotFound`, `Forbidden` for another city's, `Conflict` once ended."""
    partnership = uow.get("partnerships", id)
    if not uow.actor.reaches(partnership["city"]):
        raise Forbidden()
    if partnership["status"] != model.ACTIVE:
        raise Conflict(_("This partnership has ended. Form a new one."))
    return partnership


def _changed(
    uow: UnitOfWork, partnership: Document, members: Mandates, name: str, *, also: bool = False
) -> Document:
    """Keep the partnership with these members and this name, if they (or what is `also` changed) are other ones."""
    if also or (members, name) != (mandates_of(partnership), partnership["name"]):
        uow.save("partnerships", _with(partnership, name, members))
        uow.publish(says.PartnershipChanged, partnership)
    return partnership


def mandates_of(partnership: Document) -> Mandates:
    """The mandates of a partnership, past ones too."""
    return tuple(Mandate(**one) for one in partnership["members"])


def _with(partnership: Document, name: str, members: Mandates) -> Document:
    """The partnership with these members and this name, ready to be kept and searched."""
    searchable(partnership, name)
    partnership.update(name=name, members=[asdict(one) for one in members], since=model.first_day(members))
    return partnership


def _by_the_rules(step: Callable[..., Mandates], *arguments: Any) -> Mandates:
    """Do a step of the model; a rule that forbids it is told in a sentence."""
    try:
        return step(*arguments)
    except model.EndsBeforeItBegan as broken:
        raise Invalid({"until": [_("The last day is before the first.")]}) from broken
    except tuple(SENTENCES) as broken:
        raise Conflict(_(SENTENCES[type(broken)])) from broken


def _city(read: Reader, body: Document) -> str:
    """The city of a new partnership. Raises `Invalid`."""
    return own_city(read, body, _("A partnership belongs to a city."))


def _others(body: Document, since: str) -> Mandates:
    """The mandates of the members besides the lead."""
    members = body.get("members", [])
    return tuple(Mandate(one["organisation"], one["role"], one.get("since") or since) for one in members)


def today_in(read: Reader, city: str) -> str:
    """The day it is in `city`."""
    return model.today(read.now(), read.get("cities", city)["timezone"])
