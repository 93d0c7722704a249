"""An import of organisations beside inserting the same documents raw: rows a second, and how the time grows.

`preview` reads and validates a CSV file of unlike rows, one in a thousand wrong, and makes ready what it will enter;
`commit` writes organisations, events and audit entries. The references insert documents that are there already into
collections with the same indexes: the rows that `validate` found right, or all that a commit writes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from math import log10
from pathlib import Path
from statistics import median
from typing import Any

from bench.ground.results import Goal, Values, keep, ratio
from bench.ground.servers import Servers, servers
from services.chassis import collector
from services.chassis.clock import WallClock
from services.chassis.jobs import JobContext
from services.chassis.store import in_transaction
from services.registry.imports import commands, jobs, model, queries, reading
from services.registry.imports.cells import RowReader
from services.registry.imports.makers import MAKERS
from services.registry.imports.uploads import PART_BYTES, begin_upload, keep_part
from services.registry.imports.words import READ
from services.registry.service import service

SMALLEST, ROUNDS, BATCH = 10_000, 3, 1000
MAPPING = {
    "source": "bench",
    "tables": [
        {
            "file": "a.csv", "makes": "organisations", "identity": "id",
            "columns": {"name": "name", "short_name": "short", "seat": "seat", "website": "site", "email": "mail",
                        "languages": "tongues", "policy_areas": "areas", "description.it": "text", "lat": "lat",
                        "lon": "lon"},
            "constants": {"kind": "training_provider", "country": "IT"},
            "separators": {"languages": ";", "policy_areas": ";"},
        }
    ],
}  # fmt: skip
_TEXT = "Orientamento, corsi professionali e validazione delle competenze per adulti che tornano a imparare. "


def run() -> None:
    """10,000 rows three times beside the references; then 100,000 and, with BENCH_LARGE=1, 1,000,000 alone."""
    values: Values = {}
    with servers() as ground:
        for _round in range(ROUNDS):
            for name, figure in _measured(ground, SMALLEST, beside_references=True).items():
                values.setdefault(name, []).append(figure)
        keep("imports", "rows/s", values, "all documents raw", [
            Goal(f"{what} to {reference}", ratio(values, what, reference), 0.7)
            for what, reference in (("validate", "right rows raw"), ("commit", "all documents raw"))
        ])  # fmt: skip
        whole = {SMALLEST: values["whole import"]}
        for times in (10, 100)[: 2 if os.environ.get("BENCH_LARGE") else 1]:
            whole[SMALLEST * times] = [_measured(ground, SMALLEST * times)["whole import"]]
            _keep_growth(whole)


def _keep_growth(whole: Mapping[int, list[float]]) -> None:
    """How the seconds of a whole import grow with its rows, from its rows a second with each number of them."""
    most = max(whole)
    slower = median(whole[SMALLEST]) / whole[most][0]
    exponent = 1 + log10(slower) / log10(most / SMALLEST)
    values = {f"{rows:,} rows": rates for rows, rates in whole.items()}
    keep("imports_growth", "rows/s", values, f"{SMALLEST:,} rows",
         [Goal("exponent of the growth", exponent, 1.1, ceiling=True)])  # fmt: skip


def _measured(ground: Servers, size: int, *, beside_references: bool = False) -> dict[str, float]:
    context = prepared(ground)
    import_ = begun(context, size)
    began = time.perf_counter()
    _work(context)
    previewed = time.perf_counter()
    in_transaction(context.database, context._begin, lambda uow: commands.confirm_import(uow, import_))
    _work(context)
    done = time.perf_counter()
    rates = {"preview": size / (previewed - began), "commit": size / (done - previewed)}
    rates["whole import"] = size / (done - began)
    if beside_references:
        rates |= {"validate": _validated(ground, context, import_, size)} | _raw(ground, size)
    context.database.close()
    return rates


def _work(context: JobContext) -> None:
    """What a worker does every two seconds, until nothing is left: a batch that the store gave up is done again."""
    while queries.under_way(context.read):
        jobs.continue_imports(context)


def prepared(ground: Servers) -> JobContext:
    """An empty registry with its indexes, as its worker sees it."""
    collector.settle()  # as a worker does at its start
    settings = ground.settings("registry")
    ground.client.drop_database("bench_registry")
    database = service.database(settings)
    database.prepare()
    return JobContext("registry", database, settings, WallClock())


def begun(context: JobContext, size: int) -> str:
    """The id of an import of `size` rows of which nothing is read yet. The file is never in memory as a whole."""
    upload = context.record(lambda uow: begin_upload(uow, {"name": "a.csv"}))["_id"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w") as file:
            file.writelines(_lines(size))
        with path.open("rb") as file:
            number = 0
            while part := file.read(PART_BYTES):
                context.record(lambda uow, n=number, content=part: keep_part(uow, upload, n, content))
                number += 1
        told = {"parts": number, "size": path.stat().st_size}
    context.record(lambda uow: uow.save("uploads", uow.get("uploads", upload) | told))
    reading.PIECES_AT_ONCE = 0
    body = {"mapping": MAPPING, "uploads": {"a.csv": upload}}
    return str(context.record(lambda uow: reading.begin_reading(uow, body, None))["_id"])


def _lines(size: int) -> Iterator[str]:
    yield "id,name,short,seat,site,mail,tongues,areas,text,lat,lon\n"
    for n in range(size):
        mail = "nobody" if n % 1000 == 999 else f"info{n}@example.org"
        yield (
            f"{n:x}-{n * 7919 % 1000003:x},Centro di formazione {n} Città,CF{n},Catania,www.example.org/{n},{mail},"
            f'it;en,employment;housing,"{_TEXT * (1 + n % 3)}",{37 + n % 100 / 100},15.0{n % 10}\n'
        )


def _validated(ground: Servers, context: JobContext, import_: str, size: int) -> float:
    """Reading, mapping and checking each row, and inserting what is right raw: what the validation costs an insert."""
    rows = _with_indexes(ground, "validated", "organisations")
    maker = MAKERS[model.ORGANISATIONS]
    read = reading.Reading(context.read, context.read.get("imports", import_))
    began = time.perf_counter()
    for piece in (one for one in read.pieces([0, 1]) if not one.last):
        reader = RowReader(read.tables[piece.place], READ)
        checked = (maker.checked(reader.fields(row)) for row in piece.rows)
        right = [fields for fields, wrong in checked if not wrong]
        if right:
            rows.insert_many(right)
    return size / (time.perf_counter() - began)


def _raw(ground: Servers, size: int) -> dict[str, float]:
    """Insert what the import wrote once more, a batch at a time, into collections with the same indexes.

    Four kinds of documents: organisations, events, entries of the trail, and the words that a search knows.
    """
    spent = {name: _inserted_again(ground, name) for name in ("organisations", "outbox", "audit", "spellings")}
    return {
        "right rows raw": size / _inserted_again(ground, "validated"),
        "organisations raw": size / spent["organisations"],
        "three kinds raw": size / (sum(spent.values()) - spent["spellings"]),
        "all documents raw": size / sum(spent.values()),
    }


def _inserted_again(ground: Servers, name: str) -> float:
    """The seconds of inserting all of a collection once more, without those of reading it and of making indexes."""
    source = ground.client["bench_raw" if name == "validated" else "bench_registry"][name]
    rows = _with_indexes(ground, f"{name}_again", "organisations" if name == "validated" else name)
    asked: Any = {"collection": "organisations"} if name == "audit" else {}
    cursor, spent = source.find(asked, batch_size=BATCH), 0.0
    while batch := list(islice(cursor, BATCH)):
        began = time.perf_counter()
        rows.insert_many(batch)
        spent += time.perf_counter() - began
    return spent


def _with_indexes(ground: Servers, name: str, like: str) -> Any:
    """An empty collection beside the registry's, with the indexes that `like` has there."""
    rows = ground.client["bench_raw"][name]
    rows.drop()
    for index in ground.client["bench_registry"][like].list_indexes():
        options = {key: value for key, value in index.items() if key not in ("v", "key", "ns")}
        rows.create_index(list(index["key"].items()), **options)
    return rows
