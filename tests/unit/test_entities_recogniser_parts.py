"""The parts of the recogniser, each by itself."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tasks.entities.mention import TYPES
from tasks.entities.recognise import (
    acronyms,
    decode,
    foreign,
    forms,
    gazetteer,
    known,
    network,
    pooling,
    repair,
    subwords,
)
from tasks.entities.recognise.confidence import calibrated
from tasks.entities.recognise.decode import Span
from tasks.entities.recognise.labels import LABELS, follows
from tasks.entities.recognise.tokens import LONGEST, tokenise
from tasks.entities.recognise.vote import voted

PERSON, ORG, LOC = (TYPES.index(kind) for kind in ("PERSON", "ORG", "LOC"))


def sentences(text: str) -> list[list[str]]:
    tokens = tokenise(text)
    starts = [0, *tokens.sentence_ends]
    return [tokens.words[a:b] for a, b in itertools.pairwise(starts)]


def test_words_are_cut_where_names_end() -> None:
    words = tokenise(
        "Mr. Al-Khouri's U.S.-led N'Djamena trip: Al_Sweida, 3,000 (26th) didn’t"
    ).words
    assert words == [
        "Mr.", "Al", "-", "Khouri", "'s", "U.S.", "-", "led", "N'Djamena", "trip", ":", "Al", "_",
        "Sweida", ",", "3,000", "(", "26th", ")", "didn’t",
    ]  # fmt: skip


def test_a_full_stop_ends_a_sentence_but_an_abbreviation_does_not() -> None:
    assert sentences('Dr. Kim came. "Good," she said. He left') == [
        ["Dr.", "Kim", "came", "."],
        ['"', "Good", ",", '"', "she", "said", "."],
        ["He", "left"],
    ]


def test_text_that_was_cut_into_words_before_keeps_its_sentences() -> None:
    assert len(sentences("Mr . Kim left the U . S . Embassy .")) == 1
    assert len(sentences("They left . We stayed .")) == 2


def test_blank_lines_end_sentences_and_wrapped_lines_do_not() -> None:
    wrapped = "The minister said on Tuesday in a long statement to the press that Mr Vladimir\n"
    wrapped += (
        "Petrov would travel to the capital for talks with his counterpart there, and then\nhome"
    )
    assert len(sentences(wrapped)) == 1
    assert sentences("Talks in Geneva\n\nPutin says no") == [
        ["Talks", "in", "Geneva"],
        ["Putin", "says", "no"],
    ]
    assert len(sentences("Talks in Geneva\nPutin says no")) == 2


def test_a_sentence_without_end_is_cut() -> None:
    assert max(len(sentence) for sentence in sentences("word " * 1000)) == LONGEST


@pytest.mark.parametrize(
    ("gram", "rows"),
    [("<be", (279, 366)), ("<bet", (346, 18)), ("<beta>", (242, 4))],
)
def test_ngrams_are_hashed_as_floret_hashes_them(gram: str, rows: tuple[int, int]) -> None:
    """The numbers are floret 0.10.5's own, for 500 buckets."""
    low = int(subwords._murmur([gram.encode()])[0])
    assert ((low & 0xFFFFFFFF) % 500, (low >> 32) % 500) == rows


def test_a_hash_of_more_than_one_block_is_floret_s_too() -> None:
    low = int(subwords._murmur([b"<internationalisation>"])[0])
    assert ((low & 0xFFFFFFFF) % 500, (low >> 32) % 500) == (449, 177)


def test_a_word_has_the_hashes_of_its_own_ngrams_whatever_stands_beside_it() -> None:
    words = ["beta", "a", "é", "Łódź", "", "internationalisation-of-everything", "x"]
    rows, offsets = subwords.rows(words, 500)
    for place, word in enumerate(words):
        grams = subwords._ngrams(f"<{word[:24]}>")
        low = subwords._murmur(grams)
        wanted = sorted([*(low & 0xFFFFFFFF) % 500, *(low >> 32) % 500])
        assert sorted(rows[offsets[place] : offsets[place + 1]].tolist()) == wanted
        alone, _ = subwords.rows([word], 500)
        assert alone.tolist() == rows[offsets[place] : offsets[place + 1]].tolist()


