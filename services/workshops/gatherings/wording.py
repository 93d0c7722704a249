"""How findings about the size of a gathering, and its role groups, are put into words. No rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.chassis.formats import format_number
from services.chassis.i18n import N_, _, n_
from services.workshops.gatherings.model import Finding

ROLE_GROUP_NAMES: Final = {
    "residents": N_("Residents"),
    "experts": N_("Experts"),
    "administrators": N_("Administrators"),
    "business": N_("Business"),
}


def said(finding: Finding) -> dict[str, Any]:
    """A finding with its sentence in the reader's language, as `{"level", "code", "role_group", "message"}`."""
    return {
        "level": finding.level,
        "code": finding.code,
        "role_group": finding.role_group,
        "message": _SENTENCES[finding.code](finding),
    }


def _too_few(finding: Finding) -> str:
    return n_(
        "%(n)s person is registered; at least %(limit)s are needed to start.",
        "%(n)s people are registered; at least %(limit)s are needed to start.",
        int(finding.count),
        limit=finding.limit,
    )


def _too_many(finding: Finding) -> str:
    return _(
        "%(count)s people are registered; with more than %(limit)s the method does not work.",
        count=finding.count,
        limit=finding.limit,
    )


def _rather_few(finding: Finding) -> str:
    return n_(
        "%(n)s person is registered; the method works best with at least %(limit)s.",
        "%(n)s people are registered; the method works best with at least %(limit)s.",
        int(finding.count),
        limit=finding.limit,
    )


def _rather_many(finding: Finding) -> str:
    return _(
        "%(count)s people are registered; the method works best with at most %(limit)s.",
        count=finding.count,
        limit=finding.limit,
    )


def _group_too_small(finding: Finding) -> str:
    name = ROLE_GROUP_NAMES[finding.role_group or ""]
    return n_(
        "%(role_group)s: %(n)s person is registered; at least %(limit)s are needed.",
        "%(role_group)s: %(n)s people are registered; at least %(limit)s are needed.",
        int(finding.count),
        limit=finding.limit,
        role_group=_(name),
    )


def _groups_uneven(finding: Finding) -> str:
    return _(
        "The largest role group is %(count)s times the smallest; it should be at most %(limit)s times.",
        count=format_number(finding.count),
        limit=format_number(finding.limit),
    )


def _quota_too_low(finding: Finding) -> str:
    name = ROLE_GROUP_NAMES[finding.role_group or ""]
    return n_(
        "%(role_group)s: there is %(n)s place; at least %(limit)s people are needed. Allow more.",
        "%(role_group)s: there are %(n)s places; at least %(limit)s people are needed. Allow more.",
        int(finding.count),
        limit=finding.limit,
        role_group=_(name),
    )


def _places_too_few(finding: Finding) -> str:
    return n_(
        "There is %(n)s place in all; at least %(limit)s people are needed to start. Allow more.",
        "There are %(n)s places in all; at least %(limit)s people are needed to start. Allow more.",
        int(finding.count),
        limit=finding.limit,
    )


_SENTENCES: Final[Mapping[str, Callable[[Finding], str]]] = {
    "too_few": _too_few,
    "too_many": _too_many,
    "rather_few": _rather_few,
    "rather_many": _rather_many,
    "group_too_small": _group_too_small,
    "groups_uneven": _groups_uneven,
    "quota_too_low": _quota_too_low,
    "places_too_few": _places_too_few,
}
