"""Whether an organisation is there already: candidates by index and their scores, with up to 1,000,000 kept.

Half of those who are asked for are there, misspelt; the others are not. Held against reading one record by its id.
"""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime
from functools import partial
from statistics import median, quantiles
from typing import Any

import uuid_utils

from bench.ground.growth import keep_growth
from bench.ground.register import grow
from bench.ground.results import ROUNDS, Values, keep
from bench.ground.servers import servers
from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.store import Reader
from services.registry.duplicates.queries import candidates
from services.registry.organisations.commands import searchable_organisation
from services.registry.organisations.model import blank_organisation
from services.registry.service import service as registry

STORED = (10_000, 100_000, 1_000_000)
ASKED = 200
HIGHEST = 0.2
_KINDS = ("Centro di formazione", "Cooperativa sociale", "Associazione", "Scuola", "Fondazione", "Istituto tecnico")
_TOWNS = ("Catania", "Bologna", "Palermo", "Firenze", "Pisa", "Roma", "Torino", "Bari", "Verona", "Trieste")
_SYLLABLES = ("ba", "cor", "di", "fen", "gal", "lu", "mar", "ne", "pro", "ros", "san", "tel", "vi", "zan")


def run() -> None:
    """The sizes one after the other; `BENCH_LARGE` and `BENCH_STORE` as for `autocomplete`."""
    wanted = STORED if os.environ.get("BENCH_LARGE") else STORED[:-1]
    with servers(os.environ.get("BENCH_STORE")) as ground:
        settings = ground.settings("registry")
        database = registry.database(settings)
        database.prepare()
        read = Reader(database, settings, Actor.service("registry"), "en", WallClock())
        rows, chance = database.rows("organisations"), random.Random(7)
        there = rows.estimated_document_count()
        for size in (one for one in wanted if one >= there):
            grow(ground, database, size, lambda: _kept(_sheet(chance)))
            _measure(read, rows, size, chance)
    keep_growth("duplicates", STORED, "one by its id", {"candidates": HIGHEST})


def _measure(read: Reader, rows: Any, size: int, chance: random.Random) -> None:
    sheets = [_misspelt(one, chance) for one in rows.aggregate([{"$sample": {"size": ASKED // 2}}])]
    sheets += [_sheet(chance) for _number in range(ASKED - len(sheets))]
    values: Values = {}
    for what, ask in (("one by its id", partial(_by_id, read)), ("candidates", partial(candidates, read))):
        times = [_milliseconds(ask, sheets) for _round in range(ROUNDS)]
        values[what] = [median(one) for one in times]
        values[f"{what}, p99"] = [quantiles(one, n=100)[98] for one in times]
    keep(f"duplicates_{size}", "ms", values, "one by its id")


def _sheet(chance: random.Random) -> dict[str, Any]:
    own = " ".join("".join(chance.choices(_SYLLABLES, k=3)).title() for _word in range(2))
    return {"name": f"{chance.choice(_KINDS)} {own}", "seat": chance.choice(_TOWNS), "country": "IT"}


def _kept(sheet: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC)
    own = {"_id": str(uuid_utils.uuid7()), "version": 1, "city": None, "created_at": now, "updated_at": now}
    organisation = searchable_organisation({**blank_organisation(), **sheet, **own, "kind": "ngo"})
    del organisation["origin"]
    return organisation


def _misspelt(organisation: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    name, at = organisation["name"], chance.randrange(1, len(organisation["name"]) - 1)
    return {**organisation, "name": name[:at] + name[at + 1] + name[at] + name[at + 2 :]}


def _by_id(read: Reader, sheet: dict[str, Any]) -> Any:
    return read.first("organisations", {"_id": sheet.get("_id", "nobody")})


def _milliseconds(ask: Any, sheets: list[dict[str, Any]]) -> list[float]:
    times = []
    for sheet in sheets:
        began = time.perf_counter()
        ask(sheet)
        times.append((time.perf_counter() - began) * 1000)
    return times
