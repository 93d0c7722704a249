"""What the registry says to the others: cities, organisations, people (by id alone) and partnerships.

Every event carries the whole public state after the change, so that the newest alone suffices. The envelope
has the id (subject) and the city. Never an address or a name of a person: those stay behind the dataref.
"""

from marshmallow import INCLUDE, Schema

from services.chassis.events import Event
from services.chassis.http import fields
from services.contracts.governance import (
    AgreementExpiring,
    DecisionOverdue,
    DecisionPublished,
    DecisionWithdrawn,
    MeetingCancelled,
    MeetingPlanned,
    MinutesPublished,
    MinutesWithdrawn,
    TableChanged,
    TableOpened,
)
from services.contracts.organisations import OrganisationChanged as OrganisationChanged
from services.contracts.organisations import OrganisationMerged as OrganisationMerged
from services.contracts.organisations import OrganisationRegistered as OrganisationRegistered
from services.contracts.organisations import OrganisationRemoved as OrganisationRemoved
from services.contracts.organisations import OrganisationRestored as OrganisationRestored
from services.contracts.organisations import Site

GOVERNANCE = (
    AgreementExpiring, TableOpened, TableChanged, MeetingPlanned, MeetingCancelled,
    MinutesPublished, MinutesWithdrawn, DecisionPublished, DecisionWithdrawn, DecisionOverdue,
)  # fmt: skip
"""How a partnership works together."""


class CityFacts(Event):
    """What every event about a city tells; the subject is its slug, such as "catania".

    `names` are those of other languages, where they differ: a reader without one reads `name`.
    """

    name = fields.Text(required=True)
    names = fields.Translated(max=100)
    country = fields.Country(required=True)
    nuts3 = fields.Text(allow_none=True)
    role = fields.OneOf("source", "receiving", "both", required=True)
    languages = fields.ListOf(fields.Language())
    timezone = fields.TimeZone(required=True)
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)


class CityRegistered(CityFacts):
    """Said when a city joins the network. Heard by website, workshops (time zone), transfers (from, to), support and
    notifications (name).
    """

    type = "eu.learning-cities.registry.city.registered.v1"


class CityChanged(CityFacts):
    """Said when facts of a city change. Heard by who hears that it joins."""

    type = "eu.learning-cities.registry.city.changed.v1"


class PersonRegistered(Event):
    """Said when a person enters the register; the dataref tells who, until they are erased. Heard by city systems."""

    type = "eu.learning-cities.registry.person.registered.v1"


class PersonChanged(Event):
    """Said when something about a person changes; the dataref tells what is so now. Heard by city systems."""

    type = "eu.learning-cities.registry.person.changed.v1"


class PersonErased(Event):
    """Said when a person was erased here. Heard by whoever keeps something about them, who erases it too and says so.

    The dataref, /contacts/erasures/<id>, tells by which addresses they may be known, until all have said so.
    """

    type = "eu.learning-cities.registry.person.erased.v1"


class ErasureLate(Event):
    """Said once of an erasure that is not done everywhere after some minutes. Heard by notifications: the staff of the
    city, who ordered it (`ordered_by`) and the operators are told. The subject is the number of the receipt.
    """

    type = "eu.learning-cities.registry.erasure.late.v1"

    waits_for = fields.ListOf(fields.Text(), required=True)
    ordered_by = fields.Text(required=True, max=200)


class Mandate(Schema):
    """One organisation's time in a partnership, in one role; `until` is the last day, None while it lasts."""

    class Meta:
        unknown = INCLUDE  # an older reader must live with what a newer writer adds

    organisation = fields.Id(required=True)
    role = fields.OneOf("lead", "core", "associate", "observer", required=True)
    since = fields.IsoDate(required=True)
    until = fields.IsoDate(required=True, allow_none=True)


class PartnershipFacts(Event):
    """What every event about a Local Development Partnership tells; `members` holds the past mandates too.

    `selection` says how members are chosen, for everybody to read (Regulation (EU) 240/2014, Article 3).
    """

    name = fields.Text(required=True)
    lead_organisation = fields.Id(required=True)
    members = fields.ListOf(fields.Nested(Mandate), max=1000, required=True)
    status = fields.OneOf("active", "ended", required=True)
    selection = fields.Translated(allow_none=True)


class PartnershipFormed(PartnershipFacts):
    """Said when a city's partnership is formed. Heard by website (city page), transfers (adoption)."""

    type = "eu.learning-cities.registry.partnership.formed.v1"


class PartnershipChanged(PartnershipFacts):
    """Said when a partnership's name, lead or members change. Heard by website, transfers."""

    type = "eu.learning-cities.registry.partnership.changed.v1"


class PartnershipEnded(PartnershipFacts):
    """Said when a partnership ends; every mandate has its last day then. Heard by website, transfers."""

    type = "eu.learning-cities.registry.partnership.ended.v1"


class ServiceFacts(Event):
    """What every event about a service of the directory tells: its public sheet, without its e-mail address."""

    organisation = fields.Id(required=True)
    name = fields.Translated(required=True)
    description = fields.Translated(max=4000, allow_none=True)
    themes = fields.ListOf(fields.Text())
    target_groups = fields.ListOf(fields.Text())
    policy_areas = fields.ListOf(fields.Text())
    languages = fields.ListOf(fields.Language())
    eligibility = fields.Translated(max=1000, allow_none=True)
    how_to_apply = fields.Translated(max=1000, allow_none=True)
    cost = fields.Translated(max=500, allow_none=True)
    documents = fields.Translated(max=1000, allow_none=True)
    hours = fields.Translated(max=500, allow_none=True)
    places = fields.ListOf(fields.Nested(Site), max=20)
    website = fields.WebAddress(allow_none=True)
    phone = fields.Text(allow_none=True)
    status = fields.OneOf("active", "inactive", "temporarily_closed", "defunct", required=True)
    takes_referrals = fields.Boolean(required=True)
    free_places = fields.Integer(min=0, allow_none=True)
    reviewed_on = fields.IsoDate(required=True)


class ServiceListed(ServiceFacts):
    """Said when a service enters the directory. Heard by website (directory pages)."""

    type = "eu.learning-cities.registry.service.listed.v1"


class ServiceChanged(ServiceFacts):
    """Said when a service changes or is confirmed. Heard by website."""

    type = "eu.learning-cities.registry.service.changed.v1"


class ServiceRemoved(Event):
    """Said when a service leaves the directory. Heard by website."""

    type = "eu.learning-cities.registry.service.removed.v1"


class ServiceReviewDue(Event):
    """Said once when nobody has confirmed a service for as long as was agreed. Heard by notifications."""

    type = "eu.learning-cities.registry.service.review_due.v1"

    name = fields.Translated(required=True)


class SearchMatched(Event):
    """Said when a saved search finds what it did not find before. Heard by notifications, which tell its owner.

    The subject is the search, `new` how many things are new. Its name and what it looks for are its owner's,
    unsaid: what they call it is told at /contacts/searches/<id> while somebody writes to them.
    """

    type = "eu.learning-cities.registry.search.matched.v1"

    owner = fields.Text(required=True, max=200)
    new = fields.Integer(min=1, required=True)
