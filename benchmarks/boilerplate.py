"""How well bodies are found, in HTML and in flattened text, beside trafilatura and doing nothing.

``python -m benchmarks.boilerplate --data DIR [--check] [--every N]``: scores on the pages of the
sites that training leaves aside (see `benchmarks.training.boilerplate.corpora`). With ``--speed``
only how fast flattened pages are read.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import floors
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.flatteners import FLATTENERS, Flattener
from benchmarks.training.boilerplate.scores import WORD, string_counts, word_f1
from benchmarks.training.boilerplate.silver import peer_text
from tasks.boilerplate import Page, extract_html, extract_text

Extractor = Callable[[str], str]
LONG = 20
#: A full page has so many lines; the speed is that of the best of so many passes.
FULL, PASSES = (150, 400), 5


def body(page: Page) -> str:
    """Return the clean text of all stories of `page`."""
    return "\n\n".join(story.text for story in page.stories)


def paragraphs_lost(text: str, gold: str) -> tuple[int, int]:
    """Return how many gold paragraphs of `LONG` words are not in `text`, of how many."""
    found = " ".join(WORD.findall(text.lower()))
    listed = [" ".join(WORD.findall(line.lower())) for line in gold.split("\n")]
    long = [line for line in listed if line.count(" ") >= LONG - 1]
    missed = 0
    for line in long:
        words = line.split(" ")
        halves = [" ".join(words[:10]), " ".join(words[-10:])]
        missed += all(half not in found for half in halves)
    return missed, len(long)


class Scores:
    """Sums of one extractor over one group of pages."""

    def __init__(self) -> None:
        self.f1: list[float] = []
        self.recall: list[float] = []
        self.lost = self.long = 0
        self.hits = self.missed = self.wrong = 0

    def add(self, sample: Sample, text: str) -> None:
        if sample.body is None:
            hits, missed, wrong = string_counts(text, sample.must, sample.never)
            self.hits, self.missed, self.wrong = (
                self.hits + hits,
                self.missed + missed,
                self.wrong + wrong,
            )
            return
        _, recall, f1 = word_f1(text, sample.body)
        self.f1.append(f1)
        self.recall.append(recall)
        lost, long = paragraphs_lost(text, sample.body)
        self.lost, self.long = self.lost + lost, self.long + long

    def figures(self) -> dict[str, float]:
        if not self.f1:
            total = 2 * self.hits + self.missed + self.wrong
            return {"strings_f1": 2 * self.hits / total if total else 0.0}
        ordered = sorted(self.f1)
        return {
            "f1": sum(ordered) / len(ordered),
            "f1_median": ordered[len(ordered) // 2],
            "f1_5th": ordered[len(ordered) // 20],
            "lost": 1 - sum(self.recall) / len(self.recall),
            "paragraphs_lost": self.lost / max(self.long, 1),
        }


def groups(sample: Sample) -> list[str]:
    """Return the groups that `sample` counts in."""
    if sample.corpus == "segments":
        return ["strings"]
    if sample.corpus == "scrapinghub":
        return ["news"]
    return ["all", "articles"] if sample.kind == "article" else ["all"]


def extra_flatteners() -> dict[str, Extractor]:
    """Return flatteners that training never sees, as far as they are installed."""
    found: dict[str, Extractor] = {}
    with contextlib.suppress(ImportError):
        plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
        found["resiliparse"] = functools.partial(
            plain, main_content=False, alt_texts=False, preserve_formatting=True, list_bullets=False
        )
    with contextlib.suppress(ImportError):
        guess = importlib.import_module("html_text").extract_text
        found["html_text"] = functools.partial(guess, guess_layout=True)
    with contextlib.suppress(ImportError):
        found["inscriptis"] = importlib.import_module("inscriptis").get_text
    return found


def _flat(flattener: Flattener, chance: random.Random, html: str) -> str:
    return flattener(html, chance)


def run(samples: Sequence[Sample], *, flatteners: bool) -> dict[str, float]:
    """Score every extractor on `samples`, print the table and return the figures by name."""
    sums: dict[tuple[str, str], Scores] = defaultdict(Scores)
    seconds: dict[str, float] = defaultdict(float)
    chance = random.Random(5)
    texts: dict[str, Extractor] = {}
    for name in ("nodes", "layout"):
        texts[name] = functools.partial(_flat, FLATTENERS[name], chance)
    texts |= extra_flatteners()
    for sample in samples:
        for name, extract in (
            ("html", lambda html: body(extract_html(html))),
            ("trafilatura", peer_text),
        ):
            start = time.process_time()
            text = extract(sample.html)
            seconds[name] += time.process_time() - start
            for group in groups(sample):
                sums[name, group].add(sample, text)
        if not flatteners:
            continue
        for name, flat in texts.items():
            source = flat(sample.html) or ""
            start = time.process_time()
            text = body(extract_text(source))
            seconds[f"text {name}"] += time.process_time() - start
            for group in groups(sample):
                sums[f"text {name}", group].add(sample, text)
                sums[f"nothing {name}", group].add(sample, source)
    return _table(sums, seconds, len(samples))


def speed(samples: Sequence[Sample]) -> None:
    """Print how many full flattened pages are read in a second of one core, as they are and for
    pages of 250 lines, and how long their HTML takes, beside trafilatura on the same HTML: each
    page at the best of some passes.
    """
    chance = random.Random(5)
    flat = [FLATTENERS["layout"](sample.html, chance) for sample in samples]
    full = [n for n, text in enumerate(flat) if FULL[0] <= _lines(text) <= FULL[1]]
    lines = sum(_lines(flat[n]) for n in full)
    texts, htmls = [flat[n] for n in full], [samples[n].html for n in full]
    ours, html = _seconds(extract_text, texts), _seconds(extract_html, htmls)
    peer = _seconds(peer_text, htmls)
    print(
        f"{len(full)} full flattened pages of {lines / len(full):.0f} lines: "
        f"{len(full) / ours:.1f} pages/s, {lines / 250 / ours:.1f} of 250 lines; "
        f"trafilatura on their HTML {len(full) / peer:.1f} pages/s, ours {len(full) / html:.1f}"
    )


def _lines(text: str) -> int:
    return sum(map(bool, map(str.strip, text.split("\n"))))


def _seconds(extract: Callable[[str], object], sources: Sequence[str]) -> float:
    """Return the processor time of reading all `sources`, each at its best of `PASSES`."""
    best = [math.inf] * len(sources)
    for _ in range(PASSES):
        for n, source in enumerate(sources):
            start = time.process_time()
            extract(source)
            best[n] = min(best[n], time.process_time() - start)
    return sum(best)


def _table(
    sums: dict[tuple[str, str], Scores], seconds: dict[str, float], pages: int
) -> dict[str, float]:
    figures: dict[str, float] = {}
    for (name, group), scores in sorted(sums.items()):
        found = scores.figures()
        figures |= {f"{name} {group} {key}": value for key, value in found.items()}
        listed = "  ".join(f"{key} {value:.4f}" for key, value in found.items())
        print(f"{name:20} {group:9} {len(scores.f1) or '':>4}  {listed}")
    for name, spent in seconds.items():
        print(f"{name:20} {pages / spent:6.1f} pages/s")
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--html-only", action="store_true")
    parser.add_argument("--speed", action="store_true", help="print the speed on text, no scores")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    samples = [sample for sample in read(options.data) if sample.aside]
    if options.speed:
        speed(samples[:: options.every])
        return 0
    figures = run(samples[:: options.every], flatteners=not options.html_only)
    if not options.check:
        return 0
    floored = {
        name: figure
        for name, figure in figures.items()
        if name.split()[0] in {"html", "text"}
        and name.split()[-1] in {"f1", "strings_f1"}
        and not any(extra in name for extra in ("resiliparse", "html_text", "inscriptis"))
    }
    files = [options.data / "wcxb" / "dev" / "ground-truth", options.data / "segments"]
    corpus = floors.digest(sorted(file for folder in files for file in folder.glob("*.json")))
    return floors.check("boilerplate", floored, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
