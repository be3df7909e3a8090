"""What each opinion says of a text, language by language, in the form that the fusion weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from tasks.language import grams, hearing, opinions, own
from tasks.language.hearing import Heard, Matrix, Scored
from tasks.language.letters import alphabet
from tasks.language.opinions import Compact

# One row of evidence each: our tables by length of n-gram, langdetect's, which languages
# langdetect lacks, pycld2's shares, the same where it is sure, py3langid's, which it lacks.
OWN = slice(0, own.ORDERS)
ARBITER, ARBITER_LACKS, COMPACT, COMPACT_SURE, LANGID, LANGID_LACKS = range(
    own.ORDERS, own.ORDERS + 6
)
ROWS = own.ORDERS + 6


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The languages of one script, and what the tables hold of them.

    `own` are their columns in our tables, `weights` these columns alone, `unseen` as in
    `own.Tables`; `arbiter` are their places in `hearing.Columns`, and `arbiter_lacks` is 1 where
    langdetect lacks them. `prior` is the logarithm of how many texts there are in each, beside its
    look-alikes.
    """

    languages: tuple[str, ...]
    prior: Matrix
    own: npt.NDArray[np.intp]
    weights: npt.NDArray[np.uint8]
    unseen: Matrix
    arbiter: npt.NDArray[np.intp]
    arbiter_lacks: Matrix


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


def look(heard: Heard, known: own.Tables) -> list[Look]:
    """Return a look at each text, all those of one script together: all but py3langid's."""
    reading = heard.reading
    found = own.find(reading.small, known)
    ours = Scored(found, found.edges(reading.bounds))
    weights = alphabet().weights.tolist()
    scripts = reading.script.tolist()
    rows = _by_script(heard, ours, known)
    looks = []
    for n, (text, script) in enumerate(zip(reading.texts, scripts, strict=True)):
        letters, share = int(reading.letters[n]), float(reading.share[n])
        familiar = ours.count(n, 3) / max(1, letters) if weights[script] == 1 else 1.0
        where = columns(script, known)
        said = heard.compact[n]
        looks.append(Look(text, script, letters, share, familiar, said, where, rows[n]))
    return looks


def _by_script(heard: Heard, ours: Scored, known: own.Tables) -> list[Matrix]:
    """Return the rows of evidence on each text; none where its script settles the language."""
    scripts = heard.reading.script.tolist()
    rows = [np.zeros((ROWS, 0))] * len(scripts)
    for script in sorted(set(scripts)):
        where = columns(script, known)
        if len(where.languages) < 2:
            continue
        texts = [n for n, other in enumerate(scripts) if other == script]
        compact = np.stack([_compact_rows(heard.compact[n], where) for n in texts])
        theirs = np.stack([_arbiter_rows(heard.nats[n], where) for n in texts])
        together = np.concatenate([_own_rows(ours, texts, where), theirs, compact], axis=1)
        for place, n in enumerate(texts):
            rows[n] = together[place]
    return rows


def closer(seen: Look) -> Look:
    """Return `seen` with py3langid's evidence added."""
    rows = np.concatenate([seen.rows, _langid_rows(opinions.langid(seen.text), seen.columns)])
    return replace(seen, rows=rows)


@cache
def columns(script: int, known: own.Tables) -> Columns:
    """Return what the tables hold of the languages of `script`.

    Of a script with several, these are the languages that our tables know.
    """
    languages = alphabet().scripts[script].languages
    if len(languages) > 1:
        languages = tuple(sorted(code for code in languages if code in known.languages))
    ours = np.array([n for n, code in enumerate(known.languages) if code in languages], np.intp)
    theirs = hearing.columns(script)
    places = np.array([theirs.languages.index(code) for code in languages], np.intp)
    return Columns(
        languages,
        np.log([opinions.shares().get(code, 1.0) for code in languages]),
        ours,
        np.ascontiguousarray(known.weights[:, ours]),
        known.unseen[ours],
        places,
        theirs.lacks[places].astype(np.float64),
    )


def _own_rows(scored: Scored, texts: Sequence[int], where: Columns) -> Matrix:
    """Return, by text, the rows `OWN`: log-likelihoods in nats, the best language's sum at 0."""
    rows, edges = scored.rows(texts)
    shape = (own.ORDERS, len(texts))
    counts = np.diff(edges).reshape(*shape, 1)
    steps = grams.total(where.weights, rows, edges).reshape(*shape, -1).astype(np.float64)
    nats = (steps / own.STEPS + counts * where.unseen).transpose(1, 0, 2)
    best = nats.sum(axis=1).argmax(axis=1)
    centred: Matrix = nats - nats[np.arange(len(texts)), :, best][:, :, None]
    return centred


def _arbiter_rows(nats: Matrix, where: Columns) -> Matrix:
    """Return the rows `ARBITER` and `ARBITER_LACKS`: log-likelihoods, the best at 0."""
    return np.array([nats[where.arbiter], where.arbiter_lacks])


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
