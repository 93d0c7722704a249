"""What is asked and answered over HTTP about traces."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Shape
from services.registry.traces.finding import KINDS

MOST_TEXTS = 5


class TextBody(Body):
    """One text, and what the caller calls it."""

    name = fields.Text(max=100, required=True)
    text = fields.LongText(max=30_000, required=True)


class TextsBody(Body):
    """Texts that everybody is going to read; telephone numbers also as they are written in `country`."""

    texts = fields.ListOf(fields.Nested(TextBody), max=MOST_TEXTS, required=True)
    country = fields.Country(allow_none=True, load_default=None)


class TraceShape(Shape):
    """What was found, as it is written, in which line of which text."""

    name = fields.Text()
    line = fields.Integer()
    kind = fields.OneOf(*KINDS)
    written = fields.Text()


class TracesShape(Shape):
    """All that was found, text by text."""

    traces = fields.ListOf(fields.Nested(TraceShape), max=100_000)
