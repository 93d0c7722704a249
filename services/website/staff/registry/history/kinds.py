"""The kinds of objects that have a history: the forms whose words tell it, what their codes mean, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import abort, url_for

from services.chassis.i18n import N_
from services.chassis.web.forms import Form
from services.website.public.names import MEMBER_ROLES, OUTCOMES, SCHEMES, VERIFICATIONS
from services.website.staff import words
from services.website.staff.registry.agreements import AgreementForm, TableForm
from services.website.staff.registry.capacity import AssessmentForm
from services.website.staff.registry.cities import CityForm
from services.website.staff.registry.decisions import DecisionForm
from services.website.staff.registry.duplicates.views import NotTheSameForm
from services.website.staff.registry.meetings import AttendanceForm, MeetingForm, MinutesForm
from services.website.staff.registry.organisations import OrganisationForm
from services.website.staff.registry.partnerships import MemberForm, PartnershipForm
from services.website.staff.registry.people import PersonForm
from services.website.staff.registry.searches import SearchForm
from services.website.staff.registry.services import ServiceForm
from services.website.staff.registry.stakeholders import NewStakeholderForm
from services.website.staff.words_of_privacy import CONSENT_WAYS

Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Kind:
    """One kind: the page of an object (with the names of the parts of its address), its list, and its words."""

    page: str
    parts: tuple[str, ...]
    all: str
    forms: tuple[type[Form], ...] = ()
    codes: Codes = field(default_factory=dict)

    def label(self, name: str) -> str:
        """What a field is called in the forms, else in the table below, as a sentence to translate."""
        asked = [one.args[0] for one in self._asked(name)]
        return str(asked[0] if asked else BESIDES.get(name) or words.FIELDS.get(name) or name.replace("_", " "))

    def meanings(self, name: str) -> Mapping[str, str]:
        """The codes of a field with their names, as sentences to translate."""
        offered = (one.kwargs.get("choices") for one in self._asked(name))
        return next((one for one in (self.codes.get(name), *offered) if isinstance(one, Mapping)), {})

    def _asked(self, name: str) -> list[Any]:
        """The fields of the forms that ask for `name`, as they are declared."""
        declared = (getattr(form, name, None) for form in self.forms)
        return [one for one in declared if hasattr(one, "_formfield")]

    def address(self, ids: list[str]) -> str:
        """The page of the object."""
        values: dict[str, Any] = dict(zip(self.parts, ids, strict=False))
        return url_for(self.page, **values)


def _of_partnership(page: str, part: str, *forms: type[Form], codes: Codes | None = None) -> Kind:
    return Kind(page, ("id", part), "staff.partnerships", forms, codes or {})


CHANNELS: Final = {"email": N_("E-mail address"), "phone": N_("Telephone")}
KINDS: Final[Mapping[tuple[str, ...], Kind]] = {
    ("organisations",): Kind(
        "staff.organisation", ("id",), "staff.organisations", (OrganisationForm,),
        {"scheme": SCHEMES, "status": VERIFICATIONS},
    ),
    ("cities",): Kind("staff.city", ("id",), "staff.cities", (CityForm,)),
    ("people",): Kind(
        "staff.person", ("id",), "staff.people", (PersonForm,),
        {"how": CONSENT_WAYS, "kind": CHANNELS},
    ),
    ("partnerships",): Kind(
        "staff.partnership", ("id",), "staff.partnerships", (PartnershipForm, MemberForm),
        {"status": words.STATES, "role": MEMBER_ROLES},
    ),
    ("partnerships", "agreements"): _of_partnership("staff.change_agreement", "agreement", AgreementForm),
    ("partnerships", "tables"): _of_partnership("staff.change_table", "table", TableForm),
    ("partnerships", "meetings"): _of_partnership(
        "staff.meeting", "meeting", MeetingForm, AttendanceForm, MinutesForm,
        codes={"status": words.STATES, "minutes_status": words.MINUTES_STATES},
    ),
    ("partnerships", "decisions"): _of_partnership(
        "staff.decision", "decision", DecisionForm, codes={"status": words.DECISION_STATES, "outcome": OUTCOMES}
    ),
    ("partnerships", "assessments"): Kind("staff.capacity", ("id",), "staff.partnerships", (AssessmentForm,)),
    ("stakeholders",): Kind(
        "staff.stakeholder", ("id",), "staff.stakeholders", (NewStakeholderForm,), {"strategy": words.STRATEGIES}
    ),
    ("services",): Kind("staff.service", ("id",), "staff.services", (ServiceForm,)),
    ("imports",): Kind("staff.one_import", ("id",), "staff.imports", codes={"status": words.STATES}),
    ("searches",): Kind(
        "staff.change_search", ("id",), "staff.searches", (SearchForm,), {"of": words.SEARCHED_LISTS}
    ),
    ("duplicates",): Kind(
        "staff.duplicate", ("id",), "staff.duplicates", (NotTheSameForm,),
        codes={"status": words.PAIR_STATES, "reasons": words.LIKENESS_REASONS, "kind": words.MOVED},
    ),
}  # fmt: skip
"""By the words of its address: partnerships/<id>/meetings/<meeting> is of partnerships, meetings."""

BESIDES: Final[Mapping[str, str]] = {
    "status": N_("State"), "members": N_("Members"), "since": N_("Since"), "until": N_("Until"),
    "organisation": N_("Organisation"), "role": N_("Role"), "roles": N_("Roles in organisations"),
    "consents": N_("Consents"), "purpose": N_("Purpose"), "how": N_("How?"), "given_on": N_("Given on"),
    "withdrawn_on": N_("Withdrawn on"), "address": N_("Address"), "origin": N_("Origin"), "source": N_("Source"),
    "identifier": N_("Identifier"), "partnership": N_("Partnership"), "remind_on": N_("Reminder from"),
    "remind_days": N_("Days before the end at which we remind you"), "quorum_percent": N_("Quorum in per cent"),
    "minutes_status": N_("State of the minutes"), "approved_on": N_("Approved on"), "published": N_("Published"),
    "quorum": N_("Quorum"), "percent": N_("More than so many per cent"), "entitled": N_("May vote"),
    "needed": N_("Needed"), "present": N_("Present"), "reached": N_("Reached"), "meeting": N_("Meeting"),
    "decided_on": N_("Decided on"), "outcome": N_("Outcome"), "closed_on": N_("Closed on"),
    "closing_note": N_("Note"), "levels": N_("Levels"), "strategy": N_("How to deal with it"),
    "scores": N_("Judgements"), "places": N_("Places"), "town": N_("Town"), "assurer": N_("Who answers for it"),
    "review_months": N_("Confirmed every so many months"), "reviewed_on": N_("Confirmed on"),
    "review_due_on": N_("To be confirmed by"), "free_places": N_("Free places"), "query": N_("What is searched"),
    "q": N_("Words"), "of": N_("List"), "removed_at": N_("Removed on"), "confirmed_at": N_("Confirmed on"),
    "organisations": N_("Organisations"), "score": N_("Likeness"), "reasons": N_("What speaks for it"),
    "survivor": N_("Stays"), "merged": N_("Went into it"), "merged_at": N_("Merged on"),
    "moved": N_("Moved to the one that stays"), "count": N_("How many"), "day": N_("Day"),
    "legal_name": N_("Legal name"), "identifiers": N_("Identifiers"), "scheme": N_("Scheme"), "value": N_("Number"),
    "sites": N_("Sites"), "target_groups": N_("For whom?"), "postcode": N_("Postcode"), "phone": N_("Telephone"),
    "channels": N_("Further addresses and numbers"), "on": N_("Day"), "main": N_("main site"),
    **words.DIMENSIONS,
}  # fmt: skip
"""What fields are called that no form asks."""


def kind_of(address: str) -> tuple[Kind, list[str]]:
    """The kind of an object and the ids in its address; an address of no kind is 404."""
    steps = address.split("/")
    kind = KINDS.get(tuple(steps[::2])) if len(steps) % 2 == 0 else None
    if kind is None:
        abort(404)
    return kind, steps[1::2]


def name_of(found: Mapping[str, Any]) -> Any:
    """What an object is called: its name or title, a Translated value maybe."""
    if found.get("family_name"):
        return f"{found['given_name']} {found['family_name']}"
    return found.get("name") or found.get("title") or found.get("source") or ""
