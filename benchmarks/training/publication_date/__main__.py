"""python -m benchmarks.training.publication_date --data DIR

Trains the two votes (pages, flattened text) on WCXB's development part and on our labels, without
the sites kept aside, and writes tasks/dates/model/publication_{html,text}.json. Fixed seeds, one
thread: the same data give the same files.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Callable
from datetime import date
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.training.publication_date import fit
from benchmarks.training.publication_date.corpus import Sample, read_corpus
from benchmarks.training.publication_date.samples import Rows, html_samples, text_samples
from tasks.dates.publication.features import HTML_NAMES, TEXT_NAMES
from tasks.dates.publication.html import hear_htmldate
from tasks.dates.publication.page import to_bytes
from tasks.dates.publication.vote import lead

MODEL = Path(__file__).parents[3] / "tasks" / "dates" / "model"
OPEN = (0.05, 0.5)  # where the vote leaves it open, htmldate is heard
# Pages: days that compete tell better that there is none, days by themselves which of two it is.
ALONE, RIVALS = fit.Forests(False, 100, 15, (1, 2, 3)), fit.Forests(True, 140, 8, (1, 2, 3))
PAGE = fit.Plan(0.5, (ALONE, RIVALS))
TEXT = fit.Plan(0.3, (fit.Forests(True, 160, 8, (1, 2, 3, 4, 5)),))
# The highest share of documents without a labelled day that get one: of pages, of texts.
WITHOUT = {"page": 0.19, "text": 0.29}


def main() -> None:
    """Train and write both votes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with wcxb, segments, ...")
    parser.add_argument("--cache", type=Path, help="folder for the features, to train again soon")
    parser.add_argument("--only", choices=("html", "text"))
    options = parser.parse_args()
    corpus = [sample for sample in read_corpus(options.data) if not sample.aside]
    print(f"{len(corpus)} pages to train on")
    if options.only != "text":
        train_html(corpus, options.cache)
    if options.only != "html":
        train_text(corpus, options.cache)


def train_html(corpus: list[Sample], cache: Path | None) -> None:
    """Train the vote on pages, its calibration and the weight of htmldate's two voices."""
    rows = _cached(cache, "html", lambda: _spread(_html, corpus))
    pages = [one for one in rows if one.kind == "page"]
    told = fit.cross_validate(rows, pages, PAGE)
    by_key = {sample.key: sample for sample in corpus}
    heard = _cached(cache, "voices", lambda: _voices(pages, told, by_key))
    weights = _weigh(pages, told, heard)
    said = [
        _move(page, told[place], heard[place], weights) if place in heard else told[place]
        for place, page in enumerate(pages)
    ]
    scale = fit.calibrate(
        [_top(page, told[n], said[n]) for n, page in enumerate(pages) if page.days]
    )
    sure = [(page, *_answer(page, told[n], said[n], scale)) for n, page in enumerate(pages)]
    threshold = _threshold([one for one in sure if one[0].key.startswith("wcxb")], WITHOUT["page"])
    settings = {
        "open": list(OPEN), "voices": weights, "calibration": scale, "threshold": threshold,
    }  # fmt: skip
    _tell("pages, cross-validated", sure, threshold)
    fit.write(fit.train(rows, PAGE), HTML_NAMES, settings, MODEL / "publication_html.json")


def train_text(corpus: list[Sample], cache: Path | None) -> None:
    """Train the vote on flattened text and its calibration."""
    rows = _cached(cache, "text", lambda: _spread(_text, corpus))
    asked = [one for one in rows if one.kind not in ("masthead", "bare")]  # no page anybody met
    told = fit.cross_validate(rows, asked, TEXT)
    scale = fit.calibrate([_top(one, told[n], told[n]) for n, one in enumerate(asked) if one.days])
    sure = [(one, *_answer(one, told[n], told[n], scale)) for n, one in enumerate(asked)]
    whole = [one for one in sure if one[0].kind == "lines"]
    threshold = _threshold(whole, WITHOUT["text"])
    settings = {"calibration": scale, "threshold": threshold}
    for kind in ("lines", "nodes", "crop", "body"):
        some = [one for one in sure if one[0].kind == kind]
        _tell(f"text ({kind}), cross-validated", some, threshold)
    fit.write(fit.train(rows, TEXT), TEXT_NAMES, settings, MODEL / "publication_text.json")


Sure = tuple[Rows, date | None, float]


def _html(sample: Sample) -> list[Rows]:
    return list(html_samples(sample))


