"""A transfer from proposal to everyday work: its gates, its parts, its diary."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form, checkbox, day, long_text, radios, select, text, translated, web_address
from services.website.public.names import ADAPTATIONS, COMPONENT_PROGRESS, TRANSFER_STATES
from services.website.staff.blueprint import now, staff, who
from services.website.staff.cities import all_cities, city_name, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.lookups import organisation_lookup
from services.website.staff.transfers.asking import practices_to_choose, transfers_api
from services.website.staff.words import GATE_ITEMS, choices, word

OPENED = confirmation(N_("The transfer is proposed. Next: the needs analysis and the decision on the match."))
ADVANCED = confirmation(N_("The transfer took its next step."))
FILED = confirmation(N_("The document is on file."))
DECIDED = confirmation(N_("The part was saved."))
WRITTEN = confirmation(N_("The diary entry was saved."))


class TransferForm(Form):
    """Which practice goes where."""

    practice = select(N_("Practice"), choices=practices_to_choose)
    city = select(N_("City that takes it up"), choices=own_cities)
    illustration = checkbox(
        N_("This is an illustration"),
        hint=N_("Made up to show how the platform works; every page says so."),
        optional=True,
    )


class EvidenceForm(Form):
    """A document or decision that a gate asks for."""

    title = text(N_("Title of the document"))
    dated_on = day(N_("Dated on"))
    reference = text(N_("File number or minutes"), hint=N_("A decision needs one."), optional=True)
    link = web_address(N_("Where it can be read"), optional=True)


class PartForm(Form):
    """What is done with a part of the practice here."""

    adaptation = radios(N_("How is it taken up?"), choices=ADAPTATIONS)
    reason = translated(N_("Why so?"), rows=3, optional=True)
    progress = radios(N_("How far is it?"), choices=COMPONENT_PROGRESS)


class DiaryForm(Form):
    """An entry of the transfer diary."""

    dated_on = day(N_("Written on"))
    organisation = organisation_lookup(N_("Which organisation writes?"))
    learnt = translated(N_("What have you learnt?"), rows=4)
    adapted = translated(N_("What have you adapted?"), rows=3, optional=True)
    obstacles = translated(N_("What stands in the way?"), rows=3, optional=True)
    next_step = translated(N_("What is the next step?"), rows=2)


class AbandonForm(Form):
    """Giving up needs a reason; lessons from failures count."""

    reason = long_text(N_("Why is the transfer given up?"), hint=N_("Other cities learn from it."))


@staff.get("/transfers")
def transfers() -> Answer:
    """All transfers, the newest first."""
    asked = {name: request.args.get(name) for name in ("q", "city", "state", "after")}
    return show(
        "transfers/transfers.html", _("Transfers"), page=transfers_api().page("/transfers", **asked), asked=asked,
        cities=all_cities(), states=choices(TRANSFER_STATES),
    )  # fmt: skip


@staff.route("/transfers/new", methods=["GET", "POST"])
def open_transfer() -> Answer:
    """Propose that a city takes up a practice."""
    form = TransferForm({"practice": request.args.get("practice"), "city": only_city()})
    made = form.accept(lambda: transfers_api().post("/transfers", form.body(), key=form.key))
    if made:
        return done(OPENED, url_for("staff.transfer", id=made["id"]))
    return ask(_("Propose a transfer"), form, _("Propose"), back=(url_for("staff.transfers"), _("Transfers")))


@staff.get("/transfers/<id>")
def transfer(id: str) -> Answer:
    """The home of a transfer: where it stands, what the next gate asks for, parts, diary."""
    found = transfers_api().get(f"/transfers/{id}")
    return show(
        "transfers/transfer.html", title_of(found), back=(url_for("staff.transfers"), _("Transfers")),
        transfer=found, diary=transfers_api().all(f"/transfers/{id}/diary"), form=Form(), gates=GATE_ITEMS,
        mine=who().may("transfers:write") and who().reaches(found["city"]), caption=_way(found),
    )  # fmt: skip


@staff.route("/transfers/<id>/advance/<state>", methods=["POST"])
def advance_transfer(id: str, state: str) -> Answer:
    """Take the next step; the gate is checked by the service."""
    transfers_api().post(f"/transfers/{id}/advance", {"state": state}, key=Form().key)
    return done(ADVANCED, url_for("staff.transfer", id=id))


@staff.route("/transfers/<id>/abandon", methods=["GET", "POST"])
def abandon_transfer(id: str) -> Answer:
    """Give the transfer up, with the reason."""
    found = transfers_api().get(f"/transfers/{id}")
    form = AbandonForm()
    body = {"state": "abandoned", **form.body()}
    if form.accept(lambda: transfers_api().post(f"/transfers/{id}/advance", body, key=form.key)):
        return done(ADVANCED, url_for("staff.transfer", id=id))
    title = _("Give this transfer up?")
    return ask(title, form, _("Give it up"), back=_to(found), warning=True, caption=title_of(found))


@staff.route("/transfers/<id>/evidence/<item>", methods=["GET", "POST"])
def file_evidence(id: str, item: str) -> Answer:
    """Put a document that the gate asks for on file."""
    found = transfers_api().get(f"/transfers/{id}")
    form = EvidenceForm({"title": word("gate_item", item)})
    body = {"item": item, **form.body()}
    if form.accept(lambda: transfers_api().post(f"/transfers/{id}/evidence", body, key=form.key)):
        return done(FILED, url_for("staff.transfer", id=id))
    return ask(word("gate_item", item), form, _("Put on file"), back=_to(found), caption=title_of(found))


@staff.route("/transfers/<id>/parts/<part>", methods=["GET", "POST"])
def transfer_part(id: str, part: str) -> Answer:
    """Decide on a part of the practice and say how far it is."""
    found = transfers_api().get(f"/transfers/{id}")
    known: dict[str, Any] = next((one for one in found["components"] if one["id"] == part), {})
    form = PartForm(known)
    if form.accept(lambda: transfers_api().post(f"/transfers/{id}/components/{part}", form.body(), key=form.key)):
        return done(DECIDED, url_for("staff.transfer", id=id))
    return ask(in_language(known.get("title")), form, _("Save"), back=_to(found), caption=title_of(found))


@staff.route("/transfers/<id>/diary/new", methods=["GET", "POST"])
def write_diary(id: str) -> Answer:
    """Write in the diary; at least every 90 days."""
    found = transfers_api().get(f"/transfers/{id}")
    form = DiaryForm({"dated_on": now().date().isoformat(), "organisation": who().organisation})
    if form.accept(lambda: transfers_api().post(f"/transfers/{id}/diary", form.body(), key=form.key)):
        return done(WRITTEN, url_for("staff.transfer", id=id))
    return ask(_("Write in the diary"), form, _("Save"), back=_to(found), caption=title_of(found))


def title_of(transfer: dict[str, Any]) -> str:
    """The title of the practice that travels."""
    return in_language(transfer["practice_title"])


def _way(transfer: dict[str, Any]) -> str:
    return _(
        "Transfer from %(from_city)s to %(to_city)s",
        from_city=city_name(transfer["from_city"]), to_city=city_name(transfer["city"]),
    )  # fmt: skip


def _to(transfer: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.transfer", id=transfer["id"]), title_of(transfer)
