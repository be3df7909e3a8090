"""What the first two opinions say of a text: langdetect's tables, the arbiter, and pycld2.

Where both are sure of one language there is nothing to weigh: such an answer costs a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tasks.language import arbiter, grams, opinions
from tasks.language.groups import alike
from tasks.language.letters import alphabet
from tasks.language.opinions import Compact
from tasks.language.reading import Reading

Matrix = npt.NDArray[np.float64]

ENOUGH = 120  # Letters of the main script, below which two opinions do not make an answer.
PURE = 0.8  # The share of the letters of such a text that are in its main script,
SURE = 0.7  # and what pycld2 gives its first language.
LEAD = 6.0  # Nats, tempered, between langdetect's first language and its second.
TEMPER = 8.0  # Letters. Overlapping n-grams repeat each other: log-likelihoods grow too fast.
_NONE: Matrix = np.zeros(0)
_NO_PIECES: grams.Scores = np.zeros((0, 0), np.float32)
_UNSAID = 1e-4  # The share of a language that langdetect does not name.


@dataclass(frozen=True, slots=True)
class Scored:
    """A table's findings in a batch, and where those of each order and text begin."""

    found: grams.Found
    edges: npt.NDArray[np.intp]

    def count(self, text: int, order: int) -> int:
        """Return how many n-grams of length `order` were found in `text`."""
        return int(self.edges[order - 1, text + 1] - self.edges[order - 1, text])

    def rows(self, texts: Sequence[int]) -> tuple[grams.Rows, list[int]]:
        """Return the rows that `texts` hit, and the edges in them: by order, then by text."""
        if len(texts) == self.edges.shape[1] - 1:  # all of them: they lie in this order
            return self.found.rows, [*self.edges[:, :-1].ravel().tolist(), len(self.found.rows)]
        firsts, ends = self.edges[:, texts], self.edges[:, [text + 1 for text in texts]]
        edges = [0, *(ends - firsts).cumsum().tolist()]
        spans = zip(firsts.ravel().tolist(), ends.ravel().tolist(), strict=True)
        return np.concatenate([self.found.rows[first:end] for first, end in spans]), edges


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """By text: what pycld2 says, and langdetect's log-likelihoods by language of the script.

    The latter are in nats, the likeliest at 0 and those of languages that langdetect lacks too;
    empty where the script settles the language. `pieces` are the weights of its n-grams of three
    letters in the languages that langdetect knows, and `scored` is where they lie; None where its
    tables have moved.
    """

    reading: Reading
    compact: list[Compact]
    nats: list[Matrix]
    pieces: list[grams.Scores]
    scored: Scored | None


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The languages of one script, sorted, and those of them that langdetect lacks; `known` are the
    places of the others, and `weights` its tables for these alone (None where they have moved)."""

    languages: tuple[str, ...]
    lacks: npt.NDArray[np.bool_]
    known: npt.NDArray[np.intp]
    weights: npt.NDArray[np.int16] | None


@cache
def columns(script: int) -> Columns:
    """Return what langdetect's tables hold of the languages of `script`."""
    languages = tuple(sorted(alphabet().scripts[script].languages))
    if not arbiter.readable():
        every = np.arange(len(languages))
        return Columns(languages, np.zeros(len(languages), bool), every, None)
    spelled = opinions.spellings()
    theirs = [spelled.get(code, code) for code in arbiter.languages()]
    places = np.array([theirs.index(one) if one in theirs else -1 for one in languages], np.intp)
    known = np.flatnonzero(places >= 0)
    weights = np.ascontiguousarray(arbiter.tables().weights[:, places[known]])
    return Columns(languages, places < 0, known, weights)


def hear(reading: Reading) -> Heard:
    """Return what both opinions say of each text of `reading`."""
    scripts = reading.script.tolist()
    compact = [
        opinions.compact(text) if script else Compact(False, ())
        for text, script in zip(reading.texts, scripts, strict=True)
    ]
    if not arbiter.readable():
        asked = [
            _asked(text, columns(script).languages)
            for text, script in zip(reading.texts, scripts, strict=True)
        ]
        return Heard(reading, compact, asked, [], None)
    found = arbiter.find(reading.codes)
    scored = Scored(found, found.edges(reading.bounds))
    nats = [_NONE] * len(scripts)
    pieces = [_NO_PIECES] * len(scripts)
    for script in sorted(set(scripts)):
        where = columns(script)
        if len(where.languages) > 1:
            texts = [n for n, other in enumerate(scripts) if other == script]
            rows, some = _weighed(scored, texts, where)
            for place, n in enumerate(texts):
                nats[n], pieces[n] = rows[place], some[place]
    return Heard(reading, compact, nats, pieces, scored)


def only(heard: Heard, texts: Sequence[int]) -> Heard:
    """Return what was heard of some of the texts (`pieces` and `scored` are gone)."""
    return Heard(
        heard.reading.only(texts),
        [heard.compact[n] for n in texts],
        [heard.nats[n] for n in texts],
        [],
        None,
    )


def _weighed(
    scored: Scored, texts: Sequence[int], where: Columns
) -> tuple[Matrix, list[grams.Scores]]:
    """Return `Heard.nats` and `Heard.pieces` of `texts`, all in the script of `where`."""
    rows, edges = scored.rows(texts)
    assert where.weights is not None
    picked = where.weights.take(rows, 0).astype(np.float32)
    steps = grams.summed(picked, edges).reshape(arbiter.ORDERS, len(texts), -1)
    nats = steps.sum(axis=0).astype(np.float64) / arbiter.STEPS
    centred = np.zeros((len(texts), len(where.languages)))
    if len(where.known):
        centred[:, where.known] = nats - nats.max(axis=1, keepdims=True)
    longest = edges[-len(texts) - 1 :]
    return centred, [picked[first:end] for first, end in pairwise(longest)]


def _asked(text: str, languages: tuple[str, ...]) -> Matrix:
    """Return the same from what langdetect itself answers."""
    if len(languages) < 2:
        return np.zeros(0)
    spelled = opinions.spellings()
    said = {spelled.get(code, code): share for code, share in arbiter.ask(text)}
    nats = np.log([max(said.get(code, 0.0), _UNSAID) for code in languages])
    return np.asarray(nats - nats.max())


def concord(heard: Heard, text: int) -> str | None:
    """Return the language that both opinions are sure of, where there is text enough for it.

    Never one of those that paragraphs cannot tell apart.
    """
    reading, compact, nats = heard.reading, heard.compact[text], heard.nats[text]
    letters = int(reading.letters[text])
    if heard.scored is None or letters < ENOUGH or reading.share[text] < PURE or not len(nats):
        return None
    if not (compact.reliable and compact.shares and compact.shares[0][1] >= SURE):
        return None
    where = columns(int(reading.script[text]))
    order = nats.copy()
    order[where.lacks] = -np.inf
    first = int(order.argmax())
    code = where.languages[first]
    order[first] = -np.inf
    sure = -order.max() >= LEAD * (1 + letters / TEMPER) ** 0.5
    return code if sure and compact.shares[0][0] == code and len(alike(code)) == 1 else None