def test_the_longest_listed_name_counts_and_needs_a_capital() -> None:
    words = ["New", "Zealand", "and", "new", "zealand", "and", "Faso"]
    found = gazetteer.features(words, [word.lower() for word in words])
    country = 1 + 2 * gazetteer.KINDS.index("country")
    assert found == [(0, country), (1, country + 1)]


def chain_and_scores(words: int) -> tuple[decode.Chain, decode.Floats]:
    random = np.random.default_rng(7)
    size = len(LABELS)
    chain = decode.constrained(
        random.normal(size=(size, size)).astype(np.float32),
        random.normal(size=size).astype(np.float32),
    )
    return chain, random.normal(size=(words, 1, size)).astype(np.float32) * 2


def test_the_best_sequence_and_its_probabilities_are_those_of_trying_all() -> None:
    chain, scores = chain_and_scores(3)
    weights = {}
    for labels in itertools.product(range(len(LABELS)), repeat=3):
        a, b, c = labels
        weights[labels] = float(
            chain.first[a] + scores[0, 0, a] + chain.after[a, b] + scores[1, 0, b]
            + chain.after[b, c] + scores[2, 0, c]
        )  # fmt: skip
    best = max(weights, key=lambda labels: weights[labels])
    lengths = np.array([3])
    assert tuple(decode.best(scores, lengths, chain)[:, 0]) == best
    total = sum(np.exp(weight) for weight in weights.values())
    chances = decode.probabilities(scores, lengths, chain)
    for word in range(3):
        for label in (0, 1, 2, 5):
            share = sum(np.exp(w) for labels, w in weights.items() if labels[word] == label)
            assert chances[word, 0, label] == pytest.approx(share / total, abs=1e-4)


def test_no_inside_label_follows_another_type() -> None:
    chain, scores = chain_and_scores(40)
    labels = decode.best(scores, np.array([40]), chain)[:, 0]
    assert all(follows(int(a), int(b)) for a, b in itertools.pairwise([0, *labels]))


def test_a_sentence_without_a_word_in_doubt_has_no_name() -> None:
    random = np.random.default_rng(11)
    size, sure = len(LABELS), 0
    for _ in range(300):
        words, moves = int(random.integers(1, 8)), random.uniform(0, 2)
        chain = decode.constrained(
            (random.normal(size=(size, size)) * moves).astype(np.float32),
            (random.normal(size=size) * moves).astype(np.float32),
        )
        scores = random.normal(size=(words, 1, size)).astype(np.float32)
        scores[:, :, 0] += random.uniform(0, 30)
        if not decode.doubted(scores[:, 0], chain).any():
            sure += 1
            assert not decode.best(scores, np.array([words]), chain).any()
    assert sure > 50


def test_what_fills_up_a_batch_changes_nothing() -> None:
    chain, scores = chain_and_scores(9)
    filled = np.concatenate([scores, np.full((6, 1, len(LABELS)), 5, np.float32)])
    alone = decode.best(scores, np.array([9]), chain)
    assert np.array_equal(alone, decode.best(filled, np.array([9]), chain)[:9])
    first = decode.probabilities(scores, np.array([9]), chain)
    second = decode.probabilities(filled, np.array([9]), chain)
    assert np.array_equal(first, second[:9])


def test_a_sentence_alone_has_the_numbers_it_has_among_others() -> None:
    chain, scores = chain_and_scores(9)
    others = np.random.default_rng(3).normal(size=(9, 6, len(LABELS))).astype(np.float32)
    together = np.concatenate([others, scores, others], 1)
    lengths = np.array([9, 4, 1, 7, 9, 2, 9, 9, 5, 1, 3, 9, 8])
    alone = decode.probabilities(scores, np.array([9]), chain)
    assert np.array_equal(alone[:, 0], decode.probabilities(together, lengths, chain)[:, 6])
    labels = decode.best(scores, np.array([9]), chain)
    assert np.array_equal(labels[:, 0], decode.best(together, lengths, chain)[:, 6])


