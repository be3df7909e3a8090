"""The lines that train the trees of roles: of element trees and of flattened text, with roles."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.role_labels import DOUBTFUL, LabelledPage, place
from benchmarks.training.boilerplate.carry import UNKNOWN, carry
from benchmarks.training.boilerplate.corpora import Sample
from benchmarks.training.boilerplate.flatteners import FLATTENERS
from benchmarks.training.boilerplate.foreign import choose, foreign
from benchmarks.training.boilerplate.roles import silver_roles
from benchmarks.training.boilerplate.teasers import language_of
from benchmarks.training.boilerplate.train import fold_of
from benchmarks.training.boilerplate.untitled import untitled
from tasks.boilerplate.decode import kept_lines, with_sentences
from tasks.boilerplate.features import COLUMNS, Described, describe
from tasks.boilerplate.headlines import repeats
from tasks.boilerplate.lines import Line, read_lines
from tasks.boilerplate.marks import MARKS
from tasks.boilerplate.markup import Flattened, flatten
from tasks.boilerplate.model import Front, body_likelihood
from tasks.boilerplate.places import describe_places
from tasks.boilerplate.role_features import FROM_FIRST, FROM_LAST, OWN, around, role_features
from tasks.boilerplate.roles import ROLES, TITLE
from tasks.boilerplate.tables import load_table

#: How much a line labelled by hand counts, beside one of silver.
BY_HAND = 5.0
LEAST_LINES, MOST_LINES = 3, 1200
ENDS = COLUMNS.index("ends")
#: Silver of these roles is good enough for the pages labelled by hand, which say nothing of them.
INNER = frozenset(map(ROLES.index, ("heading", "list", "quote")))
#: A line joined of a byline and a date line is the latter.
JOINED = tuple(sorted(map(ROLES.index, ("dateline", "byline")), reverse=True))
#: So many flattened forms of a page with silver roles are read, every second of which trains the
#: trees of roles (all of them train the ranking of titles): more made bylines and dates worse.
SILVER_FORMS = 2
#: Which share of the flattened pages opens with the title that their head declares.
TITLED = 0.25
#: Which share of those that train the trees of roles is shown without its title once more: to tell
#: that there is none, and nothing of names and dates, which stand there where no title is above.
UNTITLED = 0.3
#: Which share of the English pages is shown in another language, too, and of those we labelled.
FOREIGN, FOREIGN_OURS = 0.3, 0.5
#: Lines so far from the first and the last of the body, and which share of them is taken.
EDGE, SHARE = 8, 0.15
#: The features that speak for a date line, a byline, a caption or a note.
SPEAKING = [
    len(OWN) + MARKS.index(name)
    for name in ("date", "ago", "by", "by_later", "named", "credit", "agency", "note", "source")
]


@dataclass(slots=True)
class Rows:
    """The candidate lines of one page in one form: features, roles, repeats, and how much each
    counts in training. `ours` says that we labelled the page by hand.
    """

    name: str
    site: str
    front: Front
    features: Any
    again: Any
    sizes: Any
    roles: Any
    weights: Any
    ours: bool

    @property
    def fold(self) -> int:
        return fold_of(self.site + "r")


def judged(lines: Sequence[Line], page: Flattened | None = None) -> tuple[Described, Any, Any]:
    """Return the lines described, their probability to be body, and which are kept."""
    described = describe(lines)
    places = None
    if page is not None:
        places = describe_places(
            page.places,
            described.tokens,
            described.sizes,
            meta=page.meta,
            weights=load_table("names"),
        )
    front: Front = "text" if page is None else "html"
    likely = body_likelihood(front, described, places)
    kept, _ = kept_lines(likely, described.sizes)
    kept = with_sentences(kept, likely, described.sizes, described.rows[:, ENDS] > 0)
    return described, likely, kept


def shaken(likely: Any, kept: Any, sizes: Any, chance: Any) -> tuple[Any, Any]:
    """Return `likely` and `kept` as unsure as they are on pages that training never saw."""
    likely, kept = likely.copy(), kept.copy()
    body = np.flatnonzero(kept)
    if not len(body) or chance.random() < 0.4:
        return likely, kept
    likely = np.clip(likely + chance.normal(0, 0.12, len(likely)), 0.001, 0.999)
    edge = int(body[0])
    if chance.random() < 0.5:  # What stands before the body is taken into it.
        grown = range(max(0, edge - int(chance.integers(1, 8))), edge)
        for n in grown:
            if sizes[n] >= 4 and chance.random() < 0.7:
                kept[n], likely[n] = True, chance.uniform(0.4, 0.9)
    elif len(body) > 4:  # Or its first lines are lost.
        for n in body[: int(chance.integers(1, 3))]:
            kept[n], likely[n] = False, chance.uniform(0.1, 0.5)
    return likely.astype(np.float32), kept


def roles_of(
    sample: Sample, page: Flattened, kept: Any, sizes: Any, gold: LabelledPage | None
) -> list[int]:
    """Return the roles of the lines of the page's element tree: silver ones, or ours."""
    first, last, _, _ = around(kept, sizes, range(len(page.lines)))
    silver = silver_roles(sample, page, kept.tolist(), (first, last))
    if gold is None:
        return silver
    found = [role if role in INNER else 0 for role in silver]
    for n, label in place(gold, [line.text for line in page.lines]).items():
        known = label.label != DOUBTFUL
        found[n] = ROLES.index(label.roles[-1]) if known else UNKNOWN
    return found


