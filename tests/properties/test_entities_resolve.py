"""Whatever the order and the batches, the same things; and ids that stay."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.local import Local, read_document
from tests.resolving import resolved

NAMES = (
    ("Walid al-Moallem", "PERSON"),
    ("Walid al-Muallem", "PERSON"),
    ("Muallem", "PERSON"),
    ("Moallem", "PERSON"),
    ("Sergey Lavrov", "PERSON"),
    ("Sergei Viktorovich Lavrov", "PERSON"),
    ("Lavrov", "PERSON"),
    ("Alexander Lavrentiev", "PERSON"),
    ("Mohammad Javad Zarif", "PERSON"),
    ("Mohammad Javad Zarifv", "PERSON"),
    ("Javad Zarif", "PERSON"),
    ("George Bush", "PERSON"),
    ("George W. Bush", "PERSON"),
    ("George H. W. Bush", "PERSON"),
    ("Bush", "PERSON"),
    ("Louis XIV", "PERSON"),
    ("Louis XVI", "PERSON"),
    ("Joint Operations Command", "ORG"),
    ("Jewish Orphans' Charity", "ORG"),
    ("JOC", "ORG"),
    ("ISIS", "ORG"),
    ("Daesh", "ORG"),
    ("Syria", "LOC"),
    ("Syrians", "NORP"),
    ("Russia", "LOC"),
    ("Iran", "LOC"),
)

Corpus = list[list[tuple[str, str]]]
Days = dict[str, date]

mentions = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)
corpora = st.lists(mentions, min_size=1, max_size=9)


def read(corpus: Corpus) -> list[list[Local]]:
    return [
        read_document(
            f"d{number}", [(surface, type, 50 * n) for n, (surface, type) in enumerate(found)]
        )
        for number, found in enumerate(corpus)
    ]


days = st.dictionaries(
    st.sampled_from([f"d{n}" for n in range(9)]),
    st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 4)),
)


@given(corpora, days, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_documents_does_not_matter(
    corpus: Corpus, dated: Days, chance: Random
) -> None:
    documents = read(corpus)
    straight = resolved(documents, days=dated)
    shuffled = list(documents)
    chance.shuffle(shuffled)
    mixed = resolved(shuffled, days=dated)
    assert (mixed.entities, mixed.links) == (straight.entities, straight.links)


@given(corpora, days, st.lists(st.integers(0, 9), max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_portions_in_any_order_end_where_one_run_does(
    corpus: Corpus, dated: Days, cuts: list[int], chance: Random
) -> None:
    documents = read(corpus)
    whole = resolved(documents, days=dated)
    chance.shuffle(documents)
    found = resolved([])
    for start, end in pairwise([0, *sorted(cuts), len(documents)]):
        found = resolved(documents[start:end], before=found.corpus, days=dated)
    assert (found.entities, found.links) == (whole.entities, whole.links)
    assert found.corpus.units == whole.corpus.units


@given(corpora, days, st.integers(0, 8))
@settings(max_examples=25, deadline=None)
def test_taking_documents_out_ends_where_leaving_them_out_does(
    corpus: Corpus, dated: Days, kept: int
) -> None:
    documents = read(corpus)
    whole = resolved(documents, days=dated)
    gone = [found[0].document for found in documents[kept:] if found]
    less = resolved([], before=whole.corpus, gone=gone, days=dated)
    without = resolved(documents[:kept], days=dated)
    assert (less.entities, less.links) == (without.entities, without.links)
    for name, table in less.corpus.tables().items():
        assert table.num_rows == without.corpus.tables()[name].num_rows, name


@given(corpora, corpora, days, days)
@settings(max_examples=25, deadline=None)
def test_a_document_that_changed_is_as_if_it_had_come_so(
    corpus: Corpus, other: Corpus, dated: Days, later: Days
) -> None:
    before = resolved(read(corpus), days=dated)
    changed = [found for found in read(other) if found]
    names = [found[0].document for found in changed]
    after = resolved(changed, before=before.corpus, gone=names, days=dated | later)
    stays = [found for found in read(corpus) if found and found[0].document not in names]
    old = resolved(stays, days=dated)
    whole = resolved(changed, before=old.corpus, days=dated | later)
    assert (after.entities, after.links) == (whole.entities, whole.links)


@given(corpora, corpora)
@settings(max_examples=25, deadline=None)
def test_documents_of_later_days_rename_nothing_that_stays_whole(
    earlier: Corpus, later: Corpus
) -> None:
    documents = read([*earlier, *later])
    first, rest = documents[: len(earlier)], documents[len(earlier) :]
    dated = {found[0].document: date(2020, 1, 1) for found in first if found}
    dated |= {found[0].document: date(2020, 1, 2) for found in rest if found}
    before = resolved(first, days=dated)
    after = resolved(rest, before=before.corpus, days=dated)
    now = {(link.document, link.place): link.entity_id for link in after.links}
    became: dict[str | None, set[str | None]] = {}
    came: dict[str | None, set[str | None]] = {}
    for link in before.links:
        to = now[link.document, link.place]
        became.setdefault(link.entity_id, set()).add(to)
        came.setdefault(to, set()).add(link.entity_id)
    full = {unit["wanted"] for unit in before.corpus.units.to_pylist() if "~" not in unit["unit"]}
    for old, new in became.items():
        if old in full and len(new) == 1 and len(came[next(iter(new))]) == 1:
            assert new == {old}


anything = st.tuples(
    st.one_of(
        st.text(max_size=12),
        st.lists(
            st.sampled_from(["Al-", "bin", "II", "'s", "(", "\ud800", "習", "J."]), max_size=4
        ).map(" ".join),
    ),
    st.sampled_from(["PERSON", "ORG", "LOC", "NORP", "EVENT", "FAC", "PRODUCT", "WORK", "MISC"]),
)
verdicts = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "none"]),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(["", "d0", "d1"]),
    ),
    max_size=4,
)


@given(st.lists(st.lists(anything, max_size=5), max_size=4))
@settings(max_examples=25, deadline=None)
def test_no_names_break_it(corpus: Corpus) -> None:
    read(corpus)
    clean = [[(name.replace("\ud800", "?"), type) for name, type in found] for found in corpus]
    documents = read(clean)  # a table has no lone surrogates
    found = resolved(documents)
    assert len(found.links) == sum(map(len, documents))
    assert {link.entity_id for link in found.links} == {one.entity_id for one in found.entities}
    assert all(0 <= link.score <= 1 and link.reason for link in found.links)


@given(corpora, verdicts)
@settings(max_examples=25, deadline=None)
def test_judgements_hold_in_any_order_and_portions(
    corpus: Corpus, rows: list[tuple[str, tuple[str, str], tuple[str, str], str]]
) -> None:
    judgements = [
        Judgement(verdict, a[1], a[0], "" if verdict == "none" else b[0], document, "")
        for verdict, a, b, document in rows
    ]
    documents = read(corpus)
    straight = resolved(documents, judgements=judgements)
    backwards = resolved(documents[::-1], judgements=judgements[::-1])
    assert (backwards.entities, backwards.links) == (straight.entities, straight.links)
    first = resolved(documents[:1])
    portions = resolved(documents[1:], before=first.corpus, judgements=judgements, afresh=True)
    assert (portions.entities, portions.links) == (straight.entities, straight.links)
    assert portions.warnings == straight.warnings
