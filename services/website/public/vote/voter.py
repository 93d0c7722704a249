"""Who votes on this phone: a cookie for one day with the voter's token and what was chosen last."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request
from werkzeug.wrappers import Response

from services.chassis.store import Document

ONE_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Voter:
    """The token that the ballot needs, and the ids of the ideas voted for."""

    token: str
    votes: list[str] = field(default_factory=list)

    @classmethod
    def of_phone(cls, round: Document) -> Voter | None:
        """Who joined this round on this phone, if anybody did."""
        token, _colon, places = request.cookies.get(_name(round), "").partition(":")
        by_place = {str(place): idea["id"] for place, idea in enumerate(round["ideas"])}
        chosen = [by_place[place] for place in places.split(".") if place in by_place]
        return cls(token, chosen) if token else None

    def stay_on_phone(self, answer: Response, round: Document) -> None:
        """Have the phone remember; ideas by their place on the ballot, for a cookie is small."""
        places = {idea["id"]: str(place) for place, idea in enumerate(round["ideas"])}
        value = f"{self.token}:{'.'.join(places[id] for id in self.votes if id in places)}"
        answer.set_cookie(_name(round), value, max_age=ONE_DAY, httponly=True, samesite="Lax", secure=request.is_secure)


def _name(round: Document) -> str:
    return f"vote-{round['code']}"
