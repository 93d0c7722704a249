"""Who comes: the list by role group with its waiting list, registering somebody, cancelling, codes for the room."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form
from services.website.clients import Found
from services.website.public.names import ROLE_GROUPS
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.words import choices
from services.website.staff.workshops.forms import RegistrationChangeForm, RegistrationForm
from services.website.staff.workshops.gatherings import title_of, workshops

REGISTERED = confirmation(N_("This person has a place."))
WAITING = confirmation(N_("No place is free: this person is on the waiting list and moves up automatically."))
CHANGED = confirmation(N_("The registration was changed."))
CANCELLED = confirmation(N_("The registration was cancelled. Whoever could move up has moved up."))
ERASED = confirmation(N_("The registration and all personal data in it were erased."))


@staff.get("/gatherings/<id>/registrations")
def registrations(id: str) -> Answer:
    """Everybody who registered, filtered by group and state."""
    gathering = workshops().get(f"/gatherings/{id}")
    asked = {name: request.args.get(name) for name in ("q", "role_group", "status", "after")}
    page = workshops().page(f"/gatherings/{id}/registrations", **asked)
    roster = workshops().get(f"/gatherings/{id}/roster")
    return show(
        "workshops/registrations.html", _("Registrations"), back=_to(gathering), caption=title_of(gathering),
        gathering=gathering, page=page, roster=roster, asked=asked, groups=choices(ROLE_GROUPS),
    )  # fmt: skip


@staff.route("/gatherings/<id>/registrations/new", methods=["GET", "POST"])
def register(id: str) -> Answer:
    """Register somebody, as on the telephone or at the door."""
    gathering = workshops().get(f"/gatherings/{id}")
    form = RegistrationForm({"language": gathering["language"]})
    made = form.accept(lambda: workshops().post(f"/gatherings/{id}/registrations", form.body(), key=form.key))
    if made:
        return done(WAITING if made["status"] == "waiting" else REGISTERED, url_for("staff.registrations", id=id))
    return ask(_("Register somebody"), form, _("Register"), back=_to_list(gathering), caption=title_of(gathering))


@staff.route("/gatherings/<id>/registrations/<registration>", methods=["GET", "POST"])
def registration(id: str, registration: str) -> Answer:
    """One registration: put right, see the personal code, cancel, erase."""
    gathering = workshops().get(f"/gatherings/{id}")
    found = workshops().get(f"/gatherings/{id}/registrations/{registration}")
    form = RegistrationChangeForm(found, found.etag)
    if form.accept(lambda: _put_right(form, found)):
        return done(CHANGED, url_for("staff.registrations", id=id))
    code = _code(found) if found["status"] == "registered" else ""
    return show(
        "workshops/registration.html", found["name"], back=_to_list(gathering), caption=title_of(gathering),
        form=form, registration=found, code=code,
    )  # fmt: skip


def _put_right(form: Form, found: Found) -> Found:
    return workshops().patch(_path(found), form.body(), etag=form.etag)


def _code(found: dict[str, Any]) -> str:
    return str(workshops().get(f"{_path(found)}/code")["personal_code"])


@staff.post("/gatherings/<id>/registrations/<registration>/cancel")
def cancel_registration(id: str, registration: str) -> Answer:
    """Cancel; the next one who fits moves up."""
    workshops().post(f"/gatherings/{id}/registrations/{registration}/cancel", key=Form().key)
    return done(CANCELLED, url_for("staff.registrations", id=id))


@staff.route("/gatherings/<id>/registrations/<registration>/erase", methods=["GET", "POST"])
def erase_registration(id: str, registration: str) -> Answer:
    """A page to confirm: erasing cannot be undone."""
    found = workshops().get(f"/gatherings/{id}/registrations/{registration}")
    form = Form(etag=found.etag)
    if form.accept(lambda: workshops().delete(_path(found), etag=form.etag)):
        return done(ERASED, url_for("staff.registrations", id=id))
    return ask(
        _("Erase this registration?"), form, _("Erase it"), warning=True, caption=found["name"],
        back=(url_for("staff.registration", id=id, registration=registration), found["name"]),
        intro=_("Name, address and everything else about this person are deleted for good, here and in our messages."),
    )  # fmt: skip


@staff.get("/gatherings/<id>/registrations.csv")
def registrations_file(id: str) -> Answer:
    """The list as a spreadsheet file."""
    content = workshops().raw(f"/gatherings/{id}/registrations.csv")
    name = 'attachment; filename="registrations.csv"'
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": name})


@staff.get("/gatherings/<id>/codes")
def codes(id: str) -> Answer:
    """The personal codes of everybody with a place, to be printed and cut up."""
    gathering = workshops().get(f"/gatherings/{id}")
    placed = workshops().all(f"/gatherings/{id}/registrations", status="registered")
    return show(
        "workshops/codes.html", _("Personal codes for the vote"), back=_to_list(gathering),
        caption=title_of(gathering), slips=[(person, _code(person)) for person in placed],
    )  # fmt: skip


def _path(found: dict[str, Any]) -> str:
    return f"/gatherings/{found['gathering']}/registrations/{found['id']}"


def _to(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.gathering", id=gathering["id"]), title_of(gathering)


def _to_list(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.registrations", id=gathering["id"]), _("Registrations")
