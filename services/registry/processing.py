"""What the registry does with personal data, and why (chassis/processing.py)."""

from typing import Final

from services.chassis.i18n import N_, _
from services.chassis.processing import Activity, routes_of
from services.chassis.store import Reader
from services.registry.retention.queries import show_rule
from services.registry.searches.model import KEPT as SEARCHES_KEPT


def _people_are_kept(read: Reader) -> str:
    rule = show_rule(read, "people_without_role")
    if not rule["active"]:
        return _("As long as they have a role; then until somebody erases them, since the rule is switched off")
    return _("As long as they have a role; then %(months)s months after the last change", months=rule["months"])


def _searches_are_kept(_read: Reader) -> str:
    return _("Until they are removed, and %(days)s days longer", days=SEARCHES_KEPT.days)


ACTIVITIES: Final = (
    Activity(
        collections=("people", "erasures_known_by"),
        name=N_("People in the network"),
        purpose=N_("To know who acts for which organisation, and to reach them in the work of the partnership"),
        basis=N_(
            "A task in the public interest (GDPR, Article 6(1)(e)); consent (Article 6(1)(a)) for what is optional"
        ),
        people=N_("Whoever has or had a role in an organisation of the network"),
        data=N_("Names, e-mail addresses, telephone numbers, languages; roles and consents over time"),
        recipients=N_("Staff of the person’s city"),
        kept=_people_are_kept,
    ),
    Activity(
        collections=("stakeholders",),
        name=N_("Stakeholders"),
        purpose=N_("To see who has power and interest in the work of the partnership, and whom it has not reached yet"),
        people=N_("Stakeholders, where a person is named"),
        data=N_("Names, whom they represent; judgements of power, interest and attitude over time"),
        recipients=N_("Staff of the city that notes them"),
        kept=lambda _read: _("Until the city removes them"),
    ),
    Activity(
        collections=("searches",),
        name=N_("Saved searches"),
        purpose=N_("To tell staff what is new among what they look for"),
        people=N_("Staff who save a search"),
        data=N_("What they look for, and how they call it"),
        recipients=N_("Nobody else"),
        kept=_searches_are_kept,
    ),
)
routes = routes_of(ACTIVITIES)
