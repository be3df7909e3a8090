"""Reading names, and telling whether two are of one thing."""

from __future__ import annotations

import pytest

from tasks.entities.names import match_names, parse
from tasks.entities.names.parse import is_title
from tasks.entities.names.places import country_itself, country_of


@pytest.mark.parametrize(
    ("surface", "words"),
    [
        ("Walid al-Moallem", ("walid", "moallem")),
        ("H.E. President Bashar Al-Assad", ("bashar", "assad")),
        ("Al_Sweida", ("sweida",)),
        ("Bashar Al-Assadasserted", ("bashar", "assad")),
        ("(Vladimir) Putin", ("vladimir", "putin")),
        ("Staffan de Mistura’s", ("staffan", "mistura")),
        ("Putin, Vladimir", ("vladimir", "putin")),
        ("Abd al-Aziz ibn Saud", ("abdaziz", "saud")),
        ("Abdul Aziz ibn Saud", ("abdaziz", "saud")),
        ("SergeiLavrov", ("sergei", "lavrov")),
        ("Mark McNamara", ("mark", "mcnamara")),
        ("J.-C. Juncker", ("j", "c", "juncker")),
        ("Сергей Лавров", ("sergey", "lavrov")),
        ("King Hassan II", ("hassan",)),
        ("习近平", ("xi", "jin", "ping")),
    ],
)
def test_a_persons_name_is_read_into_its_words(surface: str, words: tuple[str, ...]) -> None:
    assert parse(surface).words == words


def test_a_king_has_a_number_and_a_son_a_generation() -> None:
    assert parse("Louis XIV").numeral == 14
    assert parse("Louis XIV").full
    assert parse("Paul Desmarais Jr.").generation == "j"


def test_an_organisation_is_read_without_its_legal_form() -> None:
    assert parse("OAO Gazprom", "ORG").words == ("gazprom",)
    assert parse("Siemens Aktiengesellschaft", "ORG").form == parse("Siemens AG", "ORG").form
    assert parse("U.N.", "ORG").words == parse("UN", "ORG").words
    assert parse("Brigade Forty-Four", "ORG").words[0] == "brigade"


@pytest.mark.parametrize("surface", ["President", "H.E.", "Mr.", "the Prime Minister", "General"])
def test_titles_alone_are_no_names(surface: str) -> None:
    assert is_title(surface)


@pytest.mark.parametrize("surface", ["Mohammed", "Putin", "President Assad"])
def test_a_name_is_no_title(surface: str) -> None:
    assert not is_title(surface)


SAME = [
    ("Walid al-Moallem", "Walid Muallem", "PERSON"),
    ("Walid al-Moallem", "Walid al-Mouallem", "PERSON"),
    ("Sergey Lavrov", "Sergei Lavrov", "PERSON"),
    ("Sergey Viktorovich Lavrov", "Sergei Lavrov", "PERSON"),
    ("Mohammad Javad Zarif", "Mohammad Javad Zarifv", "PERSON"),
    ("Muhammad bin Salman", "Mohammed bin Salman", "PERSON"),
    ("Владимир Путин", "Vladimir Putin", "PERSON"),
    ("ბარაკ ობამა", "Barack Obama", "PERSON"),
    ("J. Kerry", "John Kerry", "PERSON"),
    ("Bill Clinton", "William Clinton", "PERSON"),
    ("Putin, Vladimir", "Vladimir Putin", "PERSON"),
    ("Nikolai Patr ushev", "Nikolai Patrushev", "PERSON"),
    ("United Nations", "U.N.", "ORG"),
    ("Daesh", "Islamic State of Iraq and Syria", "ORG"),
    ("Joint Operations Command", "JOC", "ORG"),
    ("World Health Organisation", "World Health Organization", "ORG"),
    ("Syria", "Syrian Arab Republic", "LOC"),
]

DIFFERENT = [
    ("Bashar al-Assad", "Bashar al-Jaafari", "PERSON"),
    ("Vladimir Putin", "Vladimir Makei", "PERSON"),
    ("Sergei Lavrov", "Alexander Lavrentiev", "PERSON"),
    ("Louis XIV", "Louis XVI", "PERSON"),
    ("Ali bin Hassan", "Hassan bin Ali", "PERSON"),
    ("Ahmed Mohamed Saleh", "Mohamed Ahmed Saleh", "PERSON"),
    ("习近平", "习近朋", "PERSON"),
    ("Kim Jong-un", "Kim Jong-il", "PERSON"),
    ("Michelle Obama", "Barack Obama", "PERSON"),
    ("Iran", "Iraq", "LOC"),
    ("UNICEF", "UNESCO", "ORG"),
    ("Nordbank AG", "Nordbank GmbH", "ORG"),
]


@pytest.mark.parametrize(("a", "b", "type"), SAME)
def test_one_thing_by_two_names(a: str, b: str, type: str) -> None:
    assert match_names(a, b, type) > 0.7


@pytest.mark.parametrize(("a", "b", "type"), DIFFERENT)
def test_two_things_by_like_names(a: str, b: str, type: str) -> None:
    assert match_names(a, b, type) < 0.3


def test_nothing_is_nobodys_name() -> None:
    assert match_names("", "", "PERSON") == 0.0
    assert match_names("---", "Walid", "PERSON") == 0.0


@pytest.mark.parametrize(
    ("name", "type", "code"),
    [
        ("Syria", "LOC", "SY"),
        ("the U.S.", "LOC", "US"),
        ("Россия", "LOC", "RU"),
        ("Syrians", "NORP", "SY"),
        ("Deir Ezzor", "LOC", "SY"),
        ("Sochi", "LOC", "RU"),
        ("Atlantis", "LOC", None),
        ("Syria", "PERSON", None),
    ],
)
def test_places_and_peoples_have_countries(name: str, type: str, code: str | None) -> None:
    assert country_of(name, type) == code


def test_a_city_is_not_its_country() -> None:
    assert country_itself("Damascus") is None
    assert country_itself("Great Britain") == "GB"
