"""The manifest of notifications: its table of contents."""

from __future__ import annotations

from services.chassis.erasing import WAITING
from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, Collection, Index
from services.contracts import notifications
from services.notifications import accounts, cities, held, processing
from services.notifications.mails import erasing, sending
from services.notifications.mails import reactions as mail_reactions
from services.notifications.mails import routes as mails
from services.notifications.mails.model import KEPT as MAILS_KEPT
from services.notifications.mails.recipients import DAY
from services.notifications.messages import reactions as message_reactions
from services.notifications.messages import routes as messages
from services.notifications.preferences import routes as preferences
from services.notifications.webhooks import delivering
from services.notifications.webhooks import reactions as webhook_reactions
from services.notifications.webhooks import routes as webhooks
from services.notifications.webhooks.model import KEPT as DELIVERIES_KEPT

service = Service(
    name="notifications",
    collections=[
        Collection("mails", CITY, [
            Index("state", "next_at"), Index("-created_at", "_id"), Index("token"), Index("about"),
            Index("created_at", expires=MAILS_KEPT), Index("dataref"),
        ], personal=True),
        Collection("opt_outs", INTERNAL, personal=True),
        Collection("unasked_mails", INTERNAL, [Index("recipient", "at"), Index("at", expires=DAY)], personal=True),
        WAITING,
        Collection("cities", INTERNAL),
        Collection("ideas", INTERNAL),
        Collection("plans", INTERNAL),
        Collection("messages", INTERNAL, [
            Index("city", "-created_at"), Index("account", "-created_at"), Index("created_at", expires=MAILS_KEPT),
        ]),
        Collection("preferences", INTERNAL),
        Collection("webhooks", CITY, [
            Index("types", "status"), Index("city", "created_at"), Index("owner"),
        ]),
        Collection("owners", INTERNAL),
        Collection("deliveries", INTERNAL, [
            Index("state", "next_at", "webhook"), Index("webhook", "-created_at"),
            Index("created_at", expires=DELIVERIES_KEPT),
        ]),
        Collection("endpoints", INTERNAL),
    ],
    routes=[mails.routes, held.routes, messages.routes, preferences.routes, webhooks.routes, processing.routes],
    publishes=notifications,
    reactions=[
        mail_reactions.reactions, message_reactions.reactions, webhook_reactions.reactions, erasing.reactions,
        accounts.reactions, cities.reactions,
    ],
    jobs=[sending.jobs, delivering.jobs, erasing.jobs],
)  # fmt: skip
create_app, create_worker = service.create_app, service.create_worker
