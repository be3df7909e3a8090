"""How well the roles of lines are found, on pages whose roles we labelled by hand.

``python -m benchmarks.boilerplate_roles --data DIR [--check]``: precision, recall and F1 of the
lines labelled title, byline, date line, caption, note and description, in HTML and in flattened
text (`layout`), for the pages that rules were written on and, apart from them, for the pages of the
sites that neither training nor tuning saw. ``--errors ROLE`` lists the lines that went wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from collections import defaultdict
from pathlib import Path

from benchmarks import floors
from benchmarks.role_labels import DOUBTFUL, FILES, LabelledPage, place, read_labels
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.flatteners import layout
from benchmarks.training.boilerplate.roles import alike
from tasks.boilerplate import Page, extract_html, extract_text

ROLES = ("title", "byline", "dateline", "caption", "note", "description")
#: A story's title is right where it shares so much with a line labelled as title (word-F1).
RIGHT = 0.85


class Counts:
    """Lines right, missed and wrong for one role."""

    def __init__(self) -> None:
        self.right = self.missed = self.wrong = 0

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        found, wanted = self.right + self.wrong, self.right + self.missed
        return (
            self.right / max(found, 1),
            self.right / max(wanted, 1),
            2 * self.right / max(found + wanted, 1),
        )


def score(gold: LabelledPage, page: Page, counts: dict[str, Counts], errors: list[str]) -> None:
    """Add what `page` says of the lines that `gold` labels to `counts`."""
    texts = [page.text[block.start : block.end] for block in page.blocks]
    wanted = place(gold, texts)
    for n, (text, block) in enumerate(zip(texts, page.blocks, strict=True)):
        label = wanted.get(n)
        if label is not None and label.label == DOUBTFUL:
            continue
        roles = label.roles if label is not None else ()
        for role in ROLES[1:]:
            if block.label == role and role in roles:
                counts[role].right += 1
            elif block.label == role:
                counts[role].wrong += 1
                errors.append(f"{role} wrong {gold.name[:24]} {n} {roles} {text[:90]}")
            elif role in roles and block.label not in roles:
                counts[role].missed += 1
                errors.append(f"{role} missed {gold.name[:24]} {n} {block.label} {text[:90]}")
    _title(page, [texts[n] for n, one in wanted.items() if "title" in one.roles], counts)


def _title(page: Page, titles: list[str], counts: dict[str, Counts]) -> None:
    """Add whether the first story's title is one of the labelled lines, whichever repeat of it."""
    if not titles:
        return
    found = next((story.title for story in page.stories if story.title), None)
    if found is not None and any(alike(found, title) >= RIGHT for title in titles):
        counts["title"].right += 1
        return
    counts["title"].missed += 1
    counts["title"].wrong += found is not None


def run(samples: dict[str, Sample], wanted: str | None) -> dict[str, float]:
    """Score the labelled pages among `samples`, print the table and return the figures by name."""
    figures: dict[str, float] = {}
    pages = [page for page in read_labels() if page.name in samples]
    for front in ("html", "text"):
        counts: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
        errors: list[str] = []
        start = time.process_time()
        for gold in pages:
            sample = samples[gold.name]
            if front == "html":
                page = extract_html(sample.html)
            else:
                chance = random.Random(zlib.crc32(gold.name.encode()))
                page = extract_text(layout(sample.html, chance))
            part = "aside" if sample.aside else "dev"
            own: list[str] = []
            score(gold, page, counts[part], own)
            if part == "dev":
                errors += own
        spent = time.process_time() - start
        for part in ("dev", "aside"):
            many = sum((samples[gold.name].aside) == (part == "aside") for gold in pages)
            for role in ROLES:
                one = counts[part][role]
                precision, recall, f1 = one.figures()
                figures[f"{front} {part} {role} f1"] = f1
                print(
                    f"{front} {part:5} {many:4} pages  {role:12} {one.right + one.missed:4} lines  "
                    f"precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}"
                )
        print(f"{front} {len(pages) / spent:.1f} pages/s")
        for error in errors:
            if wanted and error.startswith(wanted):
                print("  ", front, error)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--errors", help="list the errors of this role on the development pages")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    names = {page.name for page in read_labels()}
    samples = {sample.name: sample for sample in read(options.data) if sample.name in names}
    figures = run(samples, options.errors)
    if not options.check:
        return 0
    return floors.check(
        "boilerplate_roles", figures, floors.digest(FILES), lower=options.lower_floor
    )


if __name__ == "__main__":
    sys.exit(main())
