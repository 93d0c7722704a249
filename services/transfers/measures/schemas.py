"""What comes in and goes out about the measures of a plan."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.contracts.transfers import FUNDING_SOURCES, LINKED_AREAS, MEASURE_STATES, ORIGINS


class IndicatorBody(Body):
    """What a measure is held to: from baseline to target by a day, and where the value is read."""

    id = fields.Slug(load_default=None, allow_none=True)
    name = fields.Translated(required=True)
    unit = fields.Text(max=60, required=True)
    baseline = fields.Number(required=True)
    target = fields.Number(required=True)
    due_on = fields.IsoDate(required=True)
    source = fields.Text(max=300, required=True)


class BudgetLineBody(Body):
    """Money from one funding source; `programme` names the call or the chapter."""

    source = fields.OneOf(*FUNDING_SOURCES, required=True)
    programme = fields.Text(max=200, load_default=None, allow_none=True)
    amount = fields.Money(required=True)


class OriginBody(Body):
    """Where a measure comes from.

    `id` is that of the idea, of the activity, or `<practice>:<component>`. `gathering` is needed for an
    activity and follows from an idea.
    """

    kind = fields.OneOf(*ORIGINS, required=True)
    id = fields.Text(max=200, required=True)
    gathering = fields.Id(load_default=None, allow_none=True)


class MeasureTexts(Body):
    """A measure as it is written; one that is linked to no other policy area is flagged as not integrated."""

    title = fields.Translated(load_default=dict)
    objective = fields.Translated(max=10_000, load_default=dict)
    description = fields.Translated(max=10_000, load_default=dict)
    target_group = fields.Translated(load_default=dict)
    target_number = fields.Integer(min=0, load_default=None, allow_none=True)
    responsible = fields.Id(load_default=None, allow_none=True)
    partners = fields.ListOf(fields.Id(), load_default=list)
    starts_on = fields.IsoDate(load_default=None, allow_none=True)
    ends_on = fields.IsoDate(load_default=None, allow_none=True)
    linkages = fields.ListOf(fields.OneOf(*LINKED_AREAS), load_default=list)
    indicators = fields.ListOf(fields.Nested(IndicatorBody), max=20, load_default=list)
    budget = fields.ListOf(fields.Nested(BudgetLineBody), max=20, load_default=list)


class MeasureBody(MeasureTexts):
    """A new measure, with the origin that it keeps; texts left out are taken from the idea it comes from."""

    origin = fields.Nested(OriginBody, load_default=None, allow_none=True)


class ReportedValueBody(Body):
    """A value of an indicator on a day."""

    indicator = fields.Slug(required=True)
    value = fields.Number(required=True)
    measured_on = fields.IsoDate(required=True)


class ProgressBody(Body):
    """What became of a measure: another state, a note (needed to drop it), values of indicators."""

    state = fields.OneOf(*MEASURE_STATES, load_default=None, allow_none=True)
    note = fields.Translated(max=5000, load_default=dict)
    values = fields.ListOf(fields.Nested(ReportedValueBody), max=20, load_default=list)


class ValueShape(Shape):
    """A value of an indicator on a day."""

    value = fields.Number()
    measured_on = fields.IsoDate()


class IndicatorShape(IndicatorBody):
    """An indicator with the values reported so far; `current` is the one measured last."""

    values = fields.ListOf(fields.Nested(ValueShape))
    current = fields.Number()


class ProgressShape(Shape):
    """An entry in the record of a measure."""

    at = fields.Instant()
    by = fields.Text()
    state = fields.OneOf(*MEASURE_STATES)
    note = fields.Translated()


class MeasureShape(DocumentShape):
    """A measure as it is shown."""

    plan = fields.Id()
    city = fields.Slug()
    number = fields.Integer()
    title = fields.Translated()
    objective = fields.Translated()
    description = fields.Translated()
    target_group = fields.Translated()
    target_number = fields.Integer()
    responsible = fields.Id()
    responsible_name = fields.Text()
    partners = fields.ListOf(fields.Id())
    starts_on = fields.IsoDate()
    ends_on = fields.IsoDate()
    linkages = fields.ListOf(fields.OneOf(*LINKED_AREAS))
    integrated = fields.Boolean()
    indicators = fields.ListOf(fields.Nested(IndicatorShape))
    budget = fields.ListOf(fields.Nested(BudgetLineBody))
    origin = fields.Nested(OriginBody)
    state = fields.OneOf(*MEASURE_STATES)
    progress = fields.ListOf(fields.Nested(ProgressShape))


class MeasureFilters(Filters):
    """How the measures of a plan can be narrowed."""

    sortable = ("number", "created_at", "updated_at")

    state = fields.OneOf(*MEASURE_STATES)
    integrated = fields.Boolean()
