"""When a practice sheet is fit for the public. No storage, no HTTP, no sentences: paths only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEEDED = (
    "title",
    "challenge",
    "description",
    "main_institution",
    "policy_areas",
    "preconditions",
    "resources",
    "components",
    "evidence",
)
"""What a published sheet must tell, after the good-practice form of Interreg Europe."""


def missing_for_publication(sheet: Mapping[str, Any]) -> list[str]:
    """The fields that a sheet lacks before it may be published, in the order of the form."""
    return [field for field in NEEDED if not sheet.get(field)]
