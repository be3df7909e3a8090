"""Flattened news pages in twelve languages, every line labelled by hand: is the body found?

``python -m benchmarks.boilerplate_languages [--wrong] [--check]``

The pages (`benchmarks/labels/languages`) were written for this project in the manner of real ones,
two in each language, and are read in three forms: line by line, with blank lines between, and with
the furniture as bullets. Beside ours: doing nothing, and keeping every line of ten words.
``--wrong`` prints the lines that were kept or dropped wrongly.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import floors
from tasks.boilerplate import BODY, extract_text

PAGES = Path(__file__).parent / "labels" / "languages"
#: A word; in scripts that do not part words each character counts as one.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
LONG = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page: its language, and for each line its label and its text."""

    name: str
    lines: Sequence[tuple[str, str]]

    @property
    def body(self) -> list[str]:
        return [text for label, text in self.lines if label in BODY]


FORMS: dict[str, Callable[[Labelled], str]] = {
    "lines": lambda page: "\n".join(text for _, text in page.lines),
    "spaced": lambda page: "\n\n".join(text for _, text in page.lines),
    "bullets": lambda page: "\n".join(
        f"  * {text}" if label in {"navigation", "other", "footer", "list"} else f"\n{text}\n"
        for label, text in page.lines
    ),
}


def read_pages(folder: Path = PAGES) -> list[Labelled]:
    """Return the labelled pages, in the order of their names."""
    found = []
    for file in sorted(folder.glob("*.tsv")):
        rows = [line.split("\t", 1) for line in file.read_text("utf-8").splitlines()]
        found.append(Labelled(file.stem, [(label, text) for label, text in rows]))
    return found


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case."""
    return WORD.findall(text.lower())


def f1(text: str, gold: str) -> float:
    """Return the word-F1 of `text` against `gold`, both as bags of words."""
    found, wanted = Counter(words(text)), Counter(words(gold))
    common = (found & wanted).total()
    return 2 * common / max(found.total() + wanted.total(), 1)


def kept_by_us(text: str) -> str:
    """Return the body of the page `text`."""
    return "\n\n".join(story.text for story in extract_text(text).stories)


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "ours": kept_by_us,
    "lines of ten words": lambda text: "\n".join(
        line for line in text.split("\n") if len(words(line)) >= 10
    ),
    "nothing": lambda text: text,
}


def run(pages: Sequence[Labelled]) -> dict[str, float]:
    """Print a row for each page and the means; return the figures by name."""
    figures: dict[str, float] = {}
    rows: dict[str, dict[str, float]] = {page.name: {} for page in pages}
    for name, extract in EXTRACTORS.items():
        scores, lost, long = [], 0, 0
        for page in pages:
            gold = "\n".join(page.body)
            paragraphs = [one for one in page.body if len(words(one)) >= LONG]
            own = [extract(form(page)) for form in FORMS.values()]
            rows[page.name][name] = sum(f1(text, gold) for text in own) / len(own)
            scores.append(rows[page.name][name])
            lost += sum(one not in text for text in own for one in paragraphs)
            long += len(paragraphs) * len(own)
        figures[f"{name} f1"] = sum(scores) / len(scores)
        figures[f"{name} lost"] = lost / long
    for page_name, by in rows.items():
        print(f"{page_name:8}" + "".join(f"  {name} {score:.3f}" for name, score in by.items()))
    worse = sum(by["ours"] < by["nothing"] for by in rows.values())
    figures["pages worse than doing nothing"] = worse
    for figure, value in figures.items():
        print(f"{figure:32} {value:.4f}")
    return figures


def print_wrong(pages: Sequence[Labelled]) -> None:
    """Print every line whose fate is wrong in the first form, with what we took it for."""
    for page in pages:
        found = extract_text(FORMS["lines"](page))
        by_text = {found.text[one.start : one.end]: one for one in found.blocks}
        for label, text in page.lines:
            block = by_text.get(text.strip())
            if block is None or block.keep == (label in BODY):
                continue
            print(f"{page.name}  {label} as {block.label} {block.score:.2f}  {text[:90]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    pages = read_pages()
    if options.wrong:
        print_wrong(pages)
    figures = run(pages)
    if not options.check:
        return 0
    floored = {"f1": figures["ours f1"], "kept": 1 - figures["ours lost"]}
    corpus = floors.digest(sorted(PAGES.glob("*.tsv")))
    return floors.check("boilerplate_languages", floored, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
