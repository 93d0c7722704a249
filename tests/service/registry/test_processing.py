"""The registry's part of the records of processing: in the reader's language, with the rule that is in force."""

from services.chassis.testing import Caller, ServiceUnderTest


def kept(registry: ServiceUnderTest, language: str = "en") -> str:
    """How long people are kept, as anybody may read it."""
    people = registry.anonymous(language).get("/processing")["activities"][0]
    assert all(people.values())
    return str(people["kept"])


def test_how_long_people_are_kept_is_told_by_the_rule(registry: ServiceUnderTest, coordinator: Caller) -> None:
    assert kept(registry) == "As long as they have a role; then 24 months after the last change"
    coordinator.patch("/retention-rules/people_without_role", {"months": 7})
    assert "7 Monate" in kept(registry, "de")
    coordinator.patch("/retention-rules/people_without_role", {"active": False})
    assert kept(registry).endswith("since the rule is switched off")
