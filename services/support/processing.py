"""What support does with personal data, and why (chassis/processing.py)."""

from typing import Final

from services.chassis.i18n import N_, _
from services.chassis.processing import Activity, routes_of
from services.support.model import KEPT_FOR

ACTIVITIES: Final = (
    Activity(
        collections=("tickets",),
        name=N_("Questions to the support desk"),
        purpose=N_("To answer whoever writes to the support desk"),
        people=N_("Whoever writes to the support desk"),
        data=N_("Names, e-mail addresses, and what they write"),
        recipients=N_("Staff of the city that asks and of the desk that answers"),
        kept=lambda _read: _("%(days)s days after the last thing that happened to the question", days=KEPT_FOR.days),
    ),
)
routes = routes_of(ACTIVITIES)
