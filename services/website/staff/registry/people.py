"""People, known to their own city: finding, noting, changing, erasing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, email, long_text, select, text
from services.contracts.names import PERSON_ROLES
from services.website.clients import Found
from services.website.staff.blueprint import staff
from services.website.staff.cities import only_city, own_cities
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.accounts_of import what_becomes_of_accounts
from services.website.staff.registry.duplicates.entry import is_it_one_of_these, look_first, people_there
from services.website.staff.registry.exports.views import FILTERS, files_of
from services.website.staff.registry.lookups import organisation_lookup
from services.website.staff.registry.organisations import registry, with_known
from services.website.staff.registry.purposes import purpose_names
from services.website.staff.words import choices

ADDED = confirmation(N_("The person was noted."))
CHANGED = confirmation(N_("The person was changed."))
ERASED = confirmation(N_("The person is erased here. The rest of the platform follows."))


class PersonForm(Form):
    """A person and what they are in one organisation."""

    given_name = text(N_("Given name"))
    family_name = text(N_("Family name"))
    email = email(N_("E-mail address"), optional=True)
    channels = long_text(
        N_("Further e-mail addresses and telephone numbers"), rows=3, optional=True,
        hint=N_("One a line. A number without the code of its country is taken as one of the person's city."),
    )  # fmt: skip
    language = select(N_("Language in which we write"), choices=LANGUAGES.items)
    languages = checkboxes(N_("Languages spoken"), choices=LANGUAGES.items, optional=True)
    city = select(N_("City"), choices=own_cities, optional=True)
    organisation = organisation_lookup(N_("Organisation"), optional=True)
    role = select(N_("Role in the organisation"), choices=PERSON_ROLES, optional=True)

    told_at = {"roles.0.organisation": "organisation", "roles.0.role": "role", "roles": "role"}

    def asked(self, kept: list[dict[str, Any]]) -> dict[str, Any]:
        """The person as the API takes them; roles beyond the first stay as they are."""
        body = self.body("given_name", "family_name", "email", "language", "languages", "city")
        body["channels"] = [_channel(line.strip()) for line in (self.channels.data or "").splitlines() if line.strip()]
        first = {**(kept[0] if kept else {"since": None, "until": None}), **self.body("organisation", "role")}
        return {**body, "roles": ([first] if first["organisation"] or first["role"] else []) + kept[1:]}


def _channel(line: str) -> dict[str, str]:
    """What somebody wrote in a line: an address has an at sign, a number none."""
    return {"kind": "email" if "@" in line else "phone", "address": line}


def _shown(person: dict[str, Any]) -> dict[str, Any]:
    """A person as the form shows them: their channels a line each, their first role beside their name."""
    lines = "\n".join(one["address"] for one in person["channels"] or [])
    return {**person, "channels": lines, **next(iter(person["roles"] or []), {})}


@staff.get("/registry/people")
def people() -> Answer:
    """The people of the person's cities."""
    asked: dict[str, Any] = {name: request.args.get(name) for name in FILTERS["people"]}
    return show(
        "registry/people.html", _("People"), asked=asked, roles=choices(PERSON_ROLES),
        page=registry().page("/people", **asked, after=request.args.get("after")), files=files_of("people", **asked),
    )  # fmt: skip


@staff.route("/registry/people/new", methods=["GET", "POST"])
def add_person() -> Answer:
    """Note somebody."""
    form = PersonForm({"language": current_language(), "city": only_city()})
    back = url_for("staff.people"), _("People")

    def send() -> Found:
        return registry().post("/people", form.asked([]), key=form.key)

    there = look_first(form, people_there, send)
    if there:
        return is_it_one_of_these(form, there, back)
    made = form.accept(send)
    if made:
        return done(ADDED, url_for("staff.person", id=made["id"]))
    return ask(_("Note a person"), form, _("Save"), back=back)


@staff.route("/registry/people/<id>", methods=["GET", "POST"])
def person(id: str) -> Answer:
    """Change what is noted, or go on to erase it."""
    found = registry().get(f"/people/{id}")
    roles = found["roles"] or []
    form = PersonForm(_shown(found), found.etag)
    form.languages.choices = with_known(form.languages.choices, found["languages"] or [])
    if form.accept(lambda: registry().patch(f"/people/{id}", form.asked(roles), etag=form.etag)):
        return done(CHANGED, to_person(found)[0])
    return show(
        "registry/person.html", to_person(found)[1], form=form, person=found,
        purposes=purpose_names(found["city"]) if found["consents"] else {}, back=(url_for("staff.people"), _("People")),
    )  # fmt: skip


@staff.route("/registry/people/<id>/erase", methods=["GET", "POST"])
def erase_person(id: str) -> Answer:
    """A page to confirm: erasing cannot be undone."""
    found = registry().get(f"/people/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(f"/people/{id}", etag=form.etag)):
        return done(ERASED, url_for("staff.erasure", id=id))
    return ask(
        _("Erase this person?"), form, _("Erase all data about this person"), back=to_person(found), warning=True,
        caption=to_person(found)[1], intro=_(
            "Everything about this person is deleted for good: here, and the registrations, questions and accounts "
            "with their e-mail addresses in your cities. A place at a gathering to come becomes free. You get "
            "a receipt."
        ), points=what_becomes_of_accounts(found),
    )  # fmt: skip


def to_person(person: Mapping[str, Any]) -> Way:
    """The way back to a person."""
    return url_for("staff.person", id=person["id"]), f"{person['given_name']} {person['family_name']}"
