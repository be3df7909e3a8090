"""Laws of matching names, for any two strings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.names import match_names, parse

WORDS = ("Walid", "al-", "Moallem", "bin", "Sergey", "Лавров", "习近平", "김정은", "Jr.", "XIV")
MORE = ("de", "J.", "(Putin)", "Abdul", "O'Neil", "محمد", "Mc", "UN", "Ltd", "St.")
words = st.sampled_from(WORDS + MORE)
names = st.one_of(st.lists(words, max_size=5).map(" ".join), st.text(max_size=40))
types = st.sampled_from(["PERSON", "ORG", "LOC", "NORP"])


@given(names, names, types)
@settings(max_examples=300, deadline=None)
def test_it_is_symmetric_and_a_probability(a: str, b: str, type: str) -> None:
    p = match_names(a, b, type)
    assert 0.0 <= p <= 1.0
    assert match_names(b, a, type) == p


@given(names, types)
@settings(max_examples=200, deadline=None)
def test_a_name_is_itself(name: str, type: str) -> None:
    kind = "PERSON" if type == "PERSON" else "ORG"
    assert match_names(name, name, type) == (1.0 if parse(name, kind).words else 0.0)


@given(st.lists(st.sampled_from(["Anna", "Karim", "Lavrov", "Okello"]), min_size=2, max_size=3))
def test_case_and_accents_do_not_matter(parts: list[str]) -> None:
    name = " ".join(parts)
    assert match_names(name.upper(), name.replace("a", "á")) > 0.7


@pytest.mark.parametrize(
    "name", ["\ud800", "\x00" * 50, "a" * 1_000_000, "e" + "\u0301" * 100_000, "Al " * 300_000]
)
def test_no_string_breaks_it_or_takes_long(name: str) -> None:
    start = time.process_time()
    assert 0.0 <= match_names(name, "Walid al-Moallem") <= 1.0
    assert 0.0 <= match_names(name, "Joint Operations Command", "ORG") <= 1.0
    assert time.process_time() - start < 2.0
