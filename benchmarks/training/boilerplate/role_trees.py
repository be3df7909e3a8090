"""Fit the trees of roles on silver roles and on our labels, and write them into the package.

``python -m benchmarks.training.boilerplate.role_trees --data DIR [--out DIR] [--folds]``

They need the models of the body (their probabilities are features). Sites kept aside are never
read. With ``--folds`` nothing is written: the labelled pages are scored by trees that never saw
their site.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from benchmarks.role_labels import DOUBTFUL, LabelledPage, place, read_labels
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.export import to_onnx
from benchmarks.training.boilerplate.flatteners import FLATTENERS
from benchmarks.training.boilerplate.roles import bare, silver_roles
from benchmarks.training.boilerplate.train import FOLDS, TREES, fold_of, say
from tasks.boilerplate.decode import kept_lines, with_sentences
from tasks.boilerplate.features import COLUMNS, Described, describe
from tasks.boilerplate.lines import Line, read_lines
from tasks.boilerplate.markup import Flattened, flatten
from tasks.boilerplate.model import Front, body_likelihood
from tasks.boilerplate.places import describe_places
from tasks.boilerplate.role_features import around, role_features
from tasks.boilerplate.roles import ROLES
from tasks.boilerplate.tables import MODEL, load_table

#: How much a line labelled by hand counts, beside one of silver.
BY_HAND = 5.0
#: So many pages of a hundred train the trees of HTML, which need fewer of them.
MARKUP = 40
ROUNDS, MOST_LINES = 70, 1200
ENDS = COLUMNS.index("ends")


@dataclass(slots=True)
class Rows:
    """The candidate lines of one page in one form: features, roles (-1: none known), weight."""

    name: str
    site: str
    front: Front
    features: Any
    roles: Any
    weight: float


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


def rows_of(sample: Sample, gold: LabelledPage | None, chance: random.Random) -> Iterator[Rows]:
    """Yield the candidate lines of `sample`: its element tree, and two ways of flattening it."""
    page = flatten(sample.html)
    if not 3 <= len(page.lines) <= MOST_LINES:
        return
    described, likely, kept = judged(page.lines, page)
    _, _, low, high = around(kept, described.sizes, range(len(page.lines)))
    body = {line.text: int(kept[n]) for n, line in enumerate(page.lines)}
    silver = silver_roles(sample, page, body, near=range(low, high))
    rng = np.random.default_rng(zlib.crc32(sample.name.encode()))
    forms: list[tuple[Front, list[Line], Flattened | None]] = []
    if gold is not None or zlib.crc32(sample.name.encode()) % 100 < MARKUP:
        forms.append(("html", page.lines, page))
    names = chance.sample(["blocks", "nodes", "layout", "layout"], 1 if gold is None else 3)
    forms += [("text", read_lines(FLATTENERS[name](sample.html, chance)), None) for name in names]
    for front, lines, tree in forms:
        if not 3 <= len(lines) <= MOST_LINES:
            continue
        if front == "text":
            described, likely, kept = judged(lines)
        if gold is None or front == "text":
            likely, kept = shaken(likely, kept, described.sizes, rng)
        low, features = role_features(
            lines,
            described,
            likely,
            kept,
            tree.places if tree else None,
            tree.meta if tree else None,
        )
        if not len(features):
            continue
        texts = [line.text for line in lines]
        roles = np.array([silver.get(bare(text), 0) for text in texts])
        if gold is not None:
            roles = _by_hand(gold, texts, roles)
        weight = BY_HAND if gold is not None else 1.0
        own = roles[low : low + len(features)]
        yield Rows(sample.name, sample.site, front, features, own, weight)


def _by_hand(gold: LabelledPage, texts: Sequence[str], roles: Any) -> Any:
    """Return `roles` with ours: silver stays only for headings, lists and quotes."""
    ours = {ROLES.index(name) for name in ("heading", "list", "quote")}
    found = np.array([role if role in ours else 0 for role in roles])
    for n, label in place(gold, texts).items():
        known = label.label != DOUBTFUL
        found[n] = ROLES.index(label.roles[-1]) if known else -1
    return found


def fit(rows: Sequence[Rows], *, threads: int) -> Any:
    """Fit the trees on `rows`."""
    inputs = np.concatenate([one.features for one in rows])
    labels = np.concatenate([one.roles for one in rows])
    weights = np.concatenate([np.full(len(one.roles), one.weight) for one in rows])
    known = labels >= 0
    settings = dict(
        TREES,
        objective="multiclass",
        num_class=len(ROLES),
        num_leaves=15,
        min_data_in_leaf=25,
        feature_fraction=0.3,
        num_threads=threads,
    )
    data = lightgbm.Dataset(inputs[known], labels[known], weight=weights[known])
    return lightgbm.train(settings, data, num_boost_round=ROUNDS)


def scored(rows: Sequence[Rows], *, threads: int) -> None:
    """Print, for each role, what trees reach on labelled pages of sites they never saw."""
    ours = [one for one in rows if one.weight > 1]
    guesses, wanted = [], []
    for fold in range(FOLDS):
        own = [one for one in ours if fold_of(one.site + "r") == fold]
        if not own:
            continue
        trees = fit(
            [one for one in rows if fold_of(one.site + "r") % FOLDS != fold], threads=threads
        )
        for one in own:
            guesses.append(trees.predict(one.features))
            wanted.append(one.roles)
    likely, roles = np.concatenate(guesses), np.concatenate(wanted)
    for number, name in enumerate(ROLES):
        best = []
        for cut in (0.2, 0.3, 0.4, 0.5, 0.6):
            said = (likely[:, number] > cut) & (roles >= 0)
            right = int((said & (roles == number)).sum())
            f1 = 2 * right / max(int(said.sum()) + int((roles == number).sum()), 1)
            best.append(f"{cut}: {f1:.3f}")
        print(f"{name or 'none':12} {int((roles == number).sum()):5}", *best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="take every Nth page (for a trial)")
    parser.add_argument("--folds", action="store_true", help="score, and write nothing")
    options = parser.parse_args()
    gold = {page.name: page for page in read_labels()}
    samples = [s for s in read(options.data) if not s.aside]
    samples = [s for n, s in enumerate(samples) if n % options.every == 0 or s.name in gold]
    chance = random.Random(9)
    rows = [one for s in samples for one in rows_of(s, gold.get(s.name), chance)]
    for front in ("html", "text"):
        own = [one for one in rows if one.front == front]
        counts = np.bincount(
            np.concatenate([one.roles[one.roles >= 0] for one in own]), minlength=len(ROLES)
        )
        say(front, len(own), dict(zip(ROLES, counts.tolist(), strict=True)))
        if options.folds:
            scored(own, threads=options.threads)
        else:
            trees = fit(own, threads=options.threads)
            to_onnx(trees, options.out / f"roles-{front}.onnx", classes=len(ROLES))
    say("done")


if __name__ == "__main__":
    main()
