"""What comes in and goes out over HTTP about ideas and votes."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Filters, Shape
from services.contracts.workshops import ROLE_GROUPS
from services.workshops.gatherings.schemas import CountsShape
from services.workshops.registrations.schemas import PublicFactsShape


class IdeaBody(Body):
    """An idea; `registration` is its author, who is kept apart and shown to nobody."""

    title = fields.Text(required=True)
    what = fields.LongText(max=2000, load_default=None, allow_none=True)
    how = fields.LongText(max=2000, load_default=None, allow_none=True)
    who = fields.LongText(max=1000, load_default=None, allow_none=True)
    theme = fields.Text(load_default=None, allow_none=True)
    group = fields.Text(max=80, load_default=None, allow_none=True)
    language = fields.Language()
    registration = fields.Id(load_default=None, allow_none=True)


class IdeaShape(Shape):
    """An idea as staff see it; never its author."""

    id = fields.Id()
    version = fields.Integer()
    city = fields.Slug()
    gathering = fields.Id()
    title = fields.Text()
    what = fields.LongText(allow_none=True)
    how = fields.LongText(allow_none=True)
    who = fields.LongText(allow_none=True)
    theme = fields.Text(allow_none=True)
    group = fields.Text(allow_none=True)
    language = fields.Language()
    status = fields.OneOf("draft", "submitted")
    created_at = fields.Instant()
    updated_at = fields.Instant()


class IdeaFilters(Filters):
    """What the list of ideas may be asked."""

    status = fields.OneOf("draft", "submitted")
    group = fields.Text()
    theme = fields.Text()


class RoundBody(Body):
    """A vote to be opened, on `ideas` (a run-off) or all in the plenary; `walk_in_seats` are for who has no code."""

    ideas = fields.ListOf(fields.Id(), min=1, max=200, load_default=None, allow_none=True)
    votes_per_participant = fields.Integer(min=1, max=20, load_default=5)
    max_votes_per_idea_per_person = fields.Integer(min=1, max=20, load_default=1)
    allow_own_group = fields.Boolean(load_default=True)
    walk_in_seats = fields.Integer(min=0, max=1000, load_default=0)
    top_ideas = fields.Integer(min=1, max=50, load_default=5)
    closes_at = fields.Instant(load_default=None, allow_none=True)


class RoundFilters(Filters):
    """What the list of votes may be asked."""


class ResultShape(Shape):
    """How an idea did; a number of a role group is null where it is withheld."""

    idea = fields.Id()
    title = fields.Text()
    rank = fields.Integer()
    votes = fields.Integer()
    role_groups = fields.Integer()
    by_role_group = fields.Nested(CountsShape)
    top = fields.Boolean()


class RoundShape(Shape):
    """A vote as staff see it; results once it is closed."""

    id = fields.Id()
    version = fields.Integer()
    city = fields.Slug()
    gathering = fields.Id()
    code = fields.Text()
    status = fields.OneOf("open", "closed")
    ideas = fields.ListOf(fields.Id(), max=200)
    votes_per_participant = fields.Integer()
    max_votes_per_idea_per_person = fields.Integer()
    allow_own_group = fields.Boolean()
    walk_in_seats = fields.Integer()
    top_ideas = fields.Integer()
    closes_at = fields.Instant(allow_none=True)
    closed_at = fields.Instant(allow_none=True)
    voters = fields.Integer(allow_none=True)
    results = fields.ListOf(fields.Nested(ResultShape), allow_none=True)
    run_off = fields.ListOf(fields.Id(), allow_none=True)
    created_at = fields.Instant()
    updated_at = fields.Instant()


class TurnoutShape(Shape):
    """How many have joined and voted; `joined` is null once the vote is closed."""

    round = fields.Id()
    joined = fields.Nested(CountsShape, allow_none=True)
    walk_ins = fields.Integer(allow_none=True)
    ballots = fields.Integer()


class PublicIdeaShape(Shape):
    """An idea as the room sees it."""

    id = fields.Id()
    title = fields.Text()
    what = fields.LongText()
    how = fields.LongText()
    who = fields.LongText()
    theme = fields.Text(allow_none=True)
    group = fields.Text(allow_none=True)
    language = fields.Language()


class PublicRoundShape(Shape):
    """A vote as the room sees it. `walk_ins`: somebody without a personal code may join while seats last."""

    code = fields.Text()
    status = fields.OneOf("open", "closed")
    gathering = fields.Nested(PublicFactsShape)
    ideas = fields.ListOf(fields.Nested(PublicIdeaShape), max=200)
    votes_per_participant = fields.Integer()
    max_votes_per_idea_per_person = fields.Integer()
    allow_own_group = fields.Boolean()
    walk_ins = fields.Boolean()
    closes_at = fields.Instant(allow_none=True)
    voters = fields.Integer(allow_none=True)
    results = fields.ListOf(fields.Nested(ResultShape), allow_none=True)
    run_off = fields.ListOf(fields.Id(), allow_none=True)


class VoterBody(Body):
    """Somebody joins the vote: by personal code, or on a walk-in seat with a role group."""

    role_group = fields.OneOf(*ROLE_GROUPS, load_default=None, allow_none=True)
    personal_code = fields.Text(max=40, load_default=None, allow_none=True)
    group = fields.Text(max=80, load_default=None, allow_none=True)


class VoterShape(Shape):
    """A voter; the token is told this once. `votes` is what was handed in before, from another phone."""

    id = fields.Id()
    token = fields.Text()
    role_group = fields.OneOf(*ROLE_GROUPS)
    group = fields.Text(allow_none=True)
    votes = fields.ListOf(fields.Id(), max=20)


class BallotBody(Body):
    """A ballot: the token from joining, and the ideas voted for, each as often as it gets votes."""

    voter = fields.Text(required=True)
    votes = fields.ListOf(fields.Id(), required=True, max=400)


class BallotShape(Shape):
    """The ballot as it counts now; it can change until the vote closes."""

    votes = fields.ListOf(fields.Id(), max=400)
    closes_at = fields.Instant(allow_none=True)
