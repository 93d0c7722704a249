"""What may stand in the file of a network: the API's own forms, with names in the place of ids."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.http import fields
from services.chassis.http.schema import Body
from services.registry.directory.schemas import ServiceBody
from services.registry.model import POLICY_AREAS
from services.registry.organisations.schemas import OrganisationBody
from services.registry.partnerships.model import MEMBER_ROLES
from services.registry.schemas import CityBody
from services.transfers.plans.schemas import PlanTexts
from services.transfers.practices.schemas import PracticeTexts
from services.workshops.gatherings.schemas import GatheringBody


class ProjectEntry(Body):
    """Facts of the project, for whoever reads the file."""

    acronym = fields.Text(required=True, max=50)
    title = fields.Text(required=True)
    programme = fields.Text()
    action = fields.Text()
    grant_agreement = fields.Text()
    start = fields.IsoDate()
    end = fields.IsoDate()
    months = fields.Integer(min=1)
    working_language = fields.Language()
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    tools = fields.ListOf(fields.Text(max=100))


class CityEntry(CityBody):
    """A city of the network."""


class OrganisationEntry(OrganisationBody):
    """An organisation; `role` is what it is in the project, `city` the name of a city of this file."""

    role = fields.OneOf("coordinator", "partner")
    city = fields.Text(max=100)  # type: ignore[assignment]  # a name, not yet an id


class MemberEntry(Body):
    """A member of a partnership, by the name or short name of its organisation."""

    organisation = fields.Text(required=True)
    role = fields.OneOf(*MEMBER_ROLES, required=True)
    since = fields.IsoDate()


class PartnershipEntry(Body):
    """The Local Development Partnership of a city; organisations by name or short name."""

    city = fields.Text(required=True)
    name = fields.Text(required=True)
    lead = fields.Text(required=True)
    since = fields.IsoDate()
    members = fields.ListOf(fields.Nested(MemberEntry), max=200)


class ServiceEntry(ServiceBody):
    """A service of the directory, in a city of this file, by the name or short name of who offers it."""

    organisation = fields.Text(required=True)  # type: ignore[assignment]  # a name, not yet an id
    city = fields.Text(required=True)  # type: ignore[assignment]  # the same


class PracticeEntry(PracticeTexts):
    """A practice of a city. With its city alone it is known to be there, and no sheet is made."""

    title = fields.Translated()
    city = fields.Text(required=True)
    publish = fields.Boolean(load_default=False)


class TransferEntry(Body):
    """A transfer to a city; without `from` it is not yet known which practice, and none is opened."""

    to = fields.Text(required=True)
    illustration = fields.Boolean(load_default=False)

    class Meta:
        """`from` is a word of Python, so it cannot be written as an attribute."""

        include = {"from": fields.Text()}


class GatheringEntry(GatheringBody):
    """A gathering; instead of `starts_at` and `ends_at` it may begin `in_days` from today and last so many `hours`."""

    city = fields.Text(required=True)  # type: ignore[assignment]  # a name, not yet an id
    starts_at = fields.Instant()
    ends_at = fields.Instant()
    in_days = fields.Integer(min=1, max=3650)
    hours = fields.Integer(min=1, max=240)

    @validates_schema
    def has_a_time(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse an entry that has neither of the two, or halves of both."""
        given = {name for name in ("starts_at", "ends_at", "in_days", "hours") if name in data}
        if given not in ({"starts_at", "ends_at"}, {"in_days", "hours"}):
            raise ValidationError("Give either starts_at and ends_at, or in_days and hours.", "starts_at")


class PlanEntry(PlanTexts):
    """An Action Plan of a city."""

    city = fields.Text(required=True)


class NetworkFile(Body):
    """A whole network."""

    project = fields.Nested(ProjectEntry)
    cities = fields.ListOf(fields.Nested(CityEntry), max=500, min=1, required=True)
    organisations = fields.ListOf(fields.Nested(OrganisationEntry), max=10_000)
    partnerships = fields.ListOf(fields.Nested(PartnershipEntry), max=500)
    services = fields.ListOf(fields.Nested(ServiceEntry), max=10_000)
    practices = fields.ListOf(fields.Nested(PracticeEntry), max=1000)
    transfers = fields.ListOf(fields.Nested(TransferEntry), max=1000)
    gatherings = fields.ListOf(fields.Nested(GatheringEntry), max=1000)
    plans = fields.ListOf(fields.Nested(PlanEntry), max=500)
