"""The projections and the indexes of their pages; internal, for a public page is its own authorisation."""

from services.chassis.store import INTERNAL, Collection, Index

SEARCHED = [Index("name_folded", "_id"), Index("words", "name_length", "_id")]

COLLECTIONS = [
    Collection("cities", scope=INTERNAL),
    Collection("partners", scope=INTERNAL, indexes=[*SEARCHED, Index("city")], searched=True),
    Collection(
        "services",
        scope=INTERNAL,
        indexes=[*SEARCHED, Index("city"), Index("organisation"), Index("themes")],
        searched=True,
    ),
    Collection("partnerships", scope=INTERNAL, indexes=[Index("city"), Index("members.organisation")]),
    Collection("tables", scope=INTERNAL, indexes=[Index("partnership")]),
    Collection("decisions", scope=INTERNAL, indexes=[Index("partnership", "-decided_on")]),
    Collection("minutes", scope=INTERNAL, indexes=[Index("partnership", "-day")]),
    Collection("practices", scope=INTERNAL, indexes=[Index("city")]),
    Collection("transfers", scope=INTERNAL, indexes=[Index("city"), Index("from_city"), Index("practice")]),
    Collection("diary_entries", scope=INTERNAL, indexes=[Index("transfer", "-dated_on")]),
    Collection("plans", scope=INTERNAL, indexes=[Index("city", "-starts_on")]),
    Collection("measures", scope=INTERNAL, indexes=[Index("plan", "number"), Index("origin.id")]),
    Collection("gatherings", scope=INTERNAL, indexes=[Index("starts_at"), Index("registration_code"), Index("city")]),
    Collection("ideas", scope=INTERNAL, indexes=[Index("gathering"), Index("city")]),
    Collection("rounds", scope=INTERNAL, indexes=[Index("code"), Index("gathering")]),
]
