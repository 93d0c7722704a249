"""What workshops does with personal data, and why (chassis/processing.py)."""

from typing import Final

from services.chassis.i18n import N_, _
from services.chassis.processing import Activity, routes_of
from services.workshops.registrations.model import KEPT_AFTER_THE_GATHERING

ACTIVITIES: Final = (
    Activity(
        collections=("registrations",),
        name=N_("Registrations for gatherings"),
        purpose=N_("To admit people to workshops, seminars and study visits, to form mixed groups, and to remind them"),
        people=N_("Participants, and whoever is on a waiting list"),
        data=N_("Names, e-mail addresses, languages, role groups, organisations; not how somebody voted"),
        recipients=N_("Staff of the city that holds the gathering"),
        kept=lambda _read: _(
            "%(days)s days after the end of the gathering; then only counts remain", days=KEPT_AFTER_THE_GATHERING.days
        ),
    ),
)
routes = routes_of(ACTIVITIES)
