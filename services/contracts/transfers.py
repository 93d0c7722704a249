"""What transfers says to the other services: practices, transfers, Action Plans and their measures.

Public texts, ids and codes only. The city of the envelope owns the object: it has the practice, takes one
up, or makes the plan. Each event carries the whole state that a listener needs: the newest alone suffices.
`illustration` marks what was made up for a demonstration; whoever shows it must say so.
"""

from marshmallow import INCLUDE, Schema

from services.chassis.events import Event
from services.chassis.http import fields

POLICY_AREAS = ("training_and_education", "housing", "employment", "entrepreneurship", "intercultural_issues")
"""Policy areas of a practice; a measure is linked to any but the first, which is its own."""

LINKED_AREAS = POLICY_AREAS[1:]
"""The areas and programmes that a measure of training and education is integrated with (fiche)."""

TRANSFER_STATES = (
    "proposed",
    "screened",
    "understanding",
    "adapting",
    "re_using",
    "embedded",
    "partly_embedded",
    "abandoned",
)
PLAN_STATES = ("draft", "consultation", "adopted", "in_implementation", "revised", "closed")
MEASURE_STATES = ("planned", "in_progress", "completed", "dropped")
ORIGINS = ("easw_idea", "gopp_activity", "practice_component")
ADAPTATIONS = ("as_is", "adapted", "replaced", "dropped")
FUNDING_SOURCES = ("esf_plus", "amif", "erdf", "national", "regional", "municipal", "private", "other")


class Part(Schema):
    """A part of an event; an older reader must live with what a newer writer adds."""

    class Meta:
        unknown = INCLUDE


class PracticePart(Part):
    """A component of a practice: what can be taken up, adapted, replaced or dropped on its own."""

    id = fields.Slug(required=True)
    title = fields.Translated(required=True)
    description = fields.Translated(max=2000, required=True, allow_none=True)


class PracticeEvidence(Part):
    """What shows that a practice works, and where that can be read."""

    id = fields.Slug()
    statement = fields.Translated(max=2000, required=True)
    source = fields.Text(required=True, allow_none=True)


class PracticeLink(Part):
    """Where to read more."""

    label = fields.Text(required=True)
    address = fields.WebAddress(required=True)


class PracticeFacts(Event):
    """What every event about a published practice tells: its public sheet."""

    title = fields.Translated(required=True)
    challenge = fields.Translated(max=2000, required=True)
    description = fields.Translated(max=5000, required=True)
    preconditions = fields.Translated(max=2000, required=True)
    resources = fields.Translated(max=2000, required=True)
    main_institution = fields.Text(required=True)
    nuts = fields.Text(required=True, allow_none=True)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS), required=True)
    components = fields.ListOf(fields.Nested(PracticePart), required=True)
    evidence = fields.ListOf(fields.Nested(PracticeEvidence), required=True)
    links = fields.ListOf(fields.Nested(PracticeLink), required=True)
    illustration = fields.Boolean(required=True)


class PracticePublished(PracticeFacts):
    """Said when a practice sheet has passed its gate and is public.

    Heard by website (practice library) and support (questions about a practice go to the city that has it).
    """

    type = "eu.learning-cities.transfers.practice.published.v1"


class PracticeChanged(PracticeFacts):
    """Said when a published practice sheet changes. Heard by the listeners of practice.published."""

    type = "eu.learning-cities.transfers.practice.changed.v1"


class ComponentProgress(Part):
    """How one component travels: the adaptation chosen for it and how far it has come."""

    id = fields.Slug(required=True)
    title = fields.Translated(required=True)
    adaptation = fields.OneOf(*ADAPTATIONS, required=True, allow_none=True)
    progress = fields.OneOf("not_started", "in_progress", "in_use", required=True)


class TransferFacts(Event):
    """What every event about a transfer tells; the city is the receiving one."""

    practice = fields.Id(required=True)
    practice_title = fields.Translated(required=True)
    from_city = fields.Slug(required=True)
    state = fields.OneOf(*TRANSFER_STATES, required=True)
    components = fields.ListOf(fields.Nested(ComponentProgress), required=True)
    illustration = fields.Boolean(required=True)


class TransferOpened(TransferFacts):
    """Said when a city proposes to take up a practice. Heard by website and notifications (staff of both)."""

    type = "eu.learning-cities.transfers.transfer.opened.v1"


class TransferAdvanced(TransferFacts):
    """Said when a transfer enters another state. Heard by the listeners of transfer.opened."""

    type = "eu.learning-cities.transfers.transfer.advanced.v1"