def _text(sample: Sample) -> list[Rows]:
    return list(text_samples(sample))


def _spread(read: Callable[[Sample], list[Rows]], corpus: list[Sample]) -> list[Rows]:
    with Pool(3) as pool:
        return [one for part in pool.imap(read, corpus, chunksize=16) for one in part]


def _cached(folder: Path | None, name: str, make: Callable[[], Any]) -> Any:
    file = folder / f"{name}.pickle" if folder else None
    if file is not None and file.exists():
        return pickle.loads(file.read_bytes())  # a developer's own scratch file
    made = make()
    if file is not None:
        file.write_bytes(pickle.dumps(made))
    return made


def _voices(
    pages: list[Rows], told: dict[int, list[float]], by_key: dict[str, Sample]
) -> dict[int, tuple[date | None, date | None]]:
    heard = {}
    for place, page in enumerate(pages):
        ahead = lead(told[place]) if page.days else -30.0
        if OPEN[0] <= 1 / (1 + np.exp(-ahead)) < OPEN[1]:
            heard[place] = hear_htmldate(to_bytes(by_key[page.key].html()))
    return heard


def _weigh(
    pages: list[Rows], told: dict[int, list[float]],
    heard: dict[int, tuple[date | None, date | None]],
) -> dict[str, float]:  # fmt: skip
    """Return what each voice adds to the log-odds of the day that it names, never below zero."""
    table, truth, weight = [], [], []
    for place, (fast, extensive) in heard.items():
        page = pages[place]
        for n in np.argsort(-np.array(told[place]))[:3]:
            day = page.days[n]
            table.append([told[place][n], float(day == fast), float(day == extensive)])
            truth.append(day == page.on)
            weight.append(fit.WEIGHTS[page.state])
    fitted = LogisticRegression(C=1.0).fit(np.array(table), truth, sample_weight=weight)
    scale = float(fitted.coef_[0][0])
    voices = [max(0.0, float(one)) for one in fitted.coef_[0][1:]]
    return {"margin": scale, "fast": voices[0], "extensive": voices[1]}


def _move(
    page: Rows, own: list[float], heard: tuple[date | None, date | None], weights: dict[str, float]
) -> list[float]:
    return [
        margin * weights["margin"]
        + weights["fast"] * (day == heard[0])
        + weights["extensive"] * (day == heard[1])
        for day, margin in zip(page.days, own, strict=True)
    ]


def _top(page: Rows, own: list[float], said: list[float]) -> tuple[float, bool, float]:
    """Return the lead of the best day, whether the day that is said is right, and its weight."""
    right = page.days[int(np.argmax(said))] == page.on
    return lead(own), right, fit.WEIGHTS[page.state] * page.weight


def _answer(
    page: Rows, own: list[float], said: list[float], scale: dict[str, float]
) -> tuple[date | None, float]:
    if not own:
        return None, 0.0
    return page.days[int(np.argmax(said))], fit.confidence(scale, lead(own))


def _share(sure: list[Sure], state: str, threshold: float) -> float:
    some = [chance >= threshold for page, _, chance in sure if page.state == state]
    return float(np.mean(some)) if some else 0.0


def _threshold(sure: list[Sure], most: float) -> float:
    """Return the lowest threshold at which few enough documents without a labelled day get one."""
    some = [chance for page, _, chance in sure if page.state != "dated"]
    steps = (round(step / 100, 2) for step in range(5, 70))
    return next(
        (one for one in steps if sum(chance >= one for chance in some) <= most * len(some)), 0.7
    )


def _tell(title: str, sure: list[Sure], threshold: float) -> None:
    dated = [(chance, day == page.on) for page, day, chance in sure if page.state == "dated"]
    given = [right for chance, right in dated if chance >= threshold]
    ordered = [right for _, right in sorted(dated, key=lambda one: -one[0])]
    for share in (0.6, 0.85):
        top = ordered[: int(share * len(ordered))]
        print(f"{title}: precision at coverage {share}: {np.mean(top):.3f}")
    undated, unknown = (_share(sure, state, threshold) for state in ("undated", "unknown"))
    print(
        f"{title}: {len(dated)} dated, threshold {threshold}: right {sum(given) / len(dated):.3f}, "
        f"precision {np.mean(given):.3f}, best guess {np.mean(ordered):.3f}; "
        f"answered of undated {undated:.3f}, of unknown {unknown:.3f}"
    )


if __name__ == "__main__":
    main()
