"""How a foreign table is read after a mapping."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.imports import model
from services.registry.imports.cells import RowReader, column_of
from services.registry.imports.hsds.records import Reading
from services.registry.imports.model import Row, Table
from services.registry.imports.sheets import open_sheet
from services.registry.imports.targets import is_target, unknown_targets
from services.registry.imports.words import READ
from services.registry.standards.hsds.terms import terms

TABLE = Table(
    file="partners.csv",
    makes="organisations",
    identity="id",
    columns={
        "name": "partner",
        "description.de": "text",
        "languages": "tongues",
        "lat": "north",
        "website": "site",
        "kind": "legal form",
    },
    constants={"country": "DE"},
    separators={"languages": ";"},
    values={"kind": {"e. V.": "ngo"}, "languages": {"German": "de", "Turkish": "tr"}},
    empty=("n/a",),
)
CELLS = {"id": "7", "partner": "Haus", "text": "", "tongues": "", "north": "", "site": "", "legal form": ""}


def read(text: str, delimiter: str = ",") -> model.Sheet:
    return model.read_sheet(io.StringIO(text, newline=""), delimiter)


def fields(**cells: str) -> dict[str, Any]:
    return RowReader(TABLE, READ).fields(Row(2, {**CELLS, **cells}))


def test_rows_have_the_number_that_a_spreadsheet_shows() -> None:
    sheet = read('id,name\r\n1,"two\r\nlines"\r\n,\r\n\r\n2,last\r\n')
    assert sheet.columns == ("id", "name")
    assert [(row.number, row.cells["name"]) for row in sheet.rows] == [(2, "two\r\nlines"), (5, "last")]


CELLS_OF_A_ROW = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=3, max_size=3)


@given(st.lists(CELLS_OF_A_ROW, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_with_its_row_numbers(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["a", "b", "c"], *rows])
    found = {row.number: list(row.cells.values()) for row in read(text.getvalue(), delimiter).rows}
    assert found == {number: row for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)}


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read("\ufeffid;name\n1;x", ";").columns == ("id", "name")


def test_a_short_row_has_empty_cells_and_a_long_one_is_marked() -> None:
    rows = read("id,name\n1\n2,b,\n3,c,surplus\n").rows
    assert [(dict(row.cells), row.too_long) for row in rows] == [
        ({"id": "1", "name": ""}, False),
        ({"id": "2", "name": "b"}, False),
        ({"id": "3", "name": "c"}, True),
    ]


@pytest.mark.parametrize(("text", "line"), [("", 1), ("\n\n", 1), ('id,name\n1,a\n2,"b" c\n', 3)])
def test_what_is_no_table_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(model.NotASheet) as refused:
        list(read(text).rows)
    assert refused.value.line == line


def test_a_column_that_is_missing_or_there_twice_is_named_by_its_place_in_the_mapping() -> None:
    sheet = read("id,partner,partner,text,tongues,site,legal form\n")
    assert model.missing_columns(TABLE, sheet) == ["columns.name", "columns.lat"]


def test_columns_that_feed_nothing_are_named() -> None:
    sheet = read("id,partner,phone,,text,tongues,north,site,legal form,fax\n")
    assert model.unused_columns(TABLE, sheet) == ["phone", "fax"]


@pytest.mark.parametrize(
    ("target", "known"),
    [
        ("name", True),
        ("description.hu", True),
        ("description", False),
        ("name.en", False),
        ("city", False),
        ("origin", False),
        ("$where", False),
    ],
)
def test_a_mapping_fills_fields_of_an_organisation_only(target: str, known: bool) -> None:
    assert is_target("organisations", target) is known


def test_faults_of_a_mapping_are_named_by_their_path() -> None:
    table = Table("x.csv", "organisations", "id", columns={"nom": "a"}, separators={"colour": ";"})
    assert list(unknown_targets(table)) == ["columns.nom", "separators.colour"]
    nothing = Table("x.csv", "nothing", "id", columns={"name": "a"})
    assert list(unknown_targets(nothing)) == ["columns.name"]


def test_an_empty_cell_says_nothing() -> None:
    assert fields(site="n/a", text="  ") == {"country": "DE", "name": "Haus"}


def test_a_text_goes_to_its_language() -> None:
    assert fields(text="Für alle")["description"] == {"de": {"text": "Für alle", "status": "original"}}


def test_several_values_in_a_cell_are_parted_and_replaced() -> None:
    assert fields(tongues="German; Turkish;;ar ;n/a")["languages"] == ["de", "tr", "ar"]


def test_a_value_is_replaced_after_the_mapping() -> None:
    assert fields(**{"legal form": "e. V."})["kind"] == "ngo"
    assert fields(**{"legal form": "GmbH"})["kind"] == "GmbH"


@pytest.mark.parametrize(("cell", "value"), [("47.5", 47.5), ("47,5", 47.5), ("north", "north")])
def test_a_number_may_have_a_comma_and_anything_else_is_left_to_be_refused(cell: str, value: float | str) -> None:
    assert fields(north=cell)["lat"] == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("www.example.org", "https://www.example.org"), ("http://example.org/a", "http://example.org/a")],
)
def test_a_web_address_gets_the_scheme_that_people_leave_out(cell: str, value: str) -> None:
    assert fields(site=cell)["website"] == value


@pytest.mark.parametrize("written", ["Servizio per l'impiego", "servizio per l’impiego", "Employment-service"])
def test_a_name_of_a_code_is_known_by_its_words_alone(written: str) -> None:
    assert READ["kind"](written) == "employment_service"


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1250", "Győri Főiskola"), ("cp1252", "École d’août"), ("utf-8", "Győr")]
)
def test_what_windows_writes_in_our_countries_is_read(encoding: str, name: str) -> None:
    sheet = open_sheet(io.BytesIO(f"id;name\n1;{name}\n".encode(encoding)))
    assert [row.cells["name"] for row in sheet.rows] == [name]


def test_the_column_behind_a_wrong_field_is_found() -> None:
    assert column_of(TABLE, "languages.1") == "tongues"
    assert column_of(TABLE, "description.de.text") == "text"
    assert column_of(TABLE, "country") is None


def test_an_import_keeps_the_languages_that_it_says_nothing_about() -> None:
    organisation = {"name": "Haus", "description": {"it": {"text": "Casa"}}}
    given = {"name": "Haus", "description": {"de": {"text": "Haus"}}}
    assert model.differences(organisation, given) == [
        {
            "field": "description",
            "from": {"it": {"text": "Casa"}},
            "to": {"it": {"text": "Casa"}, "de": {"text": "Haus", "status": "human"}},
        }
    ]


def test_nothing_differs_when_everything_is_so_already() -> None:
    assert model.differences({"name": "Haus", "seat": "Berlin"}, {"name": "Haus"}) == []


def test_an_import_of_a_city_leaves_the_others_alone() -> None:
    assert model.may_touch("berlin", {"city": "berlin"})
    assert not model.may_touch("berlin", {"city": "bologna"})
    assert not model.may_touch("berlin", {"city": None})
    assert model.may_touch(None, {"city": "bologna"})


def test_rows_go_in_batches_in_their_order() -> None:
    rows: list[dict[str, Any]] = [{"row": number} for number in range(5)]
    assert model.in_batches(rows, 2) == [rows[0:2], rows[2:4], rows[4:5]]


def test_thirty_days_are_the_time_to_confirm_and_to_undo() -> None:
    began = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert not model.too_late(began, began + timedelta(days=30, seconds=-1))
    assert model.too_late(began, began + timedelta(days=30))


@pytest.mark.parametrize(("written", "day"), [
    ("2026-03-01", "2026-03-01"), ("1.3.2026", "2026-03-01"), ("01/03/2026", "2026-03-01"),
    ("31-12-2026", "2026-12-31"), ("2026. 03. 01.", "2026-03-01"), ("2026/3/1", "2026-03-01"),
    ("12/31/2026", "2026-31-12"), ("March 2026", "March 2026"),
])  # fmt: skip
def test_a_day_may_be_written_as_in_our_countries(written: str, day: str) -> None:
    table = Table(file="people.csv", makes="people", identity="id", columns={"role.since": "seit"})
    assert RowReader(table, READ).fields(Row(2, {"id": "7", "seit": written}))["roles"] == [{"since": day}]


@pytest.mark.parametrize(("told", "places", "left_out"), [("7", 7, []), ("9" * 5000, None, ["free_places"])])
def test_free_places_of_a_directory_are_a_number_or_named(told: str, places: int | None, left_out: list[str]) -> None:
    ids = {term.code: id for id, term in terms().items()}
    attributes = [{"taxonomy_term_id": ids["takes_referrals"]}, {"taxonomy_term_id": ids["free_places"], "value": told}]
    record = Reading("de", "other", "IT").service({"name": "Kurs", "attributes": attributes})
    assert (record.fields.get("free_places"), [name for name, _why in record.left_out]) == (places, left_out)