class TransferChanged(TransferFacts):
    """Said when the adaptation or progress of a component changes. Heard by website."""

    type = "eu.learning-cities.transfers.transfer.changed.v1"


class TransferDiaryOverdue(Event):
    """Said once a lapse, when no diary entry was written for 90 days. Heard by notifications."""

    type = "eu.learning-cities.transfers.transfer.diary_overdue.v1"
    practice = fields.Id(required=True)
    practice_title = fields.Translated(required=True)
    from_city = fields.Slug(required=True)
    state = fields.OneOf(*TRANSFER_STATES, required=True)
    due_since = fields.IsoDate(required=True)


class DiaryEntryWritten(Event):
    """Said when a city writes in the diary of a transfer; the texts stay with us. Heard by notifications."""

    type = "eu.learning-cities.transfers.diary_entry.written.v1"
    transfer = fields.Id(required=True)
    practice = fields.Id(required=True)
    from_city = fields.Slug(required=True)
    organisation = fields.Id(required=True)
    dated_on = fields.IsoDate(required=True)


class PlanFacts(Event):
    """What every event about an Action Plan tells, with the sum of its measures."""

    title = fields.Translated(required=True)
    starts_on = fields.IsoDate(required=True)
    ends_on = fields.IsoDate(required=True)
    status = fields.OneOf(*PLAN_STATES, required=True)
    revision = fields.Integer(required=True)
    measure_count = fields.Integer(required=True)
    integrated_count = fields.Integer(required=True)
    areas = fields.ListOf(fields.OneOf(*LINKED_AREAS), required=True)
    integration_index = fields.Number(required=True)
    illustration = fields.Boolean(required=True)


class PlanDrafted(PlanFacts):
    """Said when a city starts an Action Plan. Heard by website (a city's plan) and notifications."""

    type = "eu.learning-cities.transfers.plan.drafted.v1"


class PlanChanged(PlanFacts):
    """Said when a plan changes: texts, state, sum of its measures. Heard by the listeners of plan.drafted."""

    type = "eu.learning-cities.transfers.plan.changed.v1"


class MeasureOrigin(Part):
    """Where a measure comes from. `gathering` is where the idea or activity was born, if anywhere."""

    kind = fields.OneOf(*ORIGINS, required=True)
    id = fields.Text(required=True)
    gathering = fields.Id(required=True, allow_none=True)


class MeasureIndicator(Part):
    """What a measure is held to. `current` is the latest value reported, None before the first."""

    id = fields.Slug(required=True)
    name = fields.Translated(required=True)
    unit = fields.Text(required=True)
    baseline = fields.Number(required=True)
    target = fields.Number(required=True)
    due_on = fields.IsoDate(required=True)
    current = fields.Number(required=True, allow_none=True)


class BudgetLine(Part):
    """Money for a measure from one funding source."""

    source = fields.OneOf(*FUNDING_SOURCES, required=True)
    programme = fields.Text(required=True, allow_none=True)
    amount = fields.Money(required=True)


class MeasureFacts(Event):
    """What every event about a measure tells; the subject is the measure. Texts but the title may be empty."""

    plan = fields.Id(required=True)
    number = fields.Integer(required=True)
    title = fields.Translated(required=True)
    objective = fields.Translated(max=10_000)
    target_group = fields.Translated()
    target_number = fields.Integer(required=True, allow_none=True)
    responsible = fields.Id(required=True, allow_none=True)
    starts_on = fields.IsoDate(required=True, allow_none=True)
    ends_on = fields.IsoDate(required=True, allow_none=True)
    linkages = fields.ListOf(fields.OneOf(*LINKED_AREAS), required=True)
    integrated = fields.Boolean(required=True)
    state = fields.OneOf(*MEASURE_STATES, required=True)
    origin = fields.Nested(MeasureOrigin, required=True, allow_none=True)
    indicators = fields.ListOf(fields.Nested(MeasureIndicator), required=True)
    budget = fields.ListOf(fields.Nested(BudgetLine), required=True)


class MeasureAdded(MeasureFacts):
    """Said when a measure enters a plan. The subject is the measure.

    Heard by website (the plan, where an idea went) and notifications (the author of the idea is told).
    """

    type = "eu.learning-cities.transfers.measure.added.v1"


class MeasureChanged(MeasureFacts):
    """Said when a measure changes: content, state or progress. Heard by the listeners of measure.added."""

    type = "eu.learning-cities.transfers.measure.changed.v1"
