"""What comes in and goes out over HTTP about imports. Rules live in model.py."""

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as plain

from services.chassis.http import fields
from services.chassis.http.fields.messages import COMMON_MESSAGES
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.chassis.i18n import N_, _
from services.registry.imports import model
from services.registry.imports.problems import KINDS
from services.registry.organisations.model import ORGANISATION_KINDS


class FileText(plain.String):
    """The text of a file as it is: its line ends and its signs are judged cell by cell."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be a text.")}


class ByName(plain.Dict):
    """An object of any names with values of one field."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be an object.")}


class TableBody(Body):
    """One file of a mapping (docs/integrators/import-mapping.md)."""

    file = fields.Text(required=True, max=200)
    makes = fields.OneOf(*model.MAKES, required=True)
    identity = fields.Text(required=True, max=200)
    columns = ByName(keys=fields.Text(max=100), values=fields.Text(required=True, max=200))
    constants = ByName(keys=fields.Text(max=100), values=fields.LongText(required=True, max=2000))
    separators = ByName(keys=fields.Text(max=100), values=FileText(required=True))
    values = ByName(keys=fields.Text(max=100), values=ByName(keys=FileText(), values=FileText()))
    empty = fields.ListOf(fields.Text(max=50))
    delimiter = fields.OneOf(*model.DELIMITERS)
    also_identity = fields.Text(max=200)


class MappingBody(Body):
    """Which file makes what; `source` names the directory, for a later import to find again."""

    source = fields.Slug(required=True)
    tables = fields.ListOf(fields.Nested(TableBody), min=1, max=20, required=True)


class HsdsBody(Body):
    """How a directory after HSDS is read: the language of its texts; kind and country where it does not say."""

    source = fields.Slug(required=True)
    file = fields.Text(required=True, max=200)
    language = fields.Language(required=True)
    kind = fields.OneOf(*ORGANISATION_KINDS, load_default="other")
    country = fields.Country(required=True)


class ImportBody(Body):
    """A mapping and the files that it speaks of, as texts or as uploads; what is made will belong to `city`.

    `saved` is the id of a mapping that was kept. A directory after HSDS needs none: `hsds` names the one file, and how
    it is read.
    """

    city = fields.Slug(allow_none=True)
    mapping = fields.Nested(MappingBody)
    saved = fields.Id()
    hsds = fields.Nested(HsdsBody)
    files = ByName(keys=fields.Text(max=200), values=FileText())
    uploads = ByName(keys=fields.Text(max=200), values=fields.Id())

    @validates_schema
    def is_of_one_form(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse what has both a mapping and a known form, or neither."""
        if sum(name in data for name in ("mapping", "saved", "hsds")) != 1:
            raise ValidationError(_("Give either a mapping or the form of the directory."), "mapping")


class UnknownShape(Shape):
    """A word of a coded field that is not ours, and how many rows have it."""

    file = fields.Text()
    target = fields.Text()
    value = FileText()
    rows = fields.Integer()


class UploadBody(Body):
    """A file that is to come in parts."""

    name = fields.Text(required=True, max=200)
    city = fields.Slug(allow_none=True)


class PartBody(Body):
    """A part of a file: its number from 0, and its bytes in base64."""

    number = fields.Integer(required=True, min=0)
    content = FileText(required=True)


class UploadShape(DocumentShape):
    """A file as far as it has come; `size` in bytes."""

    name = fields.Text()
    city = fields.Slug(allow_none=True)
    parts = fields.Integer()
    size = fields.Integer()


class CountsShape(Shape):
    """How many rows will make something, change something, change nothing, or are wrong and left out."""

    add = fields.Integer()
    change = fields.Integer()
    skip = fields.Integer()
    wrong = fields.Integer()


class DifferenceShape(Shape):
    """One field before and after."""

    field = fields.Text()
    before = plain.Raw(data_key="from")
    after = plain.Raw(data_key="to")


class RowShape(Shape):
    """A row of a preview; `row` is its number in a spreadsheet."""

    file = fields.Text()
    row = fields.Integer()
    identifier = FileText()
    name = FileText(allow_none=True)
    makes = fields.OneOf(model.ORGANISATIONS, model.SERVICES, model.PEOPLE)
    organisation = fields.Id()
    service = fields.Id()
    person = fields.Id()
    differences = fields.ListOf(fields.Nested(DifferenceShape))


class PreviewShape(Shape):
    """The first rows of each kind."""

    add = fields.ListOf(fields.Nested(RowShape))
    change = fields.ListOf(fields.Nested(RowShape))
    skip = fields.ListOf(fields.Nested(RowShape))
    wrong = fields.ListOf(fields.Nested(RowShape))


class ProblemShape(Shape):
    """What is wrong with a row, of which kind it is and what to do; `column` is the one that fed the field."""

    file = fields.Text()
    row = fields.Integer()
    column = fields.Text(allow_none=True)
    field = fields.Text(allow_none=True)
    value = FileText()
    kind = fields.OneOf(*KINDS)
    message = fields.LongText()
    advice = fields.LongText()


class UnusedShape(Shape):
    """A column that feeds nothing."""

    file = fields.Text()
    column = FileText()


class CountedShape(Shape):
    """A table that makes nothing: how many of its rows belong to organisations of this import."""

    file = fields.Text()
    rows = fields.Integer()
    belonging = fields.Integer()
    others = fields.Integer()


class AppliedShape(Shape):
    """How far the confirmed import is: `done` of `rows`."""

    rows = fields.Integer()
    done = fields.Integer()
    added = fields.Integer()
    changed = fields.Integer()
    skipped = fields.Integer()


class UndoneShape(Shape):
    """What an undo took back; `kept` are the first of those that somebody changed or uses since."""

    removed = fields.Integer()
    restored = fields.Integer()
    kept = fields.ListOf(fields.Id(), max=1000)
    kept_count = fields.Integer()


class ImportLineShape(DocumentShape):
    """An import in a list."""

    city = fields.Slug(allow_none=True)
    source = fields.Slug()
    status = fields.OneOf(*model.STATUSES)
    rows_read = fields.Integer()
    counts = fields.Nested(CountsShape)
    confirmed_at = fields.Instant(allow_none=True)
    applied = fields.Nested(AppliedShape, allow_none=True)
    undone = fields.Nested(UndoneShape, allow_none=True)


class ImportShape(ImportLineShape):
    """An import from its preview to its undo."""

    preview = fields.Nested(PreviewShape)
    problems = fields.ListOf(fields.Nested(ProblemShape), max=1000)
    problem_count = fields.Integer()
    unknown_words = fields.ListOf(fields.Nested(UnknownShape), max=200)
    unused_columns = fields.ListOf(fields.Nested(UnusedShape), max=10_000)
    counted = fields.ListOf(fields.Nested(CountedShape))


class ImportFilters(Filters):
    """How a list of imports can be narrowed."""

    status = fields.OneOf(*model.STATUSES)
    source = fields.Slug()
