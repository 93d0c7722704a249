"""What the gateway does with personal data, and why (chassis/processing.py)."""

from typing import Final

from services.chassis.i18n import N_, _
from services.chassis.processing import Activity, routes_of

ACTIVITIES: Final = (
    Activity(
        collections=("accounts",),
        name=N_("Accounts"),
        purpose=N_("To let staff sign in, and to know what each may do"),
        people=N_("Staff of the network, and who operates the platform"),
        data=N_("Names, e-mail addresses, roles, cities; hashes of passwords; where somebody is signed in"),
        recipients=N_("Whoever administers accounts in the city or the network"),
        kept=lambda _read: _("Accounts until they are erased; where somebody is signed in, until it ends"),
    ),
)
routes = routes_of(ACTIVITIES)
