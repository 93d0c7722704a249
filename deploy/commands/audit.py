"""`audit`: whether the audit trail is as it was written, judged by its chains and by checkpoints kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from joserfc.jwk import KeySet

from deploy.commands import options
from deploy.commands.status import housekeeping
from deploy.platform import OWNERS
from deploy.surroundings import Surroundings
from services.chassis import checkpoints
from services.chassis.clock import WallClock
from services.chassis.local import LocalProblem
from services.chassis.local.folder import read_json
from services.chassis.local.problem import FINDINGS
from services.chassis.store import chain, verifying
from services.chassis.store.verifying import Finding, Known


@click.group()
def audit() -> None:
    """The audit trail: who did what to which document."""


@audit.command()
@options.data
@options.as_json
@click.option(
    "--checkpoints", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with checkpoints that was kept elsewhere: lines of AUDIT_CHECKPOINTS, a log, answers of the API.",
)  # fmt: skip
@click.option(
    "--keys", "keys_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public keys, kept elsewhere. Without it those of the platform are believed.",
)  # fmt: skip
def verify(data: Path, as_json: bool, files: tuple[Path, ...], keys_file: Path | None) -> None:
    """Verify that no entry was edited, taken out, moved or cut off; changes nothing.

    Exit code 0 when nothing is wrong, 11 when something is.
    """
    place = Surroundings.of(data)
    evidence = _Evidence(_keys(keys_file or place.public_keys))
    for file in (*sorted(place.checkpoints.glob("*.checkpoints")), *files):
        evidence.read(file.read_text("utf-8", "replace"), str(file))
    found = [(owner, finding) for owner in OWNERS for finding in _findings(place, owner, evidence)]
    found += [("", Finding("", None, what)) for what in evidence.unbelievable]
    for owner, finding in found:
        click.echo(json.dumps({"service": owner, **asdict(finding)}) if as_json else _sentence(owner, finding))
    if found:
        advice = "Keep the store and the checkpoints as they are now. docs/operators/security.md says what each means."
        raise LocalProblem(f"The audit trail is not as it was written; findings: {len(found)}.", advice, FINDINGS)
    if not as_json:
        click.echo(
            f"The audit trail of {len(OWNERS)} services is as it was written; {evidence.count} checkpoints agree."
        )


def _keys(path: Path) -> KeySet:
    kept: Any = read_json(path)
    if kept is None:
        raise LocalProblem(f"There are no public keys in {path}.", "Name the file with --keys.")
    return KeySet.import_key_set(kept)


@dataclass
class _Evidence:
    """What checkpoints say, by service, and what cannot be believed."""

    keys: KeySet

    def __post_init__(self) -> None:
        self.known: dict[str, set[Known]] = {owner: set() for owner in OWNERS}
        self.unbelievable: list[str] = []

    @property
    def count(self) -> int:
        """How many different checkpoints there are."""
        return sum(len(known) for known in self.known.values())

    def read(self, text: str, where: str) -> None:
        """Take in the checkpoints of `text`."""
        for token in checkpoints.tokens_in(text):
            try:
                one = checkpoints.read(token, self.keys)
                by = f"the checkpoint of {one.at:%Y-%m-%d %H:%M:%S} UTC"
                self.known[one.service].add(Known(one.chain, one.place, one.hash, by))
            except (checkpoints.NoCheckpoint, KeyError) as reason:
                self.unbelievable.append(
                    f"A checkpoint in {where} cannot be believed: {reason}. It begins {token[:24]}."
                )


def _findings(place: Surroundings, owner: str, evidence: _Evidence) -> Iterator[Finding]:
    with housekeeping(place, owner) as database:
        after = ""
        while rows := chain.checkpoints(database, after, 500):
            after = rows[-1]["chain"]
            evidence.read(" ".join(str(row.get("token")) for row in rows), f"the database of {owner}")
        yield from verifying.verify(database, owner, evidence.known[owner], WallClock().now())


def _sentence(owner: str, finding: Finding) -> str:
    if not owner:
        return finding.what
    of = "what belongs to no city" if finding.chain == chain.NO_CITY else finding.chain
    entry = f"entry {finding.entry} " if finding.entry else ""
    return f"{owner}, chain of {of}: {entry}{finding.what}."
