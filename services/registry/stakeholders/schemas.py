"""What comes in and goes out over HTTP about stakeholders. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.registry.model import POLICY_AREAS
from services.registry.stakeholders import model


class ScoreBody(Body):
    """One judgement; `day` is today unless it is given."""

    day = fields.IsoDate(allow_none=True)
    power = fields.Integer(min=model.LEAST, max=model.MOST, required=True)
    interest = fields.Integer(min=model.LEAST, max=model.MOST, required=True)
    attitude = fields.OneOf(*model.ATTITUDES, required=True)
    involvement = fields.OneOf(*model.INVOLVEMENTS, required=True)
    wanted_involvement = fields.OneOf(*model.INVOLVEMENTS, required=True)
    note = fields.Text(max=1000, allow_none=True)


class SheetBody(Body):
    """What a stakeholder is, whatever is thought of it; named by itself or by its organisation."""

    name = fields.Text(max=200, allow_none=True)
    organisation = fields.Id(allow_none=True)
    role_group = fields.OneOf(*model.ROLE_GROUPS, required=True)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    represents = fields.Text(max=300, allow_none=True)
    people_concerned = fields.Boolean()


class StakeholderBody(SheetBody, ScoreBody):
    """A new stakeholder of a city, with the first judgement."""

    city = fields.Slug(allow_none=True)


class ScoreShape(Shape):
    """One judgement as it is shown."""

    day = fields.IsoDate()
    power = fields.Integer()
    interest = fields.Integer()
    attitude = fields.OneOf(*model.ATTITUDES)
    involvement = fields.OneOf(*model.INVOLVEMENTS)
    wanted_involvement = fields.OneOf(*model.INVOLVEMENTS)
    note = fields.Text(allow_none=True)


class StakeholderShape(DocumentShape):
    """A stakeholder as its own city sees it: the newest judgement, and all of them, the oldest first."""

    city = fields.Slug()
    name = fields.Text()
    organisation = fields.Id(allow_none=True)
    role_group = fields.OneOf(*model.ROLE_GROUPS)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    represents = fields.Text(allow_none=True)
    people_concerned = fields.Boolean()
    power = fields.Integer()
    interest = fields.Integer()
    attitude = fields.OneOf(*model.ATTITUDES)
    involvement = fields.OneOf(*model.INVOLVEMENTS)
    wanted_involvement = fields.OneOf(*model.INVOLVEMENTS)
    strategy = fields.OneOf(*model.STRATEGIES)
    scores = fields.ListOf(fields.Nested(ScoreShape), max=1000)


class StakeholderFilters(Filters):
    """How a list of stakeholders can be narrowed."""

    sortable = ("name", "power", "interest", "created_at", "updated_at")

    city = fields.Slug()
    role_group = fields.OneOf(*model.ROLE_GROUPS)
    policy_area = fields.OneOf(*POLICY_AREAS)
    attitude = fields.OneOf(*model.ATTITUDES)
    strategy = fields.OneOf(*model.STRATEGIES)
    organisation = fields.Id()


class GapsShape(Shape):
    """Where a city has no stakeholder with a high interest yet."""

    id = fields.Slug()
    role_groups = fields.ListOf(fields.OneOf(*model.ROLE_GROUPS))
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
