"""Titles, story boundaries and the parts of nearly clean text.

``python -m benchmarks.boilerplate_stories --data DIR [--check]``, on the sites that training leaves
aside: whether the title's line is right, whether joined articles are parted where they meet,
whether single articles stay whole, and what is kept of articles with a few furniture lines.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks import floors
from benchmarks.boilerplate import body
from benchmarks.training.boilerplate.build import Gold, crop, labels_of
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.flatteners import layout
from benchmarks.training.boilerplate.roles import alike
from benchmarks.training.boilerplate.scores import word_f1
from benchmarks.training.boilerplate.stories import articles_of, page_of
from tasks.boilerplate import Page, extract_html, extract_text
from tasks.boilerplate.lines import read_lines

#: A title is right where it shares so much with the gold one (word-F1); a line may be the title's
#: where it shares so much.
RIGHT, LINE = 0.85, 0.5
ROUNDS = 3


def title_of(page: Page) -> str:
    return next((story.title for story in page.stories if story.title), "")


def title_line(page: Page, title: str) -> str:
    """Return the line of `page` most like the gold `title`, "" where none is like it.

    Gold titles are often those of the page's head: shorter or longer than the headline that the
    page shows, or on no line at all.
    """
    lines = [page.text[block.start : block.end] for block in page.blocks]
    best = max(lines, key=lambda line: alike(line, title), default="")
    return best if alike(best, title) >= LINE else ""


def titles(samples: Sequence[Sample]) -> dict[str, float]:
    """Return, for articles in markup and in text, on which share the found title is the gold one,
    on which share it is that or the line most like it, and which share shows the gold one at all.
    """
    chance = random.Random(2)
    wanted = [s for s in samples if s.kind == "article" and s.title]
    hits: Counter[str] = Counter()
    for sample in wanted:
        pages = {"html": extract_html(sample.html)}
        pages["text"] = extract_text(layout(sample.html, chance))
        for front, page in pages.items():
            found, line = title_of(page), title_line(page, sample.title)
            right = alike(found, sample.title) >= RIGHT
            hits[f"title {front}"] += right
            hits[f"title line {front}"] += right or alike(found, line) >= RIGHT
            hits[f"title {front} shown"] += alike(line, sample.title) >= RIGHT
    return {name: hit / max(len(wanted), 1) for name, hit in sorted(hits.items())}


def boundaries(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the F1 of story boundaries in joined articles, and the share of single ones split."""
    chance = random.Random(4)
    gold = {s.name: Gold(s.body) for s in samples if s.body}
    hits = found_all = wanted_all = split = single = 0
    for _ in range(ROUNDS):
        articles = articles_of(samples, gold, chance)
        for one in articles:
            single += 1
            split += len(extract_text(page_of([one], chance)[0]).stories) > 1
        chance.shuffle(articles)
        while articles:
            many = chance.choice([2, 3, 4, 5])
            parts, articles = articles[:many], articles[many:]
            text, heads = page_of(parts, chance)
            found = [story.title for story in extract_text(text).stories[1:]]
            hits += len(set(found) & set(heads))
            found_all, wanted_all = found_all + len(found), wanted_all + len(heads)
    return {
        "boundary f1": 2 * hits / max(found_all + wanted_all, 1),
        "single kept whole": 1 - split / max(single, 1),
    }


def crops(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the word-F1 on nearly clean articles, and that of doing nothing."""
    chance = random.Random(6)
    ours, nothing = [], []
    for sample in samples:
        if sample.kind != "article" or not sample.body:
            continue
        lines = read_lines(layout(sample.html, chance))
        cropped = crop(lines, labels_of(lines, Gold(sample.body)), chance)
        if cropped is None:
            continue
        source = "\n".join(line.text for line in cropped[0])
        ours.append(word_f1(body(extract_text(source)), sample.body)[2])
        nothing.append(word_f1(source, sample.body)[2])
    return {
        "crop f1": sum(ours) / max(len(ours), 1),
        "crop f1 of nothing": sum(nothing) / max(len(nothing), 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    samples = [sample for sample in read(options.data) if sample.aside]
    figures = titles(samples) | boundaries(samples) | crops(samples)
    for name, figure in figures.items():
        print(f"{name:32} {figure:.4f}")
    if not options.check:
        return 0
    corpus = floors.digest(sorted((options.data / "wcxb" / "dev" / "ground-truth").glob("*.json")))
    floored = {
        name: figure
        for name, figure in figures.items()
        if "nothing" not in name and "shown" not in name
    }
    return floors.check("boilerplate_stories", floored, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
