"""What comes in and goes out over HTTP about suggestions and saved searches. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.registry.directory.schemas import ServiceFilters
from services.registry.organisations.model import ORGANISATION_KINDS
from services.registry.searches import model
from services.registry.searches.kinds import FILTERS_OF_ALL

MOST_SUGGESTIONS = 20


class SuggestionFilters(ServiceFilters):
    """What is being typed (`q`), which kind of thing is meant (`of`; any, if it is not said), and the filters of lists.

    A filter that a kind of thing does not have is left out for it.
    """

    limit = fields.Integer(min=1, max=MOST_SUGGESTIONS, load_default=10, from_text=True)
    of = fields.OneOf(*model.SEARCHED)
    kind = fields.OneOf(*ORGANISATION_KINDS)

    class Meta(Filters.Meta):
        """As every list, without what suggestions do not have."""

        exclude = ("after", "sort", "modified_after")


class SuggestionShape(Shape):
    """One find: what it is, its name in the reader's language, a second line such as its town, and how it was found."""

    id = fields.Id()
    of = fields.OneOf(*model.SEARCHED)
    name = fields.Text()
    detail = fields.Text()
    city = fields.Slug()
    rank = fields.OneOf(*model.RANKS)


# The filters of every list that can be searched, as its address has them: which fit to a list is the list's to say.
QueryBody = Body.from_dict(
    {name: fields.Text(max=200, allow_none=True) for name in sorted(FILTERS_OF_ALL)}, name="QueryBody"
)


class SearchBody(Body):
    """A search that somebody keeps: of which list, what it is asked, and how often to tell of something new."""

    name = fields.Text(required=True, max=100)
    of = fields.OneOf(*model.SEARCHED, required=True)
    query = fields.Nested(QueryBody, required=True)
    alert = fields.OneOf(*model.ALERTS)


class SearchShape(DocumentShape):
    """A saved search as its owner sees it; `looked_at` is when something new was looked for last."""

    name = fields.Text()
    of = fields.OneOf(*model.SEARCHED)
    query = fields.Nested(QueryBody)
    alert = fields.OneOf(*model.ALERTS)
    looked_at = fields.Instant()
    removed_at = fields.Instant()


class CalledShape(Shape):
    """What the owner of a search calls it."""

    name = fields.Text()


class HeldShape(Shape):
    """The saved searches that are kept for somebody's accounts."""

    searches = fields.ListOf(fields.Nested(SearchShape), max=1000)


class SearchFilters(Filters):
    """One's own searches; with `removed` those that can still be brought back."""

    removed = fields.Boolean()

    class Meta(Filters.Meta):
        """As every list, without words to search."""

        exclude = ("q",)
