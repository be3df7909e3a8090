"""What each opinion says of a text, language by language, in the form that the fusion weighs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from tasks.language import arbiter, grams, opinions, own
from tasks.language.letters import alphabet
from tasks.language.opinions import Compact
from tasks.language.reading import Reading

# One row of evidence each: our tables by length of n-gram, langdetect's, which languages
# langdetect lacks, pycld2's shares, the same where it is sure, py3langid's, which it lacks.
OWN = slice(0, own.ORDERS)
ARBITER, ARBITER_LACKS, COMPACT, COMPACT_SURE, LANGID, LANGID_LACKS = range(
    own.ORDERS, own.ORDERS + 6
)
ROWS = own.ORDERS + 6

Matrix = npt.NDArray[np.float64]

_UNSAID = 1e-4  # The share of a language that langdetect does not name.


@dataclass(frozen=True, slots=True)
class Columns:
    """The languages of one script, and where each opinion keeps them (-1: it lacks them).

    `prior` is the logarithm of how many texts there are in each, beside its look-alikes.
    """

    languages: tuple[str, ...]
    prior: Matrix
    own: npt.NDArray[np.intp]
    arbiter: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is known of one text: its main script (0: no letters), the letters of that script and
    their share of all its letters, what part of its n-grams of three letters is known (1 in scripts
    without an alphabet), what pycld2 says, and the rows of evidence so far.
    """

    text: str
    script: int
    letters: int
    share: float
    familiar: float
    compact: Compact
    columns: Columns
    rows: Matrix


@dataclass(frozen=True, slots=True)
class Scored:
    """The tables' findings in a batch, and where those of each order and text begin."""

    found: grams.Found
    edges: npt.NDArray[np.intp]

    def count(self, text: int, order: int) -> int:
        """Return how many n-grams of length `order` were found in `text`."""
        return int(self.edges[order - 1, text + 1] - self.edges[order - 1, text])

    def rows(self, text: int) -> tuple[grams.Rows, list[int]]:
        """Return the rows that `text` hit, and the edges between the orders in them."""
        spans = self.edges[:, text : text + 2]
        if self.edges.shape[1] == 2:
            return self.found.rows, [*spans[:, 0].tolist(), int(spans[-1, 1])]
        parts = [self.found.rows[first:last] for first, last in spans.tolist()]
        edges = [0, *np.cumsum([len(part) for part in parts]).tolist()]
        return np.concatenate(parts), edges


def look(reading: Reading, known: own.Tables) -> list[Look]:
    """Return a look at each text: all evidence but py3langid's."""
    ours = _score(own.find(reading.small, known), reading)
    theirs = _score(arbiter.find(reading.codes), reading) if arbiter.readable() else None
    weights = alphabet().weights.tolist()
    looks = []
    for n, (text, script) in enumerate(zip(reading.texts, reading.script.tolist(), strict=True)):
        where = columns(script, known)
        said = opinions.compact(text) if script else Compact(False, ())
        rows = np.zeros((ROWS, 0))
        if len(where.languages) > 1:
            rows = np.concatenate(
                [
                    _own_rows(ours, n, where, known),
                    _arbiter_rows(theirs, n, where) if theirs else _asked_rows(text, where),
                    _compact_rows(said, where),
                ]
            )
        letters, share = int(reading.letters[n]), float(reading.share[n])
        familiar = ours.count(n, 3) / max(1, letters) if weights[script] == 1 else 1.0
        looks.append(Look(text, script, letters, share, familiar, said, where, rows))
    return looks


def closer(seen: Look) -> Look:
    """Return `seen` with py3langid's evidence added."""
    rows = np.concatenate([seen.rows, _langid_rows(opinions.langid(seen.text), seen.columns)])
    return replace(seen, rows=rows)


def _score(found: grams.Found, reading: Reading) -> Scored:
    """Return `found` with the edges of the texts of `reading` in it."""
    return Scored(found, found.edges(reading.bounds))


@cache
def columns(script: int, known: own.Tables) -> Columns:
    """Return where the opinions keep the languages of `script`.

    Of a script with several, these are the languages that our tables know.
    """
    languages = alphabet().scripts[script].languages
    if len(languages) > 1:
        languages = tuple(sorted(code for code in languages if code in known.languages))
    spelled = opinions.spellings()
    theirs = [spelled.get(code, code) for code in arbiter.languages()]
    return Columns(
        languages,
        np.log([opinions.shares().get(code, 1.0) for code in languages]),
        np.array([n for n, code in enumerate(known.languages) if code in languages], np.intp),
        np.array([theirs.index(code) if code in theirs else -1 for code in languages], np.intp),
    )


def _own_rows(scored: Scored, text: int, where: Columns, known: own.Tables) -> Matrix:
    """Return the rows `OWN`: log-likelihoods in nats by order, the best language's sum at 0."""
    rows, edges = scored.rows(text)
    steps = grams.total(known.weights, rows, edges)[:, where.own].astype(np.float64)
    ends = np.array(edges)
    counts = (ends[1:] - ends[:-1])[:, None]
    nats: Matrix = steps / own.STEPS + counts * known.unseen[where.own]
    nats -= nats[:, [int(nats.sum(axis=0).argmax())]]
    return nats


def _arbiter_rows(scored: Scored, text: int, where: Columns) -> Matrix:
    """Return the rows `ARBITER` and `ARBITER_LACKS`: log-likelihoods, the best at 0."""
    rows, edges = scored.rows(text)
    weights = arbiter.tables().weights
    steps = grams.total(weights, rows, [0, edges[-1]])[0].astype(np.float64) / arbiter.STEPS
    lacks = where.arbiter < 0
    nats = steps[where.arbiter]
    best = nats[~lacks].max(initial=-np.inf)
    return np.stack([np.where(lacks, 0.0, nats - best), lacks.astype(np.float64)])


def _asked_rows(text: str, where: Columns) -> Matrix:
    """Return the same rows from what langdetect itself answers."""
    spelled = opinions.spellings()
    said = {spelled.get(code, code): share for code, share in arbiter.ask(text)}
    nats = np.log([max(said.get(code, 0.0), _UNSAID) for code in where.languages])
    return np.stack([nats - nats.max(), np.zeros(len(nats))])


def _compact_rows(said: Compact, where: Columns) -> Matrix:
    """Return the rows `COMPACT` and `COMPACT_SURE`: shares of the text."""
    shares = np.zeros((2, len(where.languages)))
    for code, share in said.shares:
        if code in where.languages:
            shares[0, where.languages.index(code)] += share
    if said.reliable:
        shares[1] = shares[0]
    return shares


def _langid_rows(scores: dict[str, float], where: Columns) -> Matrix:
    """Return the rows `LANGID` and `LANGID_LACKS`: log scores, the best at 0."""
    lacks = np.array([code not in scores for code in where.languages])
    nats = np.array([scores.get(code, -np.inf) for code in where.languages])
    best = nats.max()
    return np.stack([np.where(lacks, 0.0, nats - best), lacks.astype(np.float64)])