def test_the_network_says_the_same_of_a_sentence_alone_and_among_others() -> None:
    """To the last bit, whatever is read together: padding, places and counts leave no trace."""
    model = network.load()
    random = np.random.default_rng(5)
    entered = random.normal(size=(90, model.entry.shape[1])).astype(np.float32)
    number, places = np.arange(90), random.integers(0, gazetteer.SIZE, 90)
    lengths = np.sort(random.integers(1, 30, 40))
    rows = random.integers(1, 91, (30, 40))
    rows[np.arange(30)[:, None] >= lengths] = 0
    together = network.scores(model, network.seen(model, entered, number, places), rows, lengths)
    for count in (1, 2, 3, 7, 16, 31):
        chosen = np.sort(random.permutation(40)[:count])
        some = rows[: lengths[chosen].max(), chosen]
        used = np.unique(some[some > 0])
        words = network.seen(model, entered, used - 1, places[used - 1])
        again = np.where(some > 0, np.searchsorted(used, some) + 1, 0)
        found = network.scores(model, words, again, lengths[chosen])
        for at, sentence in enumerate(chosen):
            length = lengths[sentence]
            assert np.array_equal(found[:length, at], together[:length, sentence])


def test_word_forms_keep_their_numbers_while_more_are_met() -> None:
    met = forms.Forms(network.load())
    met.numbered(["Paris", "paris", "1848"])
    first, kinds = met.described()
    before = first.copy()
    assert [bool(kind & forms.NAMED) for kind in kinds] == [True, False, False]
    assert [bool(kind & forms.LISTED) for kind in kinds] == [True, False, False]
    assert met.numbered([f"w{number}" for number in range(3_000)] + ["paris"])[-1] == 1
    later, _ = met.described()
    assert np.array_equal(first, before)
    assert np.array_equal(later[:3], before)
    assert len(later) == len(met) == 3_003


def test_mentions_are_cut_where_a_new_one_begins_or_labels_end() -> None:
    person, place = 1, 5
    labels = np.array([0, person, person + 1, place, place, 0, person])
    chances = np.array([1, 0.9, 0.8, 0.7, 0.6, 1, 0.5], np.float32)
    found = [
        [(s.start, s.end, s.kind, round(s.probability, 3)) for s in spans]
        for spans in decode.mentions(labels, chances, np.array([0, 0, 4, 5]))
    ]
    assert found == [[], [(1, 3, 0, 0.8), (3, 4, 2, 0.7)], [(0, 1, 2, 0.6)], [(1, 2, 0, 0.5)]]


def test_a_full_name_decides_what_its_last_word_alone_is() -> None:
    words = ["Amina", "Diallo", "came", ".", "Diallo", "spoke"]
    spans = [Span(0, 2, PERSON, 0.9), Span(4, 5, LOC, 0.6)]
    assert [span.kind for span in voted(words, spans)] == [PERSON, PERSON]


def test_a_certain_name_is_marked_where_it_was_passed_over_but_not_inside_another() -> None:
    words = [
        "Daraa",
        "fell",
        ".",
        "Daraa",
        "rose",
        ".",
        "In",
        "Daraa",
        "all",
        "slept",
        ";",
        "Daraa",
        "Bank",
        "closed",
    ]
    spans = [Span(0, 1, LOC, 0.95), Span(3, 4, LOC, 0.9)]
    assert [(span.start, span.end) for span in voted(words, spans)] == [(0, 1), (3, 4), (7, 8)]


def test_a_word_in_doubt_hears_where_the_same_text_is_sure() -> None:
    scores = np.zeros((4, len(LABELS)), np.float32)
    scores[0, 1] = 9  # surely a person
    scores[1, [0, 1]] = (0.3, 0.2)  # in doubt, the same word
    scores[2, [0, 1]] = (0.3, 0.2)  # in doubt, the same word in another text
    scores[3, 0] = 9
    words, texts = np.array([5, 5, 5, 5]), np.array([0, 0, 1, 0])
    moved = pooling.pooled(scores, words, texts, np.array([True, True, True, False]))
    assert moved.argmax(1).tolist() == [1, 1, 0, 0]
    assert np.array_equal(moved[2:], scores[2:])


