"""Whatever the order and the batches, the same things; and ids that stay."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.resolve.corpus import resolve, update
from tasks.entities.resolve.identity import link_of
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

mentions = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)
corpora = st.lists(mentions, min_size=1, max_size=9)


def read(corpus: list[list[tuple[str, str]]]) -> list[list[Local]]:
    return [
        read_document(
            f"d{number}", [(surface, type, 50 * n) for n, (surface, type) in enumerate(found)]
        )
        for number, found in enumerate(corpus)
    ]


def partition(state: State) -> set[frozenset[tuple[str, int]]]:
    parts: dict[str | None, set[tuple[str, int]]] = {}
    for document, found in state.locals.items():
        for number in range(len(found)):
            link = link_of(state, (document, number))
            assert link is not None
            parts.setdefault(link.entity_id, set()).add((document, number))
    return {frozenset(part) for part in parts.values()}


@given(corpora, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_documents_does_not_matter(corpus, chance):
    documents = read(corpus)
    _, straight = resolve(documents)
    shuffled = list(documents)
    chance.shuffle(shuffled)
    _, mixed = resolve(shuffled)
    assert mixed == straight


@given(corpora, st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_batches_end_where_one_run_does(corpus, first, second):
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
@settings(max_examples=60, deadline=None)
def test_taking_documents_out_ends_where_leaving_them_out_does(corpus, kept):
    documents = read(corpus)
    state, _ = resolve(documents)
    update(state, [], removed=[found[0].document for found in documents[kept:] if found])
    without, _ = resolve(documents[:kept])
    assert partition(state) == partition(without)


@given(corpora, corpora)
@settings(max_examples=60, deadline=None)
def test_new_documents_do_not_rename_entities(earlier, later):
    documents = read([*earlier, *later])
    state, _ = resolve(documents[: len(earlier)])
    old = {
        (document, number): link_of(state, (document, number))
        for document, found in state.locals.items()
        for number in range(len(found))
    }
    change = update(state, documents[len(earlier) :])
    told = {(c.kind, c.other) for c in change.changes}
    for entity_id in change.gone:
        assert ("merge", entity_id) in told
    for place, link in old.items():
        now = link_of(state, place)
        assert now is not None
        if now.entity_id != link.entity_id:
            assert ("merge", link.entity_id) in told or link.entity_id in state.entities
