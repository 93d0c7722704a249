"""Practice sheets: writing one a language at a time, its parts that travel on their own, publishing."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, select, text, translated
from services.contracts.names import POLICY_AREAS
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.transfers.asking import title_of, transfers_api
from services.website.staff.words import choices

DRAFTED = confirmation(N_("The practice sheet was started."))
CHANGED = confirmation(N_("The practice sheet was saved."))
PUBLISHED = confirmation(N_("The practice is published."))
PART_SAVED = confirmation(N_("The part was saved."))


class PracticeForm(Form):
    """The sheet; a draft may lack anything but its title."""

    title = translated(N_("Title"))
    main_institution = text(N_("Main institution"), optional=True)
    policy_areas = checkboxes(N_("Policy areas"), choices=POLICY_AREAS, optional=True)
    challenge = translated(N_("What problem does it address?"), rows=4, optional=True)
    description = translated(N_("How does it work?"), rows=8, optional=True)
    preconditions = translated(N_("What must be there for it to work elsewhere?"), rows=4, optional=True)
    resources = translated(N_("What does it cost in money and people?"), rows=3, optional=True)


class NewPracticeForm(PracticeForm):
    """A new sheet, with the city that has the practice."""

    city = select(N_("City that has the practice"), choices=own_cities)


class PartForm(Form):
    """A part of a practice that can be taken up on its own."""

    title = translated(N_("What is the part called?"))
    description = translated(N_("What is done in it?"), rows=4, optional=True)


class EvidenceForm(Form):
    """What shows that it works."""

    statement = translated(N_("What shows that the practice works?"), rows=3)
    source = text(N_("Where can that be read?"), optional=True)


@staff.get("/practices")
def practices() -> Answer:
    """All practice sheets, drafts too."""
    asked = {name: request.args.get(name) for name in ("q", "city", "policy_area", "status", "after")}
    page = transfers_api().page("/practices", **asked)
    return show(
        "transfers/practices.html", _("Practices"), page=page, asked=asked, cities=all_cities(),
        areas=choices(POLICY_AREAS),
    )  # fmt: skip


@staff.route("/practices/new", methods=["GET", "POST"])
def draft_practice() -> Answer:
    """Start a sheet; it can be finished later and in other languages."""
    form = NewPracticeForm({"city": only_city()})
    made = form.accept(lambda: transfers_api().post("/practices", _whole(form.body()), key=form.key))
    if made:
        return done(DRAFTED, url_for("staff.practice", id=made["id"]))
    return ask(_("Start a practice sheet"), form, _("Save"), back=(url_for("staff.practices"), _("Practices")))


def _whole(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


@staff.get("/practices/<id>")
def practice(id: str) -> Answer:
    """The sheet with its parts."""
    found = transfers_api().get(f"/practices/{id}")
    return show(
        "transfers/practice.html", title_of(found), back=(url_for("staff.practices"), _("Practices")),
        practice=found, form=Form(), mine=who().may("transfers:write") and who().reaches(found["city"]),
    )  # fmt: skip


@staff.route("/practices/<id>/change", methods=["GET", "POST"])
def change_practice(id: str) -> Answer:
    """The sheet in the language of the page."""
    found = transfers_api().get(f"/practices/{id}")
    form = PracticeForm(found, found.etag)
    if form.accept(lambda: _save(form, found, form.body())):
        return done(CHANGED, url_for("staff.practice", id=id))
    return ask(_("Change the practice sheet"), form, _("Save"), back=_to(found), caption=title_of(found))


def _save(form: Form, found: Found, body: dict[str, Any]) -> Found:
    return transfers_api().patch(f"/practices/{found['id']}", body, etag=form.etag)


@staff.route("/practices/<id>/parts/<part>", methods=["GET", "POST"])
def practice_part(id: str, part: str) -> Answer:
    """Add a part ("new") or change one."""
    found = transfers_api().get(f"/practices/{id}")
    parts = found["components"] or []
    known = next((one for one in parts if one["id"] == part), None)
    form = PartForm(known or {}, found.etag)
    if form.accept(lambda: _save(form, found, {"components": _with_part(parts, known, form.body())})):
        return done(PART_SAVED, url_for("staff.practice", id=id))
    title = _("Change a part") if known else _("Add a part")
    return ask(title, form, _("Save"), back=_to(found), caption=title_of(found))


def _with_part(parts: list[dict[str, Any]], known: dict[str, Any] | None, body: dict[str, Any]) -> list[dict[str, Any]]:
    if known is None:
        return [*parts, body]
    return [{**one, **body} if one["id"] == known["id"] else one for one in parts]


@staff.route("/practices/<id>/evidence", methods=["GET", "POST"])
def practice_evidence(id: str) -> Answer:
    """Add what shows that the practice works."""
    found = transfers_api().get(f"/practices/{id}")
    form = EvidenceForm({}, found.etag)
    evidence = found["evidence"] or []
    if form.accept(lambda: _save(form, found, {"evidence": [*evidence, form.body()]})):
        return done(CHANGED, url_for("staff.practice", id=id))
    return ask(_("Add evidence"), form, _("Save"), back=_to(found), caption=title_of(found))


@staff.post("/practices/<id>/publish")
def publish_practice(id: str) -> Answer:
    """Publish; what is missing is said on the sheet."""
    found = transfers_api().get(f"/practices/{id}")
    form = PracticeForm(found, found.etag)
    form.process(data=found)
    if form.attempt(lambda: transfers_api().post(f"/practices/{id}/publish", key=form.key)):
        return done(PUBLISHED, url_for("staff.practice", id=id))
    return ask(
        _("Change the practice sheet"), form, _("Save"), back=_to(found), caption=title_of(found),
        action=url_for("staff.change_practice", id=id),
    )  # fmt: skip


def _to(practice: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.practice", id=practice["id"]), title_of(practice)
