"""Files of other directories: what is read of them, and what is no such file."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from services.registry.imports.hsds.documents import Directory, NotHsds, organization_of, parents_first, read_directory

ORGANIZATIONS = "id,name\n1,Legal Aid\n"
SERVICES = "id,organization_id,name\n1,1,Advice\n"


def of_package(**files: str) -> Directory:
    return read_directory("x.zip", package({f"{name}.csv": text for name, text in files.items()}))


def package(files: dict[str, str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return packed.getvalue()


def of_json(*said: dict[str, Any]) -> Directory:
    return read_directory("x.json", json.dumps(list(said)).encode())


def test_organizations_without_an_identifier_are_told_one_by_one() -> None:
    found = of_json({"name": "One"}, {"name": "Other"}, {"id": " ", "name": "Third"}, {"id": 0, "name": "Zero"})
    assert [one.said["name"] for one in found.organizations.values()] == ["One", "Other", "Third", "Zero"]
    assert "0" in found.organizations


def test_an_organization_may_be_a_part_of_number_nought() -> None:
    found = of_json({"id": 1, "name": "Part", "parent_organization_id": 0}, {"id": 0, "name": "Whole"})
    groups = [[item.said["name"] for item in group] for group in parents_first(found.organizations)]
    assert groups == [["Whole"], ["Part"]]


@pytest.mark.parametrize("own", [{}, {"organization_id": None}, {"organization_id": ""}])
def test_a_service_within_an_organization_is_its_own(own: dict[str, Any]) -> None:
    [service] = of_json({"id": "o1", "name": "Legal Aid", "services": [{"id": "s1", **own}]}).services
    assert organization_of(service.said) == "o1"


def test_rows_of_two_tables_may_have_the_same_number() -> None:
    terms = "id,name\n1,Legal\n2,Public\n3,Any\n"
    attributes = "id,service_id,link_id,link_entity,link_type,taxonomy_term_id\n" + "\n".join(
        ["1,1,,,,1", "2,,1,organization,organization_type,2", "3,,1,,,3", "4,,1,location,,1"]
    )
    found = of_package(
        organizations=ORGANIZATIONS, services=SERVICES, taxonomy_terms=terms, attributes=attributes,
        locations="name\nNowhere\n", service_at_locations="id,service_id\n1,1\n",
    )  # fmt: skip
    [organization], [service] = found.organizations.values(), found.services
    named = [[one["taxonomy_term"]["name"] for one in item.said["attributes"]] for item in (organization, service)]
    assert named == [["Public", "Any"], ["Legal", "Any"]]
    assert service.said["service_at_locations"][0]["location"] is None


@pytest.mark.parametrize(
    ("weekday", "byday"),
    [("Monday", "MO"), ("thurs.", "TH"), ("7", "SU"), ("Mon-Fri", "Mon-Fri"), ("Monday, Tuesday", "Monday, Tuesday")],
)
def test_a_weekday_is_one_day_only(weekday: str, byday: str) -> None:
    found = of_package(
        organizations=ORGANIZATIONS, services=SERVICES, regular_schedules=f'service_id,weekday\n1,"{weekday}"\n'
    )
    assert found.services[0].said["schedules"] == [{"service_id": "1", "byday": byday}]


def test_tables_that_the_register_does_not_read_are_there_to_be_named() -> None:
    urls = "id,service_id,organization_id,url\n1,1,,https://one.example\n2,,1,https://other.example\n"
    found = of_package(organizations=ORGANIZATIONS, services=SERVICES, url=urls, service_capacity="service_id\n1\n")
    [organization], [service] = found.organizations.values(), found.services
    assert [one.said["additional_urls"][0]["url"] for one in (service, organization)] == [
        "https://one.example", "https://other.example",
    ]  # fmt: skip
    assert service.said["capacities"] == [{"service_id": "1"}]


def test_a_package_may_describe_its_tables_in_the_plural() -> None:
    described = {"resources": [{"path": "data/o.csv", "name": "organizations"}]}
    content = package({"data/o.csv": ORGANIZATIONS, "datapackage.json": json.dumps(described)})
    assert [*read_directory("x.zip", content).organizations] == ["1"]


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_that_is_damaged_is_none(kind: int) -> None:
    content = bytearray(package({"organizations.csv": ORGANIZATIONS * 50}, kind))
    start = content.index(b"organizations.csv") + len("organizations.csv")
    for place in range(start, start + 20):
        content[place] ^= 0xFF
    with pytest.raises(NotHsds):
        read_directory("x.zip", bytes(content))
