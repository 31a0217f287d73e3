"""Sources and countries: what a slip of the editor's hand must not change unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.content.sources import SourcesFile
from flows.content.strict_yaml import read_document, validate
from flows.places.models import CountriesFile

CONTENT = Path(__file__).resolve().parents[3] / "content"
EUROPEAN_UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()


@pytest.fixture(scope="module")
def countries() -> CountriesFile:
    found, problems = validate(read_document(CONTENT / "countries.yaml"), CountriesFile)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def sources() -> SourcesFile:
    found, problems = validate(read_document(CONTENT / "sources.yaml"), SourcesFile)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def names() -> dict[str, dict[str, str]]:
    document = read_document(CONTENT / "words" / "en" / "countries.yaml")
    assert document.problems == []
    data: dict[str, dict[str, str]] = document.data
    return data


def test_112_works_in_every_member_state(countries: CountriesFile) -> None:
    assert [code for code in EUROPEAN_UNION if "112" not in countries.countries[code].emergency] == []


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("GB", "999"),
        ("US", "911"),
        ("CA", "911"),
        ("AU", "000"),
        ("NZ", "111"),
        ("DE", "112"),
        ("BR", "192"),
        ("AR", "107"),
    ],
)
def test_the_number_on_the_card(countries: CountriesFile, code: str, first: str) -> None:
    assert countries.countries[code].emergency[0] == first


def test_111_is_not_mixed_up(countries: CountriesFile) -> None:
    assert countries.countries["GB"].health_line == "111"
    assert "111" not in countries.countries["GB"].emergency
    assert countries.countries["NZ"].health_line != "111"


def test_a_number_from_memory_alone_is_not_called_checked(countries: CountriesFile) -> None:
    from_memory = {
        code: entry.checked for code, entry in countries.countries.items() if set(entry.sources) <= {"M", "J"}
    }
    assert from_memory
    assert not any(from_memory.values())


@pytest.mark.parametrize("code", "BO PY GT SV NI CU MA DZ TN SN CI CM BJ ML AO MZ CV MO".split())
def test_what_no_second_source_confirms_is_left_out(countries: CountriesFile, code: str) -> None:
    assert code not in countries.countries


def test_numbers_can_be_dialled(countries: CountriesFile) -> None:
    for code, entry in countries.countries.items():
        assert len(code) == 2
        assert code.isupper()
        for number in (*entry.emergency, entry.health_line):
            assert number.replace(" ", "").isdigit() or number == ""
        assert len(set(entry.emergency)) == len(entry.emergency)


def test_six_countries_are_offered_first(countries: CountriesFile) -> None:
    assert len(set(countries.likely)) == len(countries.likely) == 6


def test_every_country_has_a_name_and_no_name_means_two(
    countries: CountriesFile, names: dict[str, dict[str, str]]
) -> None:
    assert set(names["names"]) == set(countries.countries)
    typed = [name.lower() for name in names["names"].values()]
    typed += [other for others in names["also"].values() for other in others]
    typed += [code.lower() for code in countries.countries]
    assert sorted(set(typed)) == sorted(typed)
    assert all(name == name.lower() for others in names["also"].values() for name in others)


def test_every_source_says_where_it_is_from(sources: SourcesFile) -> None:
    nowhere = {name for name, entry in sources.sources.items() if not entry.where and not entry.url}
    assert nowhere == {"J", "M"}


def test_what_was_never_opened_says_so(sources: SourcesFile) -> None:
    unseen = {name for name, entry in sources.sources.items() if not entry.seen}
    assert {
        "J",
        "M",
        "Wells03",
        "Delgado02",
        "Reiman14",
        "Silbernagel07",
        "DART24",
        "MSKScope26",
        "Groeber17",
    } == unseen
    assert all(sources.sources[name].note for name in unseen)


def test_addresses_are_addresses(sources: SourcesFile) -> None:
    assert [entry.url for entry in sources.sources.values() if entry.url and not entry.url.startswith("http")] == []
