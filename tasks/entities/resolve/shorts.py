"""Things known by a surname or an acronym only: linked where one candidate fits, else apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from tasks.entities.names.fold import sound
from tasks.entities.names.similar import similar
from tasks.entities.names.words import given_classes, short_forms
from tasks.entities.resolve.alike import plain
from tasks.entities.resolve.contexts import Contexts
from tasks.entities.resolve.evidence import node_of_name
from tasks.entities.resolve.graph import Node
from tasks.entities.resolve.judgements import Judged, word_node
from tasks.entities.resolve.rows import BETWEEN, Numbers, name_in

ALIKE = 0.95  # a surname alone must sound like the one that it is taken for
LONG = 15  # letters from which on other words than those that sound the same may be so alike
AGREE = 0.8  # one thing besides countries in common, or two countries
NONE = "judged to be no entity"
SAME = "judged the same"


@dataclass(frozen=True, slots=True)
class Choice:
    """The unit of some short names (by their places among those asked), how sure, and why.

    `unit` is None where people judged that they are nothing. Kept `apart`, it is each document's
    own.
    """

    rows: Numbers
    unit: str | None
    scores: Numbers
    why: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Bearers:
    """Full names that one short word may stand for: people by the sound of first and last word.

    A word that is as alike as it must be sounds the same, is a form of the same given name, or is
    so long that a letter more or less hardly matters.
    """

    every: tuple[int, ...]
    by_sound: Mapping[str, Sequence[int]]
    given: tuple[int, ...]
    long: tuple[int, ...]

    @classmethod
    def of(cls, names: pa.Array, places: Sequence[int]) -> Bearers:
        """Return those at `places`."""
        every, given, long = [], [], []
        by_sound: dict[str, list[int]] = {}
        for place in places:
            type, key = node_of_name(names[place].as_py())
            words = plain(key).split()
            if type != "PERSON":
                every.append(place)
                continue
            for word in {words[0], words[-1]}:
                by_sound.setdefault(sound(word), []).append(place)
                if word in given_classes():
                    given.append(place)
                if len(word) >= LONG:
                    long.append(place)
        return cls(tuple(every), by_sound, tuple(given), tuple(long))

    def alike(self, word: str) -> list[int]:
        """Return those that a word may stand for, and some more."""
        if len(word) >= LONG:
            people = [place for places in self.by_sound.values() for place in places]
        else:
            people = [*self.by_sound.get(sound(word), ()), *self.long]
            people += self.given if word in given_classes() else ()
        return sorted({*self.every, *people})


@dataclass(frozen=True, slots=True)
class Known:
    """What short names are chosen by: the names with each word, their clusters, judgements."""

    names: pa.Array
    root: Numbers
    words: Mapping[str, Sequence[int]]
    judged: Judged
    contexts: Contexts
    bearers: dict[str, Bearers] = field(default_factory=dict)

    def called(self, word: str, looked_for: str) -> list[int]:
        """Return the places of full names that may be meant by a word."""
        if looked_for not in self.bearers:
            places = self.words.get(looked_for, ())
            self.bearers[looked_for] = Bearers.of(self.names, places)
        return self.bearers[looked_for].alike(word)

    def root_of(self, node: Node) -> int | None:
        """Return the place of the root of a full name, None where nobody wrote it."""
        place = self.names.index(name_in(*node)).as_py() if len(self.names) else -1
        return int(self.root[place]) if place >= 0 else None


def choose(
    names: Sequence[str],
    nodes: Sequence[str],
    words: Sequence[str],
    documents: Numbers,
    known: Known,
) -> Iterator[Choice]:
    """Decide on short names: each with its node, the words it looks for, and its document."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for row, key in enumerate(zip(names, nodes, words, strict=True)):
        groups.setdefault(key, []).append(row)
    for (name, node, looked_for), members in groups.items():
        rows = np.array(members)
        yield from _choice(
            node_of_name(name), node_of_name(node), looked_for, rows, documents, known
        )


def _choice(
    name: Node, own: Node, words: str, rows: Numbers, documents: Numbers, known: Known
) -> Iterator[Choice]:
    word = word_node(*name)
    judged = known.judged
    sure = np.ones(len(rows))
    if own in judged.none or word in judged.none:
        yield Choice(rows, None, sure, NONE)
        return
    for node in sorted(judged.same.get(own, ())):
        root = known.root_of(node)
        if root is not None:
            yield Choice(rows, known.names[root].as_py(), sure, SAME)
            return
    refused = {known.root_of(node) for node in judged.different.get(own, ())}
    fits = {u: v for u, v in _candidates(name, words, known).items() if u not in refused}
    if own != word:
        yield Choice(rows, name_in(*own), sure, "judged apart")
    elif not fits:
        yield Choice(rows, name_in(*word), sure * 0.6, "only this short name is known")
    elif len(fits) > 1:
        why = f"short name, {len(fits)} candidates: kept apart"
        yield Choice(rows, name_in(*word), sure * 0.5, why, apart=True)
    else:
        ((root, value),) = fits.items()
        yield from _by_context(word, rows, documents, root, value, known)


def _by_context(
    word: Node, rows: Numbers, documents: Numbers, root: int, value: float, known: Known
) -> Iterator[Choice]:
    common = known.contexts.agreements(documents[rows], root)
    agrees = common >= AGREE
    if not agrees.all():
        why = "short name, one candidate, context does not agree: kept apart"
        left = rows[~agrees]
        yield Choice(left, name_in(*word), np.full(len(left), 0.5), why)
    if agrees.any():
        shared = np.unique(common[agrees], return_inverse=True)
        score = [round(min(0.95, value * (0.8 + 0.05 * one)), 4) for one in shared[0].tolist()]
        why = "short name, one candidate, context agrees"
        yield Choice(rows[agrees], known.names[root].as_py(), np.array(score)[shared[1]], why)


def _candidates(name: Node, words: str, known: Known) -> dict[int, float]:
    word = plain(name[1])
    found: dict[int, float] = {}
    for key in words.split(BETWEEN) if words else ():
        for place in known.called(word, key):
            value = _fit(word, node_of_name(known.names[place].as_py()))
            if value >= ALIKE:
                root = int(known.root[place])
                found[root] = max(value, found.get(root, 0.0))
    return found


def _fit(word: str, node: Node) -> float:
    """Return how well a short name fits a full one: its surname, or the first word if that is
    no known given name (Xi Jinping is Xi, Vladimir Putin is not Vladimir)."""
    if node[0] != "PERSON":
        return 1.0
    words = plain(node[1]).split()
    last = similar(word, words[-1])
    if last >= ALIKE or word in given_classes() or word in short_forms():
        return last
    return similar(word, words[0])
