"""API clients: the list, a new one, one of them, changing it, another secret."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from gateway.api.schemas import ClientBody, ClientChangeBody, ClientFilters
from gateway.identity import clients as api_clients
from gateway.pages.blueprint import account
from gateway.pages.checked import checked_body, list_query
from gateway.pages.cities import city_names
from gateway.pages.clients.forms import STATUSES, ClientChangeForm, ClientForm
from gateway.pages.desk import actor, desk, needing
from gateway.pages.page import ask
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.chassis.store.unit_of_work import etag
from services.chassis.web import confirmation, redirect_with, shown
from services.chassis.web.forms import Form

CHANGED = confirmation(N_("The API client was changed."))


@account.get("/clients")
@needing("gateway:read")
def clients() -> Response:
    """API clients by name."""
    query = list_query(ClientFilters)
    wanted: Document = {name: query[name] for name in ("city", "status") if name in query}
    read = desk().records.read(actor())
    page = read.page("clients", query, filter=wanted, search=["words"], sort_by=("name", "_id"))
    return shown("account/clients/list.html", clients=page, query=query, statuses=_statuses())


@account.route("/clients/new", methods=["GET", "POST"])
@needing("gateway:write")
def new_client() -> Response:
    """Make an API client; its secret is on the next page and nowhere else."""
    form = ClientForm()
    made = form.accept(lambda: desk().records.write(lambda uow: _make(uow, form), actor()))
    if made:
        return _secret_page(*made)
    return ask(_("New API client"), form, _("Make the API client"), back=_to_list())


@account.get("/clients/<id>")
@needing("gateway:read")
def client(id: str) -> Response:
    """One API client, and what can be done with it."""
    found = desk().records.read(actor()).get("clients", id)
    good = [row for row in found["secrets"] if row["until"] is None or row["until"] > desk().records.clock.now()]
    cities = city_names([found["city"]]) if found["city"] else []
    facts: dict[str, Any] = {"client": found, "secrets": good, "statuses": _statuses(), "cities": cities}
    return shown("account/clients/show.html", doing=Form(), **facts)


@account.route("/clients/<id>/change", methods=["GET", "POST"])
@needing("gateway:write")
def change_client(id: str) -> Response:
    """Change an API client, or switch it off."""
    saved = desk().records.read(actor()).get("clients", id)
    form = ClientChangeForm(saved, etag(saved))
    if form.accept(lambda: desk().records.write(lambda uow: _change(uow, id, form), actor())):
        return redirect_with(CHANGED, url_for("account.client", id=id))
    back = (url_for("account.client", id=id), saved["name"])
    return ask(_("Change the API client"), form, _("Save"), back=back)


@account.post("/clients/<id>/renew-secret")
@needing("gateway:write")
def renew_client_secret(id: str) -> Response:
    """Another secret; the former one goes on for some days."""
    overlap = desk().own.secret_overlap
    renewed = desk().records.write(lambda uow: api_clients.renew_secret(uow, uow.get("clients", id), overlap), actor())
    return _secret_page(*renewed)


def _make(uow: UnitOfWork, form: Form) -> tuple[Document, str]:
    return api_clients.add_client(uow, checked_body(ClientBody, form.body()))


def _change(uow: UnitOfWork, id: str, form: Form) -> Document:
    uow.if_match = request.form.get("etag")
    return api_clients.change_client(uow, uow.get("clients", id), checked_body(ClientChangeBody, form.body()))


def _secret_page(made: Document, secret: str) -> Response:
    """The one time that a secret is shown: not kept by the browser, not in any address."""
    return shown("account/clients/secret.html", client=made, secret=secret)


def _statuses() -> dict[str, str]:
    return {status: _(title) for status, title in STATUSES.items()}


def _to_list() -> tuple[str, str]:
    return url_for("account.clients"), _("API clients")