def test_titles_and_honours_are_left_out() -> None:
    words = ["President", "Ali", "Hassan", "and", "King", "Street", "with", "Dr.", "Salma"]
    spans = [Span(0, 3, PERSON, 0.9), Span(4, 6, PERSON, 0.6), Span(7, 9, PERSON, 0.8)]
    assert [(span.start, span.end) for span in repair.repaired(words, spans)] == [
        (1, 3),
        (4, 6),
        (8, 9),
    ]


def test_a_score_is_no_part_of_a_player_s_name() -> None:
    words = ["Ana", "Petrova", "7", "-", "6", "won"]
    assert repair.repaired(words, [Span(0, 5, PERSON, 0.8)]) == [Span(0, 2, PERSON, 0.8)]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The minister said that the talks with his guests were held at noon . " * 4, True),
        ("Der Minister sagte nach den Gesprächen mit der Presse nicht viel . " * 6, False),
        ("El ministro dijo que los países de la región no se sumaron al pacto . " * 4, False),
        ("Palm Bay d . Rockledge , Spruce beat Olympia , ties none , rain today . " * 6, True),
        ("Der Minister sagte nichts .", True),
    ],
    ids=["English", "German", "Spanish", "results", "too short to tell"],
)
def test_nothing_is_found_in_a_language_that_the_model_never_read(text: str, english: bool) -> None:
    spans = [Span(1, 2, PERSON, 0.9)]
    assert foreign.readable(text.split(), spans) == (spans if english else [])


def test_words_in_another_script_are_no_names() -> None:
    words = ["Łódź", "and", "Москва", "and", "N'Djaména"]
    spans = [Span(place, place + 1, LOC, 0.9) for place in (0, 2, 4)]
    assert foreign.readable(words, spans) == [spans[0], spans[2]]


def test_what_is_left_of_a_dateline_is_no_person() -> None:
    words = ["(", "XY", ")", "–", "H.E.", "Ali"]
    assert repair.repaired(words, [Span(0, 5, PERSON, 0.4), Span(5, 6, PERSON, 0.9)]) == [
        Span(5, 6, PERSON, 0.9)
    ]


def test_brackets_around_a_name_or_opened_by_it_stand_outside() -> None:
    words = ["(", "Karimi", ")", "(", "Ali", "Hassan", "(", "Omar", ")", "Aziz"]
    spans = [Span(0, 3, PERSON, 0.9), Span(3, 6, PERSON, 0.8), Span(6, 10, PERSON, 0.9)]
    assert [(span.start, span.end) for span in repair.repaired(words, spans)] == [
        (1, 2),
        (4, 6),
        (6, 10),
    ]


def test_a_short_form_in_brackets_is_a_name_of_the_long_form_s_type() -> None:
    words = ["Joint", "Office", "for", "Rivers", "(", "JOR", ")", "and", "Ali", "(", "AB", ")"]
    spans = [Span(0, 4, ORG, 0.9), Span(8, 9, ORG, 0.9)]
    assert acronyms.defined(words, spans) == [spans[0], Span(5, 6, ORG, 0.9), spans[1]]
    mistaken = [spans[0], Span(5, 6, LOC, 0.4), spans[1]]
    assert acronyms.defined(words, mistaken)[1] == Span(5, 6, ORG, 0.4)
    partly = [*spans[:1], Span(4, 7, LOC, 0.4)]
    assert acronyms.defined(words, partly) == partly


def test_known_groups_and_peoples_have_their_type() -> None:
    words = ["Daesh", "fought", "Jabhat", "al", "-", "Fath", ",", "Omani", "sources", "said"]
    spans = [Span(0, 1, PERSON, 0.9), Span(2, 6, PERSON, 0.9), Span(7, 8, PERSON, 0.5)]
    kinds = [TYPES[span.kind] for span in known.typed(words, spans)]
    assert kinds == ["ORG", "ORG", "NORP"]


def test_a_glued_word_is_cut_only_where_the_name_stands_elsewhere() -> None:
    spans = [Span(0, 1, PERSON, 0.9), Span(2, 3, PERSON, 0.9)]
    assert repair.unglued(["Haddadsaid", ",", "Haddad"], spans) == {0: 6}
    assert repair.unglued(["Haddadsaid", ",", "Khoury"], spans) == {}


def test_confidence_keeps_its_order_and_its_bounds() -> None:
    values = [calibrated(p, (0.8, -0.2)) for p in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1
