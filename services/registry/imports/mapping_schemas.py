"""What comes in and goes out over HTTP about mappings that are kept, columns of files and templates."""

from marshmallow import fields as plain

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.registry.imports import model
from services.registry.imports.schemas import ByName, FileText, MappingBody


class ValuesBody(Body):
    """What the words of coded fields stand for, by field and word; an empty text for a word that says nothing."""

    values = ByName(keys=fields.Text(max=100), values=ByName(keys=FileText(), values=FileText()), required=True)


class SavedMappingBody(Body):
    """A mapping under a name of the city's own."""

    name = fields.Text(required=True, max=100)
    city = fields.Slug(allow_none=True)
    mapping = fields.Nested(MappingBody, required=True)


class MappingChangeBody(Body):
    """Another name, or another mapping."""

    name = fields.Text(required=True, max=100)
    mapping = fields.Nested(MappingBody)


class SavedMappingLineShape(DocumentShape):
    """A saved mapping in a list; `makes` is what its first table makes, `columns` those that a file has to have."""

    name = fields.Text()
    city = fields.Slug(allow_none=True)
    makes = fields.OneOf(*model.MAKES)
    columns = fields.ListOf(FileText(), max=1000)


class SavedMappingShape(SavedMappingLineShape):
    """A saved mapping."""

    mapping = plain.Raw()


class MappingFilters(Filters):
    """How the list of saved mappings can be narrowed."""

    makes = fields.OneOf(*model.MAKES)


class ColumnShape(Shape):
    """A column of an uploaded file with its first values, and the field that its heading suggests."""

    name = FileText()
    values = fields.ListOf(FileText())
    target = fields.Text(allow_none=True)


class TargetShape(Shape):
    """A field that a column can feed, and what it is called."""

    target = fields.Text()
    heading = fields.Text()
    needed = fields.Boolean()


class ColumnsShape(Shape):
    """What a file has: its columns, the mapping that they suggest, the saved mappings that fit.

    `template` says that it is one of our templates: then the suggested mapping is right.
    """

    columns = fields.ListOf(fields.Nested(ColumnShape), max=10_000)
    targets = fields.ListOf(fields.Nested(TargetShape), max=200)
    template = fields.Boolean()
    mapping = plain.Raw()
    fitting = fields.ListOf(fields.Id(), max=1000)


class TemplateColumnShape(Shape):
    """A column of a template: its heading, an example, and the words that may stand there, where these are ours."""

    target = fields.Text()
    heading = fields.Text()
    needed = fields.Boolean()
    example = FileText()
    choices = fields.ListOf(fields.Text(), max=200)


class TemplateShape(Shape):
    """A table to be filled in, in the reader's language."""

    makes = fields.OneOf(*model.MAKES)
    columns = fields.ListOf(fields.Nested(TemplateColumnShape), max=200)
