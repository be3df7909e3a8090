"""How well and how fast `tasks.dates.find_dates` reads temporal expressions in English news.

Data: TimeBank and AQUAINT as cleaned for TempEval-3 (`TBAQ-cleaned`), or any folder of TimeML
files such as its platinum set: https://www.cs.york.ac.uk/semeval-2013/task1/ (for evaluation and
development only). Scores as TempEval-3 task A: a mention counts as found where it overlaps a gold
one (relaxed) or has its very span (strict); value counts where an overlapping mention also has the
gold value (UzZaman et al. 2013, SemEval-2013 Task 1). A third of the documents, by a hash of their
names, is kept aside: rules are written from the others alone.

    python -m benchmarks.temporal_expressions --data DIR [--check] [--split all]
"""

import argparse
import hashlib
import html
import re
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import floors
from tasks.dates.mentions import find_dates

NAME = "temporal_expressions"
CHARACTERS_A_SECOND, TIMES_DATEPARSER = 0.8e6, 8.0
PEER_CHARACTERS = 40_000  # dateparser reads some thousands a second
TAG = re.compile(r"<[^>]*>")
Expression = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class Document:
    """One gold document: its text, the day it was written, and its expressions with values."""

    name: str
    text: str
    written: date
    gold: tuple[Expression, ...]
    aside: bool


@dataclass(slots=True)
class Tally:
    """Counts over documents."""

    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0

    def f1(self, hits: int) -> float:
        """F1 in percent of `hits` common to gold and found."""
        return 200 * hits / max(self.gold + self.found, 1)


def read(file: Path) -> Document | None:
    """A TimeML file as a Document; None where it has no date of writing or no text."""
    source = file.read_text(encoding="utf-8")
    written = re.search(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', source, re.DOTALL)
    body = re.search(r"<TEXT>\n?(.*?)</TEXT>", source, re.DOTALL)
    if written is None or body is None:
        return None
    text, gold, opened = "", [], None
    for part in re.split(r"(<[^>]*>)", body[1]):
        if part.startswith("<TIMEX3"):
            value = re.search(r'value="([^"]*)"', part)
            opened = (len(text), value[1] if value else None)
        elif part == "</TIMEX3>" and opened is not None:
            gold.append((opened[0], len(text), opened[1]))
        elif not TAG.fullmatch(part):
            text += html.unescape(part)
    aside = int(hashlib.sha256(file.stem.encode()).hexdigest(), 16) % 3 == 0
    return Document(file.stem, text, date.fromisoformat(written[1]), tuple(gold), aside)


def count(document: Document, found: Sequence[Expression], tally: Tally) -> None:
    """Add one document's matches to `tally`; each mention serves one gold expression."""
    left = list(found)
    tally.gold += len(document.gold)
    tally.found += len(found)
    for start, end, value in document.gold:
        hit = next((other for other in left if other[0] < end and other[1] > start), None)
        if hit is None:
            continue
        left.remove(hit)
        tally.relaxed += 1
        gold_surface = document.text[start:end].strip()
        tally.strict += document.text[hit[0] : hit[1]].strip() == gold_surface
        tally.value += hit[2] == value


def measure(documents: Sequence[Document]) -> Tally:
    """The tally of find_dates over documents."""
    tally = Tally()
    for document in documents:
        mentions = find_dates(document.text, document.written)
        count(document, [(m.start, m.end, m.value) for m in mentions], tally)
    return tally


def speed(documents: Sequence[Document]) -> tuple[float, float]:
    """Characters a second of processor time: find_dates, and dateparser's search."""
    from dateparser.search import search_dates

    find_dates("on Friday", date(2017, 9, 24))  # loads the rules
    started = time.process_time()
    for document in documents:
        find_dates(document.text, document.written)
    own = sum(len(document.text) for document in documents) / (time.process_time() - started)
    sample, size = [], 0
    for document in documents:
        if size < PEER_CHARACTERS:
            sample.append(document.text)
            size += len(document.text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search_dates("on Friday", languages=["en"])
        started = time.process_time()
        for text in sample:
            search_dates(text, languages=["en"])
    return own, size / (time.process_time() - started)


def report(title: str, tally: Tally) -> None:
    """Print one line of scores."""
    scores = (tally.f1(tally.value), tally.f1(tally.relaxed), tally.f1(tally.strict))
    print(f"{title:<12}" + "".join(f"{score:>9.2f}" for score in scores) + f"{tally.gold:>9}")


def main() -> int:
    """Print the scores; with --check, compare them with the floors. The exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a folder with .tml files")
    parser.add_argument("--check", action="store_true", help="fail below the floors")
    parser.add_argument("--lower-floor", action="store_true", help="let the floors be lowered")
    options = parser.parse_args()
    files = sorted(options.data.rglob("*.tml"))
    documents = [document for file in files if (document := read(file)) is not None]
    if not documents:
        print(f"no TimeML document in {options.data}", file=sys.stderr)
        return 1
    print(f"{'F1':<12}{'value':>9}{'relaxed':>9}{'strict':>9}{'gold':>9}")
    scores: dict[str, float] = {}
    for title, part in (
        ("seen", [d for d in documents if not d.aside]),
        ("kept aside", [d for d in documents if d.aside]),
        ("all", documents),
    ):
        tally = measure(part)
        report(title, tally)
        for kind in ("value", "relaxed", "strict"):
            scores[f"{title} {kind}"] = tally.f1(getattr(tally, kind))
    own, peer = speed(documents)
    print(f"find_dates {own / 1e6:.2f} M characters a second, dateparser {peer / 1e6:.4f} M")
    print(f"{own / peer:.0f} times dateparser")
    scores["speed, of that asked"] = min(own / CHARACTERS_A_SECOND, 1.0)
    scores["speed against dateparser, of that asked"] = min(own / peer / TIMES_DATEPARSER, 1.0)
    if not options.check:
        return 0
    return floors.check(NAME, scores, floors.digest(files), lower=options.lower_floor)


if __name__ == "__main__":
    raise SystemExit(main())
