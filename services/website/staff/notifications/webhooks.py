"""Webhooks of city systems: where to, which events, the secret shown once, and the log with every attempt."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, select, text, web_address
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import only_city, own_cities
from services.website.staff.notifications.messages import notifications
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.words import STATES, choices

WHY_OFF = {
    "gone": N_("Its server said that it exists no more."),
    "failing": N_("Nothing could be delivered to it for five days."),
    "access": N_("Paused: its owner may no longer read what it delivers. Take such events away, or register your own."),
}
TRIED = confirmation(N_("A test event is on its way. See the log below."))
RESENT = confirmation(N_("It is on its way again."))
SWITCHED = confirmation(N_("The webhook was changed."))
REMOVED = confirmation(N_("The webhook was removed."))


class WebhookForm(Form):
    """Where to, and what."""

    url = web_address(N_("Address that takes the events"), hint=N_("For example https://city.example/hooks"))
    types = checkboxes(N_("Which events?"), choices=lambda: _event_types())
    city = select(N_("Of which city?"), choices=own_cities, optional=True)
    description = text(N_("What is it for?"), optional=True)


def _event_types() -> list[tuple[str, str]]:
    """The types that the person may hear, as the service itself decides it: by the scope of who says them."""
    types = notifications().all("/event-types")
    may = who().may
    return [(one["id"], one["id"]) for one in types if may(f"{one['service']}:read") or may("operator:read")]


@staff.get("/messages/webhooks")
def webhooks() -> Answer:
    """The endpoints of the person's cities."""
    page = notifications().page("/webhooks", after=request.args.get("after"))
    return show("notifications/webhooks.html", _("Webhooks"), page=page)


@staff.route("/messages/webhooks/new", methods=["GET", "POST"])
def register_webhook() -> Answer:
    """Register one; the secret is on the page that answers, and never again."""
    form = WebhookForm({"city": only_city()})
    made = form.accept(lambda: notifications().post("/webhooks", _given(form), key=form.key))
    if made:
        return _with_secret(made)
    return ask(_("Register a webhook"), form, _("Add"), back=(url_for("staff.webhooks"), _("Webhooks")))


def _given(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.body().items() if value is not None}


def _with_secret(webhook: Found) -> Answer:
    return show("notifications/secret.html", _("The secret of this webhook"), webhook=webhook, back=_to(webhook))


@staff.get("/messages/webhooks/<id>")
def webhook(id: str) -> Answer:
    """One endpoint, how it fares, and its log."""
    asked = {"state": request.args.get("state"), "after": request.args.get("after")}
    found = notifications().get(f"/webhooks/{id}")
    return show(
        "notifications/webhook.html", found["url"], webhook=found, form=Form(), asked=asked,
        page=notifications().page(f"/webhooks/{id}/deliveries", **asked),
        back=(url_for("staff.webhooks"), _("Webhooks")), mine=who().may("notifications:write"),
        states=choices({state: STATES[state] for state in ("queued", "delivered", "failed")}),
        why_off=dict(choices(WHY_OFF)).get(found["disabled_reason"]),
    )  # fmt: skip


@staff.post("/messages/webhooks/<id>/<any('test', 'resend-failed'):what>")
def try_webhook(id: str, what: str) -> Answer:
    """Send a test event, or everything that failed once more."""
    notifications().post(f"/webhooks/{id}/{what}", key=Form().key)
    return done(TRIED if what == "test" else RESENT, url_for("staff.webhook", id=id))


@staff.post("/messages/webhooks/<id>/rotate-secret")
def rotate_secret(id: str) -> Answer:
    """A fresh secret; the former one signs too for a day."""
    return _with_secret(notifications().post(f"/webhooks/{id}/rotate-secret", key=Form().key))


@staff.post("/messages/webhooks/<id>/switch/<any(active, disabled):status>")
def switch_webhook(id: str, status: str) -> Answer:
    """Switch it off or on."""
    found = notifications().get(f"/webhooks/{id}")
    notifications().patch(f"/webhooks/{id}", {"status": status}, etag=found.etag or "*")
    return done(SWITCHED, url_for("staff.webhook", id=id))


@staff.route("/messages/webhooks/<id>/remove", methods=["GET", "POST"])
def remove_webhook(id: str) -> Answer:
    """A page to confirm."""
    found = notifications().get(f"/webhooks/{id}")
    form = Form(etag=found.etag or "*")
    if form.accept(lambda: notifications().delete(f"/webhooks/{id}", etag=form.etag)):
        return done(REMOVED, url_for("staff.webhooks"))
    return ask(
        _("Remove this webhook?"), form, _("Remove it"), back=_to(found), warning=True, caption=found["url"],
        intro=_("Nothing is sent there any more, and its log is gone."),
    )  # fmt: skip


@staff.get("/messages/webhooks/<id>/deliveries/<delivery>")
def delivery(id: str, delivery: str) -> Answer:
    """One delivery with every attempt and the bytes that are sent."""
    found = notifications().get(f"/webhooks/{id}/deliveries/{delivery}")
    hook = notifications().get(f"/webhooks/{id}")
    return show(
        "notifications/delivery.html", _("Delivery"), delivery=found, back=_to(hook), caption=found["type"],
        form=Form(), mine=who().may("notifications:write"),
    )  # fmt: skip


@staff.post("/messages/webhooks/<id>/deliveries/<delivery>/resend")
def resend(id: str, delivery: str) -> Answer:
    """Deliver it once more."""
    notifications().post(f"/webhooks/{id}/deliveries/{delivery}/resend", key=Form().key)
    return done(RESENT, url_for("staff.delivery", id=id, delivery=delivery))


def _to(webhook: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.webhook", id=webhook["id"]), webhook["url"]
