"""The list of what must hold, docs/operators/security.md: every line is shown by tests that exist, or says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = 46
ROWS = {
    int(cells[0]): cells
    for line in (ROOT / "docs" / "operators" / "security.md").read_text("utf-8").splitlines()
    if re.match(r"\| *\d+ *\|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}


def test_every_line_of_the_list_is_there() -> None:
    assert sorted(ROWS) == list(range(1, LINES + 1))


@pytest.mark.parametrize("number", sorted(ROWS))
def test_a_line_is_shown_by_tests_that_exist_or_says_why_not(number: int) -> None:
    _number, requirement, shown_by, note = ROWS[number]
    named = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", shown_by)
    assert requirement
    assert named or len(note) > 40, "without a test a line needs its reason"
    missing = [f"{file}::{test}" for file, test in named if f"def {test}(" not in _text(ROOT / "tests" / file)]
    assert missing == []


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
