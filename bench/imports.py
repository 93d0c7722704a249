"""An import of organisations beside inserting the same documents raw: rows a second, and how the time grows.

`preview` reads and validates a CSV file of unlike rows, one in a thousand wrong; `commit` writes organisations, events
and audit entries. The references insert documents that are ready: only the organisations, or all that a commit writes.
"""

from __future__ import annotations

import io
import os
import resource
import time
from math import log10
from typing import Any

from bench.ground.results import Goal, Values, keep, ratio
from bench.ground.servers import Servers, servers
from services.chassis.clock import WallClock
from services.chassis.jobs import JobContext
from services.chassis.store import UnitOfWork, in_transaction
from services.registry.imports import commands, jobs, model, reading
from services.registry.imports.cells import RowReader
from services.registry.imports.makers import MAKERS
from services.registry.imports.uploads import PART_BYTES, begin_upload, keep_part
from services.registry.imports.words import READ
from services.registry.service import service

ROUNDS, BATCH = 3, 1000
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
    """10,000 rows in three rounds beside the references; 100,000 and, with BENCH_LARGE=1, 1,000,000 once each."""
    sizes = [10_000 * times for times in (1, 10, 100)[: 3 if os.environ.get("BENCH_LARGE") else 2]]
    values: Values = {}
    seconds: dict[int, float] = {}
    with servers() as ground:
        for size in sizes:
            for _round in range(ROUNDS if size < 100_000 else 1):
                measured = _measured(ground, size)
                seconds[size] = measured.pop("seconds")
                for name, figure in measured.items():
                    values.setdefault(f"{name}, {size:,} rows", []).append(figure)
    goals = [
        Goal(f"{what} to {reference}, {size:,} rows",
             ratio(values, f"{what}, {size:,} rows", f"{reference}, {size:,} rows"), 0.7)
        for size in sizes
        for what, reference in (("validate", "organisations raw"), ("commit", "all documents raw"))
    ]  # fmt: skip
    exponent = log10(seconds[sizes[-1]] / seconds[sizes[0]]) / log10(sizes[-1] / sizes[0])
    goals.append(Goal("exponent of the growth", exponent, 1.1, ceiling=True))
    keep("imports", "rows/s", values, f"organisations raw, {sizes[0]:,} rows", goals)
    print(f"  most memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _measured(ground: Servers, size: int) -> dict[str, float]:
    settings = ground.settings("registry")
    ground.client.drop_database("bench_registry")
    database = service.database(settings)
    database.prepare()
    context = JobContext("registry", database, settings, WallClock())
    import_ = _begun(context, size)
    began = time.perf_counter()
    jobs.continue_imports(context)
    previewed = time.perf_counter()
    in_transaction(database, context._begin, lambda uow: commands.confirm_import(uow, import_))
    jobs.continue_imports(context)
    done = time.perf_counter()
    rates = {"preview": size / (previewed - began), "commit": size / (done - previewed)}
    rates["whole import"], seconds = size / (done - began), done - began
    rates["validate"] = _validated(context, import_, size)
    rates |= _raw(ground, size)
    database.close()
    return {**rates, "seconds": seconds}


def _begun(context: JobContext, size: int) -> str:
    """The id of an import of which nothing is read yet."""
    upload = context.record(lambda uow: begin_upload(uow, {"name": "a.csv"}))
    content = _file(size)
    for number, start in enumerate(range(0, len(content), PART_BYTES)):
        context.record(lambda uow, n=number, at=start: keep_part(uow, upload["_id"], n, content[at : at + PART_BYTES]))

    def finish(uow: UnitOfWork) -> Any:
        kept = uow.get("uploads", upload["_id"])
        return uow.save("uploads", kept | {"parts": -(-len(content) // PART_BYTES), "size": len(content)})

    context.record(finish)
    reading.PIECES_AT_ONCE = 0
    body = {"mapping": MAPPING, "uploads": {"a.csv": upload["_id"]}}
    return str(context.record(lambda uow: reading.begin_reading(uow, body, None))["_id"])


def _file(size: int) -> bytes:
    text = io.StringIO()
    text.write("id,name,short,seat,site,mail,tongues,areas,text,lat,lon\n")
    for n in range(size):
        mail = "nobody" if n % 1000 == 999 else f"info{n}@example.org"
        text.write(
            f"{n:x}-{n * 7919 % 1000003:x},Centro di formazione {n} Città,CF{n},Catania,www.example.org/{n},{mail},"
            f'it;en,employment;housing,"{_TEXT * (1 + n % 3)}",{37 + n % 100 / 100},15.0{n % 10}\n'
        )
    return text.getvalue().encode()


def _validated(context: JobContext, import_: str, size: int) -> float:
    """Reading, mapping and checking each row, and inserting what is right raw: what the validation costs an insert."""
    rows = context.database.client["bench_raw"]["validated"]
    rows.drop()
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
    """Insert what the import wrote once more, a batch at a time, into collections with the same indexes."""
    own, bare = ground.client["bench_registry"], ground.client["bench_raw"]
    spent = {}
    for name in ("organisations", "outbox", "audit"):
        bare[name].drop()
        for index in own[name].list_indexes():
            options = {key: value for key, value in index.items() if key not in ("v", "key", "ns")}
            bare[name].create_index(list(index["key"].items()), **options)
        spent[name] = 0.0
        skip: Any = {"collection": "organisations"} if name == "audit" else {}
        cursor = own[name].find(skip, batch_size=BATCH)
        while batch := [one for _n, one in zip(range(BATCH), cursor, strict=False)]:
            began = time.perf_counter()
            bare[name].insert_many(batch)
            spent[name] += time.perf_counter() - began
    return {
        "organisations raw": size / spent["organisations"],
        "all documents raw": size / sum(spent.values()),
    }
