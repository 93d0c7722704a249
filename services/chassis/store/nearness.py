"""What lies within some kilometres of a point, as a condition for the store. No map, no address is looked up here.

A box of degrees, which an index can narrow, and within it the distance on a plane: for up to 200 km it is a few
metres in a kilometre from the one on the globe.
"""

from __future__ import annotations

from math import cos, radians
from typing import Any

KM_A_DEGREE = 111.195
"""A degree of latitude: a sphere of 6,371 km."""

Filter = dict[str, Any]


def near(point: tuple[float, float], km: float, places: str | None = None) -> Filter:
    """The condition that `lat` and `lon` of a document, or those of any of its `places`, lie within `km` of a point."""
    lat, lon = point
    narrow = max(cos(radians(lat)), 0.01)
    north, east = km / KM_A_DEGREE, km / KM_A_DEGREE / narrow
    box = {"lat": {"$gte": lat - north, "$lte": lat + north}, "lon": {"$gte": lon - east, "$lte": lon + east}}
    if places is None:
        return {**box, "$expr": _within(lat, lon, north, narrow, "$")}
    one = {"$map": {"input": f"${places}", "as": "one", "in": _within(lat, lon, north, narrow, "$$one.")}}
    return {places: {"$elemMatch": box}, "$expr": {"$anyElementTrue": [one]}}


def _within(lat: float, lon: float, degrees: float, narrow: float, of: str) -> Filter:
    up = {"$subtract": [f"{of}lat", lat]}
    across = {"$multiply": [{"$subtract": [f"{of}lon", lon]}, narrow]}
    inside = {"$lte": [{"$add": [{"$pow": [up, 2]}, {"$pow": [across, 2]}]}, degrees**2]}
    return {"$and": [{"$isNumber": f"{of}lat"}, {"$isNumber": f"{of}lon"}, inside]}
