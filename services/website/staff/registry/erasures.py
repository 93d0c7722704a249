"""Receipts of people who were erased: who has erased how much of them, and who has not yet."""

from __future__ import annotations

from flask import request, url_for

from services.chassis.i18n import _
from services.website.staff.blueprint import staff, who
from services.website.staff.page import Answer, show
from services.website.staff.registry.organisations import registry


@staff.get("/registry/erasures")
def erasures() -> Answer:
    """The receipts of the person's cities, the newest first."""
    return show(
        "registry/erasures.html", _("Receipts of erasures"), back=(url_for("staff.people"), _("People")),
        page=registry().page("/erasures", after=request.args.get("after")),
    )  # fmt: skip


@staff.get("/registry/erasures/<id>")
def erasure(id: str) -> Answer:
    """One receipt."""
    back = url_for("staff.erasures"), _("Receipts of erasures")
    receipt = registry().get(f"/erasures/{id}")
    return show("registry/erasure.html", _("Receipt of an erasure"), back=back, receipt=receipt, me=who().id)
