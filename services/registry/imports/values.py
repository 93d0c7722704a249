"""Giving a meaning to the words of a list that are not ours, after which it is read once more."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _, use_language
from services.chassis.store import Document, UnitOfWork
from services.registry.imports import model, problems, words
from services.registry.imports.preview import Plan
from services.registry.imports.reading import read_first_pieces

Meanings = dict[str, dict[str, str]]


def give_meanings(uow: UnitOfWork, id: str, values: Meanings) -> Document:
    """Note what words of coded fields stand for ("" for nothing), and preview again.

    A saved mapping that was used learns them too.
    """
    import_ = uow.get("imports", id)
    if import_["status"] != model.PREVIEWED or "mapping" not in import_:
        raise Conflict(_("Words can be given a meaning while the preview of a list waits to be confirmed."))
    if uow.as_system().first("upload_parts", {"_id": f"{import_['files'][0]['upload']}:0"}) is None:
        raise Conflict(_("The file is kept for a week only. Send it again."))
    for target in values:
        if target not in words.CODED:
            raise Invalid({f"values.{target}": [_("This field has no codes.")]})
    mapping = with_meanings(import_["mapping"], values)
    if import_.get("saved") and (saved := uow.first("mappings", {"_id": import_["saved"]})):
        kept = uow.get("mappings", saved["_id"])
        uow.save("mappings", kept | {"mapping": with_meanings(kept["mapping"], values)})
    return uow.save("imports", _read_again(uow, import_ | {"mapping": mapping}))


def with_meanings(mapping: Document, values: Meanings) -> Document:
    """The mapping in which the words stand for what was said."""
    return {**mapping, "tables": [_in_table(table, values) for table in mapping["tables"]]}


def _in_table(table: dict[str, Any], values: Meanings) -> dict[str, Any]:
    fed = {target: said for target, said in values.items() if target in table.get("columns", {})}
    known = table.get("values", {})
    return {**table, "values": {**known, **{target: {**known.get(target, {}), **said} for target, said in fed.items()}}}


def _read_again(uow: UnitOfWork, import_: Document) -> Document:
    for number in range(import_["batches"]):
        uow.discard("import_batches", f"{import_['_id']}:{number}")
    problems.forget(uow, import_)
    blank = {**model.blank_import(), **Plan(import_["city"], import_["source"]).shown()}
    with use_language(import_["language"]):
        return read_first_pieces(uow, import_ | blank)
