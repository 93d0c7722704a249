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
from services.website.staff.notifications.event_names import GROUPS, event_name, group_of, in_order
from services.website.staff.notifications.messages import notifications
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.words import STATES, choices

WHY_OFF = {
    "gone": N_("Its server said that it no longer exists."),
    "failing": N_("Nothing could be delivered to it for five days."),
    "access": N_("Paused: its owner may no longer read what it delivers. Take such events away, or register your own."),
}
TRIED = confirmation(N_("A test event is on its way. See the log below."))
RESENT = confirmation(N_("It is on its way again."))
SWITCHED = confirmation(N_("The webhook was changed."))
REMOVED = confirmation(N_("The webhook was removed."))


class WebhookForm(Form):
    """Where to, and of which city; what it takes is asked group by group."""

    url = web_address(N_("Address that takes the events"), hint=N_("For example https://city.example/hooks"))
    city = select(N_("Of which city?"), choices=own_cities, optional=True)
    description = text(N_("What is it for?"), optional=True)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What each field wants, and an event of any group."""
        right = super().validate(*args, **kwargs)
        groups = self.groups()
        if groups and not any(group.data for group in groups):
            groups[0].errors = [_("Choose at least one event")]
        return bool(right) and not self.errors

    def groups(self) -> list[Any]:
        """The fields of events, group by group."""
        return [field for field in self if field.name.startswith(TYPES)]

    def asked(self) -> dict[str, Any]:
        """What the API takes: the events of all groups in one list."""
        types = [type for group in self.groups() for type in group.data]
        told = {name: value for name, value in self.body("url", "city", "description").items() if value is not None}
        return {**told, "types": types}


TYPES = "types_"


def webhook_form() -> WebhookForm:
    """The form with the events that the person may hear, as the service itself decides it: by the scope of who says
    them.
    """
    may = who().may
    ids = [one["id"] for one in notifications().all("/event-types")
           if may(f"{one['service']}:read") or may("operator:read")]  # fmt: skip
    groups = {name: [(id, event_name(id)) for id in in_order(ids) if group_of(id) == name] for name in GROUPS}
    offered = {TYPES + name: of_group(GROUPS[name][0], events) for name, events in groups.items() if events}
    kind = type("WebhookForm", (WebhookForm,), {**offered, "told_at": {"types": next(iter(offered), "")}})
    form: WebhookForm = kind({"city": only_city()})
    return form


def of_group(title: str, events: list[tuple[str, str]]) -> Any:
    """The events of one group to choose from."""
    return checkboxes(title, choices=lambda: events, optional=True)


@staff.get("/messages/webhooks")
def webhooks() -> Answer:
    """The endpoints of the person's cities."""
    page = notifications().page("/webhooks", after=request.args.get("after"))
    return show("notifications/webhooks.html", _("Webhooks"), page=page)


@staff.route("/messages/webhooks/new", methods=["GET", "POST"])
def register_webhook() -> Answer:
    """Register one; the secret is on the page that answers, and never again."""
    form = webhook_form()
    made = form.accept(lambda: notifications().post("/webhooks", form.asked(), key=form.key))
    if made:
        return _with_secret(made)
    return ask(
        _("Register a webhook"), form, _("Add"), back=(url_for("staff.webhooks"), _("Webhooks")),
        intro=_("Choose at least one event of which the address is to hear."),
    )  # fmt: skip


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
        event_name=event_name, why_off=dict(choices(WHY_OFF)).get(found["disabled_reason"]),
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
        "notifications/delivery.html", _("Delivery"), delivery=found, back=_to(hook), caption=event_name(found["type"]),
        form=Form(), mine=who().may("notifications:write"),
    )  # fmt: skip


@staff.post("/messages/webhooks/<id>/deliveries/<delivery>/resend")
def resend(id: str, delivery: str) -> Answer:
    """Deliver it once more."""
    notifications().post(f"/webhooks/{id}/deliveries/{delivery}/resend", key=Form().key)
    return done(RESENT, url_for("staff.delivery", id=id, delivery=delivery))


def _to(webhook: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.webhook", id=webhook["id"]), webhook["url"]
