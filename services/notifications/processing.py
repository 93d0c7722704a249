"""What notifications does with personal data, and why (chassis/processing.py)."""

from typing import Final

from services.chassis.i18n import N_, _
from services.chassis.processing import Activity, routes_of
from services.notifications.mails.model import KEPT

ACTIVITIES: Final = (
    Activity(
        collections=("mails", "opt_outs", "unasked_mails"),
        name=N_("E-mails and messages"),
        purpose=N_("To tell people what concerns them, as they want to be told, and to be able to say that they were"),
        people=N_("Staff, contact persons, participants, and whoever writes to the support desk"),
        data=N_(
            "Kind, time and state of each e-mail, without its text and address; what somebody does not want to get"
        ),
        recipients=N_("Staff of the city that an e-mail is about; the mail server that sends it"),
        kept=lambda _read: _(
            "Records of e-mails and messages %(days)s days; what somebody does not want, until they want it again",
            days=KEPT.days,
        ),
    ),
)
routes = routes_of(ACTIVITIES)