def rows_of(
    sample: Sample, gold: LabelledPage | None, chance: random.Random, data: Path
) -> Iterator[Rows]:
    """Yield the candidate lines of `sample`: its element tree, and ways of flattening it, some of
    them in another language, too.
    """
    page = flatten(sample.html)
    if not LEAST_LINES <= len(page.lines) <= MOST_LINES:
        return
    described, likely, kept = judged(page.lines, page)
    roles = roles_of(sample, page, kept, described.sizes, gold)
    rng = np.random.default_rng(zlib.crc32(sample.name.encode()))
    ours = gold is not None
    unsure = shaken(likely, kept, described.sizes, rng)
    if gold is None:
        likely, kept = unsure
    yield from _rows(sample, (page.lines, described, likely, kept), roles, ours, page)
    flattened = _flattened(sample, page, roles, chance, data, ours=ours)
    other = np.random.default_rng(zlib.crc32(b"untitled" + sample.name.encode()))
    for form, lines, own in flattened if ours else islice(flattened, SILVER_FORMS):
        trains = ours or not zlib.crc32((sample.name + form).encode()) % 2
        for one in _rows(sample, _unsure(lines, rng), own, ours):
            if not trains:
                one.weights[:] = 0
            yield one
        if trains and other.random() < UNTITLED:
            shown, left = untitled(lines, own, other)
            if len(shown) >= LEAST_LINES:
                for one in _rows(sample, _unsure(shown, other), left, ours):
                    one.weights[one.roles > 0] *= np.isin(one.roles[one.roles > 0], list(INNER))
                    yield one


def _flattened(
    sample: Sample,
    page: Flattened,
    roles: Sequence[int],
    chance: random.Random,
    data: Path,
    *,
    ours: bool,
) -> Iterator[tuple[str, list[Line], list[int]]]:
    """Yield the name of a flattening, its lines and their roles."""
    texts = [line.text for line in page.lines]
    english = language_of(sample, page.meta.get("lang", "")) == "en"
    for name in chance.sample(["blocks", "nodes", "layout"], 3 if ours else SILVER_FORMS):
        lines = read_lines(FLATTENERS[name](sample.html, chance))
        if not LEAST_LINES <= len(lines) <= MOST_LINES:
            continue
        own = carry(roles, texts, [line.text for line in lines], joined=JOINED)
        if english and chance.random() < (FOREIGN_OURS if ours else FOREIGN):
            code = choose(chance)
            yield f"~{code}", foreign(lines, data, code, chance), own
        shown = lines
        if chance.random() < TITLED:
            shown, own = titled(lines, own, page.meta.get("title", ""))
        yield name + "+" * (len(shown) > len(lines)), shown, own


def _unsure(lines: list[Line], chance: Any) -> tuple[Sequence[Line], Described, Any, Any]:
    described, likely, kept = judged(lines)
    return lines, described, *shaken(likely, kept, described.sizes, chance)


def titled(lines: list[Line], roles: list[int], title: str) -> tuple[list[Line], list[int]]:
    """Return `lines` behind the title that the head of their page declares, as flatteners give it
    that take the whole document for text.
    """
    first = read_lines(title)[:1]
    if not first:
        return lines, roles
    shift = len(title) + 1
    later = [line._replace(start=line.start + shift, end=line.end + shift) for line in lines]
    return [*first, *later], [UNKNOWN if TITLE not in roles else 0, *roles]


def _rows(
    sample: Sample,
    told: tuple[Sequence[Line], Described, Any, Any],
    roles: Sequence[int],
    ours: bool,
    page: Flattened | None = None,
) -> Iterator[Rows]:
    lines, described, likely, kept = told
    places, meta = (None, None) if page is None else (page.places, page.meta)
    low, features = role_features(lines, described, likely, kept, places, meta)
    if len(features):
        end = low + len(features)
        front: Front = "text" if page is None else "html"
        again = repeats(described.alike, described.words.counts, low, end)
        own = np.array(roles[low:end])
        weights = counted(sample.name + front, features, own, ours=ours)
        sizes = described.sizes[low:end]
        yield Rows(sample.name, sample.site, front, features, again, sizes, own, weights, ours)


def counted(name: str, features: Any, roles: Any, *, ours: bool) -> Any:
    """Return how much each line counts: of lines without one of the rarer roles, far from where
    the body begins and ends, and with nothing that speaks for such a role, only `SHARE` are taken,
    which count for the others.
    """
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    common = (roles == 0) | np.isin(roles, list(INNER))
    far = (np.abs(features[:, FROM_FIRST]) > EDGE) & (np.abs(features[:, FROM_LAST]) > EDGE)
    common &= ~(features[:, SPEAKING] > 0).any(axis=1)
    weights = np.where(common & far, (chance.random(len(roles)) < SHARE) / SHARE, 1.0)
    return np.where(roles >= 0, weights * (BY_HAND if ours else 1.0), 0.0)
