"""What the partners of a partnership signed, and the tables at which they work."""

from __future__ import annotations

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, day, integer, long_text, select, text
from services.contracts.names import POLICY_AREAS
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import given, members_to_choose, partnership_of, to_partnership

SIGNED = confirmation(N_("The agreement was noted."))
AGREEMENT_CHANGED = confirmation(N_("The agreement was changed."))
OPENED = confirmation(N_("The table was opened. Everybody can see it on the partnership's page."))
TABLE_CHANGED = confirmation(N_("The table was changed."))


class AgreementForm(Form):
    """An agreement as it was signed."""

    title = text(N_("Title"), optional=True)
    reference = text(N_("Where is it filed?"), optional=True)
    signed_on = day(N_("Signed on"))
    expires_on = day(N_("Last day"), hint=N_("Empty if it has no end"), optional=True)
    remind_days = integer(N_("Remind us how many days before its end?"), width=3)
    quorum_percent = integer(
        N_("What share of the voters must be exceeded for a quorum, in per cent?"),
        hint=N_("50 means more than half. Lead and core members vote."), width=3,
    )  # fmt: skip


class TableForm(Form):
    """A thematic table."""

    name = text(N_("Name of the table"))
    policy_areas = checkboxes(N_("Policy areas"), choices=POLICY_AREAS, optional=True)
    purpose = long_text(N_("What is it for?"), rows=3, optional=True)
    members = checkboxes(N_("Members"), choices=members_to_choose, optional=True)
    chair = select(N_("Who leads it?"), choices=members_to_choose, optional=True)
    since = day(N_("Since when?"), hint=N_("Today if you leave it empty"), optional=True)
    until = day(N_("Last day"), hint=N_("Fill it in to close the table"), optional=True)


@staff.route("/registry/partnerships/<id>/agreements/new", methods=["GET", "POST"])
def sign_agreement(id: str) -> Answer:
    """Note what was signed."""
    partnership = partnership_of(id)
    form = AgreementForm({"remind_days": 60, "quorum_percent": 50})
    if form.accept(lambda: registry().post(f"/partnerships/{id}/agreements", given(form.body()), key=form.key)):
        return done(SIGNED, to_partnership(partnership)[0])
    return ask(_("Note an agreement"), form, _("Save"), back=to_partnership(partnership), caption=partnership["name"])


@staff.route("/registry/partnerships/<id>/agreements/<agreement>/change", methods=["GET", "POST"])
def change_agreement(id: str, agreement: str) -> Answer:
    """Correct what is noted of it."""
    partnership, path = partnership_of(id), f"/partnerships/{id}/agreements/{agreement}"
    found = registry().get(path)
    form = AgreementForm(found, found.etag)
    if form.accept(lambda: registry().patch(path, form.body(), etag=form.etag)):
        return done(AGREEMENT_CHANGED, to_partnership(partnership)[0])
    return ask(
        _("Change the agreement"), form, _("Save"), back=to_partnership(partnership), caption=partnership["name"],
        history=path[1:],
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/tables/new", methods=["GET", "POST"])
def open_table(id: str) -> Answer:
    """Open a table."""
    partnership, form = partnership_of(id), TableForm()
    if form.accept(lambda: registry().post(f"/partnerships/{id}/tables", given(form.body()), key=form.key)):
        return done(OPENED, to_partnership(partnership)[0])
    return ask(_("Open a table"), form, _("Open it"), back=to_partnership(partnership), caption=partnership["name"])


@staff.route("/registry/partnerships/<id>/tables/<table>/change", methods=["GET", "POST"])
def change_table(id: str, table: str) -> Answer:
    """Change a table, or close it by its last day."""
    partnership, path = partnership_of(id), f"/partnerships/{id}/tables/{table}"
    found = registry().get(path)
    form = TableForm(found, found.etag)
    if form.accept(lambda: registry().patch(path, form.body(), etag=form.etag)):
        return done(TABLE_CHANGED, to_partnership(partnership)[0])
    return ask(
        _("Change the table"), form, _("Save"), back=to_partnership(partnership), caption=partnership["name"],
        history=path[1:],
    )  # fmt: skip
