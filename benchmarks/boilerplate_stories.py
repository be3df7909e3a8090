"""Titles, story boundaries and the parts of nearly clean text.

``python -m benchmarks.boilerplate_stories --data DIR [--check]``, on the sites that training leaves
aside: whether the title's line is right, whether joined articles are parted where they meet,
whether single articles stay whole, and what is kept of articles with a few furniture lines.
"""

from __future__ import annotations

import argparse
import random
import sys
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

RIGHT = 0.85
ROUNDS = 3


def title_of(page: Page) -> str:
    return next((story.title for story in page.stories if story.title), "")


def titles(samples: Sequence[Sample]) -> dict[str, float]:
    """Return on which share of articles the title is right, from markup and from text."""
    chance = random.Random(2)
    wanted = [s for s in samples if s.kind == "article" and s.title]
    hits = {"html": 0, "text": 0}
    for sample in wanted:
        hits["html"] += alike(title_of(extract_html(sample.html)), sample.title) >= RIGHT
        source = layout(sample.html, chance)
        hits["text"] += alike(title_of(extract_text(source)), sample.title) >= RIGHT
    return {f"title {front}": hit / max(len(wanted), 1) for front, hit in hits.items()}


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
        print(f"{name:20} {figure:.4f}")
    if not options.check:
        return 0
    corpus = floors.digest(sorted((options.data / "wcxb" / "dev" / "ground-truth").glob("*.json")))
    floored = {name: figure for name, figure in figures.items() if "nothing" not in name}
    return floors.check("boilerplate_stories", floored, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
