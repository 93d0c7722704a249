"""What comes in and goes out about Action Plans."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.contracts.transfers import FUNDING_SOURCES, LINKED_AREAS, PLAN_STATES
from services.transfers.measures.schemas import MeasureShape


class PlanTexts(Body):
    """An Action Plan as it is written: context and needs, the vision that the city's workshop agreed on."""

    title = fields.Translated(required=True)
    starts_on = fields.IsoDate(required=True)
    ends_on = fields.IsoDate(required=True)
    context = fields.Translated(max=10_000, load_default=dict)
    vision = fields.Translated(max=5000, load_default=dict)
    illustration = fields.Boolean(load_default=False)


class PlanBody(PlanTexts):
    """A new Action Plan and the city whose plan it is, which stays."""

    city = fields.Slug(required=True)


class DecisionBody(Body):
    """The decision of the Local Development Partnership: its reference in the minutes and its day."""

    reference = fields.Text(max=100, required=True)
    decided_on = fields.IsoDate(required=True)
    link = fields.WebAddress(load_default=None, allow_none=True)


class AdvanceBody(Body):
    """The next state; a decision is needed to adopt."""

    status = fields.OneOf(*PLAN_STATES, required=True)
    decision = fields.Nested(DecisionBody, load_default=None, allow_none=True)


class DecisionShape(DecisionBody):
    """A decision that adopted a revision of the plan."""

    revision = fields.Integer()


class HistoryShape(Shape):
    """A state that the plan entered, when, and who had it do so."""

    status = fields.OneOf(*PLAN_STATES)
    revision = fields.Integer()
    at = fields.Instant()
    by = fields.Text()


class PlanShape(DocumentShape):
    """An Action Plan as it is shown in a list."""

    city = fields.Slug()
    title = fields.Translated()
    starts_on = fields.IsoDate()
    ends_on = fields.IsoDate()
    context = fields.Translated()
    vision = fields.Translated()
    status = fields.OneOf(*PLAN_STATES)
    next_statuses = fields.ListOf(fields.OneOf(*PLAN_STATES))
    revision = fields.Integer()
    decisions = fields.ListOf(fields.Nested(DecisionShape))
    history = fields.ListOf(fields.Nested(HistoryShape))
    measure_count = fields.Integer()
    integrated_count = fields.Integer()
    areas = fields.ListOf(fields.OneOf(*LINKED_AREAS))
    integration_index = fields.Number()
    illustration = fields.Boolean()


class BudgetShape(Shape):
    """What a plan asks of one funding source."""

    source = fields.OneOf(*FUNDING_SOURCES)
    amount = fields.Money()


class WholePlanShape(PlanShape):
    """An Action Plan with its measures, in their order, and the sum of their budgets by funding source."""

    budget = fields.ListOf(fields.Nested(BudgetShape))
    measures = fields.ListOf(fields.Nested(MeasureShape))


class PlanFilters(Filters):
    """How a list of plans can be narrowed."""

    sortable = ("created_at", "updated_at", "starts_on", "integration_index")

    city = fields.Slug()
    status = fields.OneOf(*PLAN_STATES)
