"""A backup of a database in one file, and its restore: streamed, with the driver alone. Where the files are kept, and
what is stopped meanwhile, is the business of the command line.

A file is gzipped BSON: a head, then `{"collection", "documents"}` in parts, then an end with the count.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.write_concern import WriteConcern

from services.chassis.clock import WallClock
from services.chassis.store import feed
from services.chassis.store.database import Database, StoreProblem

FORMAT = "learning-cities-backup-1"
_PART = 1000
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_FAST = WriteConcern(w=1)


class DamagedBackup(Exception):
    """The file is no backup, or not a whole one; the message names it."""


def write_backup(session: ClientSession, name: str, file: Path) -> int:
    """Write all documents of the database `name` to `file`, whole or not at all; how many there were.

    `session` is a snapshot session: all databases that are read with it are as they were at one moment. The store
    keeps that moment for `minSnapshotHistoryWindowInSeconds`, 300 unless it is told otherwise.
    """
    whole = session.client.get_database(name, codec_options=_RAW)
    new = file.with_name(file.name + ".new")
    count = 0
    with gzip.open(new, "wb", compresslevel=1) as out:
        out.write(bson.encode({"format": FORMAT, "database": name}))
        for collection in sorted(session.client.get_database(name).list_collection_names()):
            found = whole[collection].find({}, session=session, batch_size=_PART)
            for part in _parts(found):
                out.write(bson.encode({"collection": collection, "documents": part}))
                count += len(part)
        out.write(bson.encode({"end": count}))
    new.replace(file)
    return count


def _parts(documents: Iterable[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    part: list[RawBSONDocument] = []
    for document in documents:
        part.append(document)
        if len(part) == _PART:
            yield part
            part = []
    if part:
        yield part


def restore_backup(database: Database, file: Path, *, replace: bool = False) -> int:
    """Put what `file` holds into `database`, which must be empty unless it is to be replaced; how many documents.

    Begins a new epoch of the feed: whoever listens reads it anew. Raises `DamagedBackup` or `StoreProblem`; what was
    restored until then is to be replaced by the next try. Indexes are made by the service at its next start.
    """
    if database.whole.list_collection_names():
        if not replace:
            raise StoreProblem(f"The database {database.whole.name} is not empty. With --replace it is thrown away.")
        database.drop()
    count = 0
    for name, documents in _read(file):
        rows = database.whole.get_collection(name, codec_options=_RAW, write_concern=_FAST)
        rows.insert_many(documents, ordered=False)
        count += len(documents)
    feed.new_epoch(database, WallClock().now())  # with a majority, and so is all that was written before it
    return count


def _read(file: Path) -> Iterator[tuple[str, list[RawBSONDocument]]]:
    """The parts of a backup file; raises `DamagedBackup` where it is not whole."""
    count = 0
    try:
        with gzip.open(file) as opened:
            records: Iterator[Any] = bson.decode_file_iter(cast(BinaryIO, opened), _RAW)
            head = next(records, None)
            if head is None or head.get("format") != FORMAT:
                raise DamagedBackup(f"{file} is not a backup of this platform.")
            for record in records:
                if "end" in record:
                    if record["end"] == count and next(records, None) is None:
                        return
                    break
                documents = list(record["documents"])
                count += len(documents)
                yield record["collection"], documents
    except (EOFError, gzip.BadGzipFile, bson.errors.InvalidBSON) as error:
        raise DamagedBackup(f"{file} is damaged: {error}.") from error
    raise DamagedBackup(f"{file} is not whole.")
