"""What comes in and goes out about practice sheets."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters
from services.contracts.transfers import POLICY_AREAS


class Component(Body):
    """A part of a practice that travels on its own; without `id` it gets one."""

    id = fields.Slug(load_default=None, allow_none=True)
    title = fields.Translated(required=True)
    description = fields.Translated(max=2000, load_default=None, allow_none=True)


class Evidence(Body):
    """What shows that the practice works, and where that can be read; without `id` it gets one."""

    id = fields.Slug(load_default=None, allow_none=True)
    statement = fields.Translated(max=2000, required=True)
    source = fields.Text(max=300, load_default=None, allow_none=True)


class Link(Body):
    """Where to read more."""

    label = fields.Text(required=True)
    address = fields.WebAddress(required=True)


class PracticeTexts(Body):
    """A practice sheet as it is written; a draft may lack anything but its title."""

    title = fields.Translated(required=True)
    nuts = fields.Text(max=5, load_default=None, allow_none=True)
    main_institution = fields.Text(max=200, load_default=None, allow_none=True)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS), load_default=list)
    challenge = fields.Translated(max=2000, load_default=dict)
    description = fields.Translated(max=5000, load_default=dict)
    preconditions = fields.Translated(max=2000, load_default=dict)
    resources = fields.Translated(max=2000, load_default=dict)
    components = fields.ListOf(fields.Nested(Component), max=30, load_default=list)
    evidence = fields.ListOf(fields.Nested(Evidence), max=30, load_default=list)
    links = fields.ListOf(fields.Nested(Link), max=30, load_default=list)
    illustration = fields.Boolean(load_default=False)


class PracticeBody(PracticeTexts):
    """A new practice sheet and the city that has the practice, which stays."""

    city = fields.Slug(required=True)


class PracticeShape(DocumentShape):
    """A practice sheet as it is shown."""

    city = fields.Slug()
    status = fields.OneOf("draft", "published")
    published_at = fields.Instant()
    title = fields.Translated()
    nuts = fields.Text()
    main_institution = fields.Text()
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    challenge = fields.Translated()
    description = fields.Translated()
    preconditions = fields.Translated()
    resources = fields.Translated()
    components = fields.ListOf(fields.Nested(Component))
    evidence = fields.ListOf(fields.Nested(Evidence))
    links = fields.ListOf(fields.Nested(Link))
    illustration = fields.Boolean()


class PublicPracticeFilters(Filters):
    """How the public library of practices can be narrowed."""

    city = fields.Slug()
    policy_area = fields.OneOf(*POLICY_AREAS)


class PracticeFilters(PublicPracticeFilters):
    """How a list of practices can be narrowed."""

    status = fields.OneOf("draft", "published")
