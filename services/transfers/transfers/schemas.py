"""What comes in and goes out about transfers and their diaries."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.contracts.transfers import ADAPTATIONS, TRANSFER_STATES
from services.transfers.transfers.model import GATE_ITEMS

PROGRESS = ("not_started", "in_progress", "in_use")


class TransferBody(Body):
    """A new transfer: which practice, and the city that takes it up; the practice tells where it is from."""

    practice = fields.Id(required=True)
    city = fields.Slug(required=True)
    illustration = fields.Boolean(load_default=False)


class AdvanceBody(Body):
    """The next state; a reason is needed to abandon."""

    state = fields.OneOf(*TRANSFER_STATES, required=True)
    reason = fields.LongText(max=2000, load_default=None, allow_none=True)


class EvidenceBody(Body):
    """A document or decision that a gate asks for: `reference` is its file number, `link` leads to it."""

    item = fields.OneOf(*GATE_ITEMS, required=True)
    title = fields.Text(required=True)
    dated_on = fields.IsoDate(required=True)
    reference = fields.Text(max=100, load_default=None, allow_none=True)
    link = fields.WebAddress(load_default=None, allow_none=True)


class ComponentBody(Body):
    """How a component is taken up, why so, and how far it has come; what is left out stays."""

    adaptation = fields.OneOf(*ADAPTATIONS)
    reason = fields.Translated(max=2000)
    progress = fields.OneOf(*PROGRESS)


class EvidenceShape(EvidenceBody):
    """A document or decision on file."""

    recorded_at = fields.Instant()


class ComponentShape(ComponentBody):
    """A component of the practice on its way."""

    id = fields.Slug()
    title = fields.Translated()
    adaptation = fields.OneOf(*ADAPTATIONS, allow_none=True)
    reason = fields.Translated(max=2000, allow_none=True)


class StepShape(Shape):
    """A possible next state, and what its gate still asks for: items by code, components by id."""

    state = fields.OneOf(*TRANSFER_STATES)
    missing_items = fields.ListOf(fields.OneOf(*GATE_ITEMS))
    open_components = fields.ListOf(fields.Slug())


class HistoryShape(Shape):
    """A state that the transfer entered, when, and who had it do so."""

    state = fields.OneOf(*TRANSFER_STATES)
    at = fields.Instant()
    by = fields.Text()
    reason = fields.LongText()


class TransferShape(DocumentShape):
    """A transfer as it is shown; `city` is the one that takes the practice up."""

    practice = fields.Id()
    practice_title = fields.Translated()
    from_city = fields.Slug()
    city = fields.Slug()
    state = fields.OneOf(*TRANSFER_STATES)
    reason = fields.LongText()
    evidence = fields.ListOf(fields.Nested(EvidenceShape))
    components = fields.ListOf(fields.Nested(ComponentShape))
    next_steps = fields.ListOf(fields.Nested(StepShape))
    history = fields.ListOf(fields.Nested(HistoryShape))
    last_diary_on = fields.IsoDate()
    diary_due_on = fields.IsoDate()
    illustration = fields.Boolean()


class TransferFilters(Filters):
    """How a list of transfers can be narrowed."""

    practice = fields.Id()
    from_city = fields.Slug()
    city = fields.Slug()
    state = fields.OneOf(*TRANSFER_STATES)


class DiaryBody(Body):
    """An entry of the diary; the author is the organisation of who writes, unless another one is named."""

    dated_on = fields.IsoDate(required=True)
    organisation = fields.Id(load_default=None, allow_none=True)
    learnt = fields.Translated(max=5000, required=True)
    adapted = fields.Translated(max=5000, load_default=dict)
    obstacles = fields.Translated(max=5000, load_default=dict)
    next_step = fields.Translated(max=2000, required=True)


class DiaryShape(DocumentShape):
    """An entry of the diary as it is shown."""

    transfer = fields.Id()
    city = fields.Slug()
    dated_on = fields.IsoDate()
    organisation = fields.Id()
    organisation_name = fields.Text()
    learnt = fields.Translated()
    adapted = fields.Translated()
    obstacles = fields.Translated()
    next_step = fields.Translated()


class DiaryFilters(Filters):
    """A diary is read whole, the newest entry first."""
