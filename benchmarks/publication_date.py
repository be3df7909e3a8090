"""How often the publication date is right, beside htmldate, on pages kept aside in training.

`python -m benchmarks.publication_date --data DIR` scores the sites of WCXB dev and of our labels
that the training never saw: pages as HTML, the same pages flattened in two ways, pages without a
date, and the time on one core next to htmldate's two modes in the same run. `--check` compares with
the floors.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks import floors
from benchmarks.training.publication_date.corpus import LABELS, Sample, read_corpus
from benchmarks.training.publication_date.samples import flattened
from tasks.dates import publication_date
from tasks.dates.publication.stamps import find_stamps

Answer = tuple[date | None, float]


def ours(sample: Sample, html: str) -> Answer:
    """Answer with the vote."""
    found = publication_date(html=html, url=sample.url)
    return found.on, found.confidence


def htmldate(*, extensive: bool) -> Callable[[Sample, str], Answer]:
    """Return a peer: htmldate, asked for the original date."""
    from htmldate import find_date

    def answer(_: Sample, html: str) -> Answer:
        found = find_date(html, extensive_search=extensive, original_date=True)
        return date.fromisoformat(found) if found else None, 1.0

    return answer


def score(samples: Sequence[Sample], answers: Sequence[Answer]) -> dict[str, float]:
    """Return shares: right of the dated, precision, and answered of the undated and unknown."""
    both = list(zip(samples, answers, strict=True))
    dated = [(sample.on, *answer) for sample, answer in both if sample.state == "dated"]
    given = sorted((-sure, on == day) for on, day, sure in dated if day is not None)
    right = [one for _, one in given]

    def answered(state: str) -> float:
        some = [answer[0] is not None for sample, answer in both if sample.state == state]
        return sum(some) / max(1, len(some))

    return {
        "accuracy": sum(right) / max(1, len(dated)),
        "precision": sum(right) / max(1, len(right)),
        "precision at 0.85": _precision(right, 0.85, len(dated)),
        "answered undated": answered("undated"),
        "answered unknown": answered("unknown"),
    }


def _precision(right: Sequence[bool], coverage: float, total: int) -> float:
    top = right[: round(coverage * total)]
    return sum(top) / max(1, len(top)) if len(right) >= round(coverage * total) else 0.0


def text_scores(samples: Sequence[Sample]) -> dict[str, float]:
    """Score text: right where the date is visible, precision at 0.60, answered without one."""
    scores: dict[str, float] = {}
    for kind in ("lines", "nodes"):
        visible: list[tuple[float, bool]] = []
        without: list[bool] = []
        for sample in samples:
            text = dict(flattened(sample)).get(kind, "")
            found = publication_date(text=text)
            days = {stamp.on for stamp in find_stamps(text)}
            days |= {stamp.other for stamp in find_stamps(text) if stamp.other is not None}
            if sample.state == "dated" and sample.on in days:
                visible.append((-found.confidence * (found.on is not None), found.on == sample.on))
            elif sample.state == "undated":
                without.append(found.on is not None)
        ordered = [right for _, right in sorted(visible)]
        top = ordered[: round(0.6 * len(ordered))]
        scores[f"text {kind}: right of visible"] = sum(ordered) / max(1, len(ordered))
        scores[f"text {kind}: precision at 0.60"] = sum(top) / max(1, len(top))
        scores[f"text {kind}: answered undated"] = sum(without) / max(1, len(without))
    return scores


def main() -> int:
    """Print the scores; return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with wcxb, segments, ...")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--lower-floor", action="store_true", help="write the floors anew")
    options = parser.parse_args()
    aside = [sample for sample in read_corpus(options.data) if sample.aside]
    pages = [sample.html() for sample in aside]
    tools = {
        "parquetry": ours,
        "htmldate fast": htmldate(extensive=False),
        "htmldate extensive": htmldate(extensive=True),
    }
    scores: dict[str, float] = {}
    spent = dict.fromkeys(tools, 0.0)
    told: dict[str, list[Answer]] = {name: [] for name in tools}
    for tool in tools.values():
        tool(aside[0], pages[0])
    for sample, page in zip(aside, pages, strict=True):
        for name, tool in tools.items():  # in turn, so that all meet the machine in one state
            started = time.process_time()
            told[name].append(tool(sample, page))
            spent[name] += (time.process_time() - started) / len(aside)
    for name, answers in told.items():
        for corpus in ("wcxb", "labelled"):
            wanted = corpus == "wcxb"
            mine = [n for n, one in enumerate(aside) if one.key.startswith("wcxb") == wanted]
            shares = score([aside[n] for n in mine], [answers[n] for n in mine])
            line = "  ".join(f"{key} {value:.3f}" for key, value in shares.items())
            print(f"{name:<19}{corpus:<9}{len(mine):4d} pages  {line}")
            if name == "parquetry":
                scores |= {
                    f"{corpus}: {key}": value if "answered" not in key else 1 - value
                    for key, value in shares.items()
                }
        print(f"{name:<19}{1000 * spent[name]:.1f} ms a page\n")
    for key, value in text_scores(aside).items():
        print(f"{key:<40}{value:.3f}")
        scores[key] = value if "answered" not in key else 1 - value
    scores["speed against htmldate extensive"] = min(
        1.0, spent["htmldate extensive"] / spent["parquetry"]
    )
    if options.check or options.lower_floor:
        corpus = floors.digest([LABELS, *(sample.file for sample in aside)])
        return floors.check("publication_date", scores, corpus, lower=options.lower_floor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
