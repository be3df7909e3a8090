"""Train the models of the boilerplate step and write them into the package.

``python -m benchmarks.training.boilerplate --data DIR [--out DIR] [--threads N]``, and after it
``python -m benchmarks.training.boilerplate.role_trees --data DIR [--out DIR]`` for the roles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.training.boilerplate.build import (
    STRINGS,
    Document,
    Gold,
    Source,
    page_document,
    text_documents,
)
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.export import to_onnx, write_table
from benchmarks.training.boilerplate.silver import silver
from benchmarks.training.boilerplate.stories import fit_stories
from benchmarks.training.boilerplate.teasers import gather
from benchmarks.training.boilerplate.train import (
    FOLDS,
    Table,
    features_of,
    fit_first,
    fit_stages,
    fit_table,
    fold_of,
    say,
)
from tasks.boilerplate.tables import MODEL

#: Rounds and rates of the two stages: fewer and faster ones for text, which has to be quick.
ROUNDS = {"text": (115, 70), "html": (280, 170)}
RATES = {"text": (0.14, 0.11), "html": (0.07, 0.06)}
LEAVES = {"text": (48, 31), "html": (48, 31)}
#: Which share of the lines near a body trains the trees.
SHARE = 0.5


def tables_of(documents: Sequence[Document], part: str) -> list[Table]:
    """Return the linear tables of `part` (terms or names): one for each fold, and one of all."""
    size = len(STRINGS)
    fitted = []
    for fold in range(FOLDS + 1):
        chosen = [d for d in documents if fold_of(d.site) != fold and "crop" not in d.variant]
        fitted.append(fit_table(chosen, [getattr(d, part) for d in chosen], size))
    say("table of", part)
    return fitted


def gold_of(sample: Sample) -> Gold | None:
    return None if sample.body is None else Gold(sample.body)


def silver_of(samples: Sequence[Sample], gold: Sequence[Document], threads: int) -> dict[str, Gold]:
    """Return silver bodies of the pages without gold, by a first HTML model and trafilatura."""
    gold = gold[::2]
    words, names = tables_of(gold, "terms"), tables_of(gold, "names")
    first = fit_first(gold, words, names, threads=threads)
    say("first HTML model")
    found: dict[str, Gold] = {}
    for sample in samples:
        document = page_document(sample, Gold(""))
        if document is None:
            continue
        features = features_of(document, words[FOLDS], names[FOLDS], blind=False)
        found[sample.name] = silver(sample, first.predict(features, num_threads=threads))
    say("silver bodies", len(found))
    return found


def read_silver(file: Path) -> dict[str, Gold]:
    """Return the silver bodies that an earlier run has kept."""
    listed = json.loads(file.read_text("utf-8"))
    samples = {name: (body, frozenset(doubtful)) for name, (body, doubtful) in listed.items()}
    return {name: Gold(body, doubtful) for name, (body, doubtful) in samples.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="take every Nth page (for a trial)")
    parser.add_argument(
        "--front",
        choices=["text", "html", "stories"],
        help="train the trees of one part only; the tables of words and names stay as they are",
    )
    parser.add_argument("--silver", type=Path, help="keep silver bodies here, or take them from it")
    options = parser.parse_args()
    samples = [sample for sample in read(options.data) if not sample.aside][:: options.every]
    known = {s.name: gold for s in samples if (gold := gold_of(s)) is not None}
    if options.front == "stories":
        fit_starts(samples, known | read_silver(options.silver), options)
        return
    pages = [made for s in samples if s.name in known and (made := page_document(s, known[s.name]))]
    say("gold pages", len(pages))
    bare = [sample for sample in samples if sample.name not in known]
    if options.silver and options.silver.exists():
        extra = read_silver(options.silver)
    else:
        extra = silver_of(bare, pages, options.threads)
        if options.silver:
            listed = {name: (one.body, sorted(one.doubtful)) for name, one in extra.items()}
            options.silver.write_text(json.dumps(listed), "utf-8")
    known |= {s.name: replace(extra[s.name], never=s.never) for s in bare if s.name in extra}
    pages += [made for s in bare if s.name in known and (made := page_document(s, known[s.name]))]
    source = Source(options.data, *gather(samples))
    texts = [
        one for s in samples if s.name in known for one in text_documents(s, known[s.name], source)
    ]
    say("text documents", len(texts), "terms", len(STRINGS))
    foreign = [one for one in texts if one.variant.endswith("-foreign")]
    words, names = tables_of(pages, "terms"), tables_of(pages, "names")
    text_words = tables_of([*pages, *foreign], "terms")
    if options.front is None:
        both = [words[FOLDS].weights, text_words[FOLDS].weights]
        write_table(options.out, "words", STRINGS, both)
        write_table(options.out, "names", STRINGS, [names[FOLDS].weights])
        fit_starts(samples, known, options)
    if options.front != "text":
        fit_front("html", pages, list(zip(words, names, strict=True)), options)
    if options.front != "html":
        fit_front("text", texts, [(table, None) for table in text_words], options)
    say("done")


def fit_starts(
    samples: Sequence[Sample], known: Mapping[str, Gold], options: argparse.Namespace
) -> None:
    """Fit and write the trees of story starts."""
    trees = fit_stories(samples, known, threads=options.threads)
    to_onnx(trees, options.out / "stories.onnx")


def fit_front(
    front: str,
    documents: Sequence[Document],
    tables: Sequence[tuple[Table, Table | None]],
    options: argparse.Namespace,
) -> None:
    """Fit and write the stages of one front end."""
    stages = fit_stages(
        documents,
        tables,
        rounds=ROUNDS[front],
        rates=RATES[front],
        leaves=LEAVES[front],
        share=SHARE,
        threads=options.threads,
    )
    to_onnx(stages.first, options.out / f"{front}-1.onnx")
    to_onnx(stages.second, options.out / f"{front}-2.onnx")


if __name__ == "__main__":
    main()
