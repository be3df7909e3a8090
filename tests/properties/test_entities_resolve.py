"""Whatever the order and the batches, the same things; and ids that stay."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.resolve.corpus import resolve, update
from tasks.entities.resolve.identity import link_of
from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.local import Local, read_document
from tasks.entities.resolve.state import State

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

mentions = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)
corpora = st.lists(mentions, min_size=1, max_size=9)


def read(corpus: Corpus) -> list[list[Local]]:
    return [
        read_document(
            f"d{number}", [(surface, type, 50 * n) for n, (surface, type) in enumerate(found)]
        )
        for number, found in enumerate(corpus)
    ]


def entity_at(state: State, document: str, number: int) -> str:
    link = link_of(state, (document, number))
    assert link is not None
    assert link.entity_id is not None
    return link.entity_id


def partition(state: State) -> set[frozenset[tuple[str, int]]]:
    parts: dict[str | None, set[tuple[str, int]]] = {}
    for document, found in state.locals.items():
        for number in range(len(found)):
            link = link_of(state, (document, number))
            assert link is not None
            parts.setdefault(link.entity_id, set()).add((document, number))
    return {frozenset(part) for part in parts.values()}


@given(corpora, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_documents_does_not_matter(corpus: Corpus, chance: Random) -> None:
    documents = read(corpus)
    _, straight = resolve(documents)
    shuffled = list(documents)
    chance.shuffle(shuffled)
    _, mixed = resolve(shuffled)
    assert mixed == straight


@given(corpora, st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=50, deadline=None)
def test_batches_end_where_one_run_does(corpus: Corpus, first: int, second: int) -> None:
    documents = read(corpus)
    state, found = resolve(documents[:first])
    entities = {entity.entity_id: entity for entity in found.entities}
    for batch in (documents[first : first + second], documents[first + second :]):
        found = update(state, batch)
        for entity_id in found.gone:
            del entities[entity_id]
        entities |= {entity.entity_id: entity for entity in found.entities}
    assert entities == state.entities
    whole, _ = resolve(documents)
    assert partition(state) == partition(whole)
    again, _ = resolve(documents, previous=state.entities.values())
    assert again.entities.keys() == state.entities.keys()
    for document, local in state.locals.items():
        for number in range(len(local)):
            assert link_of(again, (document, number)) == link_of(state, (document, number))


@given(corpora, st.integers(0, 8))
@settings(max_examples=50, deadline=None)
def test_taking_documents_out_ends_where_leaving_them_out_does(corpus: Corpus, kept: int) -> None:
    documents = read(corpus)
    state, _ = resolve(documents)
    update(state, [], removed=[found[0].document for found in documents[kept:] if found])
    without, _ = resolve(documents[:kept], previous=state.entities.values())
    assert partition(state) == partition(without)
    assert without.entities.keys() == state.entities.keys()
    assert {e.keys for e in without.entities.values()} == {e.keys for e in state.entities.values()}


@given(corpora, corpora)
@settings(max_examples=50, deadline=None)
def test_new_documents_do_not_rename_entities(earlier: Corpus, later: Corpus) -> None:
    documents = read([*earlier, *later])
    state, _ = resolve(documents[: len(earlier)])
    old = {
        (document, number): entity_at(state, document, number)
        for document, found in state.locals.items()
        for number in range(len(found))
    }
    change = update(state, documents[len(earlier) :])
    merged = {change.other for change in change.changes if change.kind == "merge"}
    assert merged.issuperset(change.gone)
    for (document, number), entity_id in old.items():
        now = entity_at(state, document, number)
        assert now == entity_id or entity_id in merged or entity_id in state.entities


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
@settings(max_examples=50, deadline=None)
def test_no_names_break_it(corpus: Corpus) -> None:
    documents = read(corpus)
    state, found = resolve(documents)
    assert len(found.links) == sum(map(len, documents))
    assert {link.entity_id for link in found.links} == state.entities.keys()
    assert all(0 <= link.score <= 1 and link.reason for link in found.links)


@given(corpora, verdicts)
@settings(max_examples=50, deadline=None)
def test_judgements_hold_in_any_order_and_batches(
    corpus: Corpus, rows: list[tuple[str, tuple[str, str], tuple[str, str], str]]
) -> None:
    judgements = [
        Judgement(verdict, a[1], a[0], "" if verdict == "none" else b[0], document, "")
        for verdict, a, b, document in rows
    ]
    documents = read(corpus)
    state, straight = resolve(documents, judgements=judgements)
    _, backwards = resolve(documents[::-1], judgements=judgements[::-1])
    assert backwards.entities == straight.entities
    assert backwards.links == straight.links
    batched, _ = resolve(documents[:1], judgements=judgements)
    update(batched, documents[1:])
    assert partition(batched) == partition(state)
