"""Saved searches: keeping what a list was asked, being told of something new, removing and bringing back."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, radios, text
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.organisations import registry
from services.website.staff.words import SEARCHED_LISTS

KEPT = confirmation(N_("The search is saved."))
CHANGED = confirmation(N_("The search was changed."))
REMOVED = confirmation(N_("The search was removed. You can bring it back below for 30 days."))
RESTORED = confirmation(N_("The search is back."))

ALERTS = {
    "never": N_("Do not tell me"),
    "immediately": N_("At once"),
    "daily": N_("Once a day"),
    "weekly": N_("Once a week"),
}


class SearchForm(Form):
    """What it is called, and how often to be told."""

    name = text(N_("Name of the search"), hint=N_("Only you see it."))
    alert = radios(
        N_("When it finds something new, tell me"),
        choices=ALERTS,
        hint=N_("By a message here and by mail, as you wish under “What I am told”."),
    )


@staff.get("/registry/searches")
def searches() -> Answer:
    """One's own, and below those that were removed lately."""
    page = registry().page("/searches", after=request.args.get("after"))
    removed = registry().page("/searches", removed="true")["items"]
    return show(
        "registry/searches.html", _("Saved searches"), page=page, removed=removed, form=Form(), lists=SEARCHED_LISTS,
        alerts=ALERTS, address_of=_address_of,
    )  # fmt: skip


@staff.route("/registry/searches/new", methods=["GET", "POST"])
def keep_search() -> Answer:
    """Keep what a list was asked; that stands in the address of this page."""
    of = request.args.get("of", "organisations")
    query = {name: value for name, value in request.args.items() if name != "of" and value}
    form = SearchForm({"alert": "never", "name": query.get("q")})
    if form.accept(lambda: registry().post("/searches", {**form.body(), "of": of, "query": query}, key=form.key)):
        return done(KEPT, url_for("staff.searches"))
    back = (_address_of({"of": of, "query": query}), _(SEARCHED_LISTS.get(of, "")))
    return ask(_("Save this search"), form, _("Save"), back=back)


@staff.get("/registry/searches/<id>")
def search(id: str) -> Answer:
    """What it finds: the list that it is a search of."""
    return redirect(_address_of(registry().get(f"/searches/{id}")))


@staff.route("/registry/searches/<id>/change", methods=["GET", "POST"])
def change_search(id: str) -> Answer:
    """Name it anew, or be told more or less often."""
    found = registry().get(f"/searches/{id}")
    form = SearchForm(found, found.etag)
    if form.accept(lambda: registry().patch(f"/searches/{id}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.searches"))
    back = (url_for("staff.searches"), _("Saved searches"))
    return ask(_("Change the search"), form, _("Save"), back=back, caption=found["name"], history=f"searches/{id}")


@staff.post("/registry/searches/<id>/remove")
def remove_search(id: str) -> Answer:
    """Remove it; it can be brought back."""
    registry().delete(f"/searches/{id}", etag=registry().get(f"/searches/{id}").etag)
    return done(REMOVED, url_for("staff.searches"))


@staff.post("/registry/searches/<id>/restore")
def restore_search(id: str) -> Answer:
    """Bring it back."""
    registry().post(f"/searches/{id}/restore", key=Form().key)
    return done(RESTORED, url_for("staff.searches"))


def _address_of(search: dict[str, Any]) -> str:
    of = search["of"] if search["of"] in SEARCHED_LISTS else "organisations"
    return url_for(f"staff.{of}", **{name: value for name, value in search["query"].items() if name.isidentifier()})
