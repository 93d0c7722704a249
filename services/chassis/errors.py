"""The problems a caller can meet, each a class with a stable slug; no HTTP and no texts of a single service in here.

How a problem becomes an RFC 9457 answer is the business of http/problems.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.chassis.i18n import N_

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ProblemType:
    """A kind of problem: its page is /problems/<slug>, `title` says what is wrong, `advice` what to do."""

    slug: str
    status: int
    title: str
    advice: str


def _types(*rows: tuple[str, int, str, str]) -> dict[str, ProblemType]:
    return {slug: ProblemType(slug, status, title, advice) for slug, status, title, advice in rows}


PROBLEM_TYPES = _types(
    ("moved", 308, N_("This is somewhere else now"),
     N_("It was merged into another one. Follow the Location header, and keep the new address.")),
    ("bad-request", 400, N_("The request cannot be read"),
     N_("Check that the request is well formed, for example that its body is valid JSON.")),
    ("unauthenticated", 401, N_("You are not signed in"),
     N_("Sign in, or send a valid access token.")),
    ("forbidden", 403, N_("You may not do this"),
     N_("Ask the lead organisation of your city or the network's coordinator for the permission.")),
    ("not-found", 404, N_("There is nothing here"),
     N_("Check the address. What you look for may have been removed or belong to another city.")),
    ("method-not-allowed", 405, N_("This address does not take that method"),
     N_("See the Allow header or the API reference for the methods that it takes.")),
    ("not-acceptable", 406, N_("The requested form is not offered"),
     N_("Ask for one of the media types in the API reference.")),
    ("conflict", 409, N_("This does not fit the present state"),
     N_("Read the object again; somebody or something changed it, or the step is not possible now.")),
    ("gone", 410, N_("This was erased"),
     N_("Nothing can be done: the data no longer exist.")),
    ("stale", 412, N_("Somebody else changed this in the meantime"),
     N_("Read the object again, compare, and send your change with the new ETag.")),
    ("too-large", 413, N_("This is too large"),
     N_("Send less at once, or several smaller requests.")),
    ("unsupported-media-type", 415, N_("This kind of content is not understood"),
     N_("Send application/json.")),
    ("validation-failed", 422, N_("Some of the data are not right"),
     N_("Correct the fields that are named and send again. Nothing was saved.")),
    ("key-reused", 422, N_("This Idempotency-Key was used for another request"),
     N_("Use a new key for a new request.")),
    ("precondition-required", 428, N_("The version of the object is missing"),
     N_("Read the object and send its ETag in the If-Match header.")),
    ("rate-limited", 429, N_("Too many requests"),
     N_("Wait as long as the Retry-After header says, then try again.")),
    ("internal", 500, N_("Something went wrong on our side"),
     N_("Try again later. If it goes on, tell the support desk the trace number.")),
    ("unavailable", 503, N_("A part of the platform is not available just now"),
     N_("Try again in a few moments. Nothing was lost.")),
)  # fmt: skip

ASKED_WRONGLY = N_("Correct the parameters that are named and ask again.")
"""What to do where data were only asked for and not sent (422)."""


class Problem(Exception):
    """Anything a caller is told: `detail` in the reader's language, `errors` from field paths to sentences."""

    slug = "internal"

    def __init__(
        self, detail: str = "", *, errors: Errors | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail or self.slug)
        self.detail = detail
        self.errors: Errors = errors or {}
        self.headers: Mapping[str, str] = headers or {}

    @property
    def type(self) -> ProblemType:
        """The kind of problem that this is one of."""
        return PROBLEM_TYPES[self.slug]


class Moved(Problem):
    """What was asked for is part of something else now, at `address` (308)."""

    slug = "moved"

    def __init__(self, address: str) -> None:
        super().__init__(headers={"Location": address})


class BadRequest(Problem):
    """The request cannot be read at all (400)."""

    slug = "bad-request"


class Unauthenticated(Problem):
    """Nobody known is asking, and somebody known is needed (401)."""

    slug = "unauthenticated"


class Forbidden(Problem):
    """Who asks is known and may not (403)."""

    slug = "forbidden"


class NotFound(Problem):
    """No such object within the reach of who asks (404)."""

    slug = "not-found"


class Conflict(Problem):
    """The step does not fit the present state (409)."""

    slug = "conflict"


class Gone(Problem):
    """The person or object was erased (410)."""

    slug = "gone"


class Stale(Problem):
    """The version named by If-Match is not the newest (412)."""

    slug = "stale"


class TooLarge(Problem):
    """More than the limit for this address (413)."""

    slug = "too-large"


class UnsupportedMediaType(Problem):
    """The body is not JSON (415)."""

    slug = "unsupported-media-type"


class Invalid(Problem):
    """Fields are wrong (422): `Invalid({"quotas.residents": ["..."]})`; the path "_" stands for the whole."""

    slug = "validation-failed"

    def __init__(self, errors: Errors, detail: str = "") -> None:
        super().__init__(detail, errors=errors)


class KeyReused(Problem):
    """The Idempotency-Key belongs to another request (422)."""

    slug = "key-reused"


class PreconditionRequired(Problem):
    """A write came without If-Match (428)."""

    slug = "precondition-required"


class RateLimited(Problem):
    """The caller's allowance is used up (429)."""

    slug = "rate-limited"


class Unavailable(Problem):
    """A dependency does not answer (503); `Retry-After` says when to come again."""

    slug = "unavailable"

    def __init__(self, detail: str = "", *, retry_after: int = 5) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})
