"""Scoring a model and writing its card."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.training.entities import corpora, pins, vectors
from benchmarks.training.entities.scheme import Sentence
from benchmarks.training.entities.scoring import KINDS, Score, coarse, gold
from tasks.entities.mention import Mention
from tasks.entities.recognise import network, reading, trained_model

Scores = dict[str, dict[str, float]]
#: What the last run of each recipe reached.
RUNS = Path(__file__).with_name("runs.json")
_HEAD = (
    "# The recogniser's model",
    "",
    "Finds names of people, organisations, places, peoples, events, buildings, products, works",
    "and other names in English news. Hashed features of words, vectors of character n-grams",
    "(floret), a convolution, a bidirectional LSTM and a CRF; run by onnxruntime on one core.",
    "It began as those units of a larger network that its labels heed most (`teaching.py`),",
    "which taught it: it learnt from the labels and from what the larger one says of them.",
    "",
    "Trained by `make train-entities DATA=DIR` (`python -m benchmarks.training.entities --data",
    "DIR`), where DIR holds the corpora as `benchmarks/training/entities/manifest.toml` has them.",
    "",
)
_ABOUT_DATA = (
    "`benchmarks/training/entities/corpora.sha256` has the sha256 of every file; the numbers above",
    "are the sha256 of a corpus's lines there. Of Worldwide newswire, CrossNER politics and the",
    "other corpora with a test set some parts were held back from training altogether.",
    "",
    "The vectors were also trained on the texts, not the tags, of the sentences kept aside.",
    "Worldwide newswire was published by its authors (EMNLP 2023) without a licence file: these",
    "weights were trained on it, and hold none of its texts; `--open-only` trains without it.",
    "The gazetteer is from CLDR (Unicode licence) and from lists written for this project, after",
    "a look at what was missed in the development parts. No CoNLL-2003, OntoNotes or",
    "non-commercial corpus was used.",
    "",
)
#: The treebank has no miscellaneous names.
_KINDS = {"uner": ("PER", "ORG", "LOC")}
#: Corpora whose sentences come as whole documents.
_DOCUMENTS = frozenset({"worldwide", "uner"})


def texts(sentences: Sequence[Sentence]) -> tuple[list[str], list[set[tuple[int, int, str]]]]:
    """Return the sentences as texts, one a document, and their names in characters."""
    written: list[str] = []
    truth: list[set[tuple[int, int, str]]] = []
    document = ""
    for sentence in sentences:
        if sentence.corpus not in _DOCUMENTS or not written or sentence.document != document:
            written.append("")
            truth.append(set())
            document = sentence.document
        before = written[-1] + "\n\n" if written[-1] else ""
        starts: list[int] = []
        place = len(before)
        for word in sentence.words:
            starts.append(place)
            place += len(word) + 1
        written[-1] = before + " ".join(sentence.words)
        for first, end, kind in gold(sentence):
            truth[-1].add((starts[first], starts[end - 1] + len(sentence.words[end - 1]), kind))
    return written, truth


def compared(truth: list[set[tuple[int, int, str]]], found: list[list[Mention]]) -> Score:
    """Return the counts over these texts."""
    score = Score()
    for wanted, mentions in zip(truth, found, strict=True):
        score.add(wanted, {(m.start, m.end, coarse(m.type)) for m in mentions})
    return score


def summary(name: str, score: Score) -> dict[str, float]:
    """Return the F1 over all classes that the corpus knows, and of each."""
    kinds = _KINDS.get(name, KINDS)
    return {"all": score.f1(kinds)} | {kind: score.f1((kind,)) for kind in kinds}


def scores(folder: Path, aside: dict[str, list[Sentence]]) -> Scores:
    """Return the scores of the model in `folder` on what was kept aside."""
    _forget()
    result: Scores = {}
    for name, sentences in aside.items():
        written, truth = texts(sentences)
        result[name] = summary(name, compared(truth, trained_model.found(written, folder)))
        print(name, {kind: round(value, 1) for kind, value in result[name].items()}, flush=True)
    return result


def _forget() -> None:
    """Let a model that was written anew be read anew."""
    network.load.cache_clear()
    reading.reader.cache_clear()


def judged(folder: Path, aside: dict[str, list[Sentence]]) -> list[tuple[float, bool]]:
    """Return the confidence of every mention found, and whether it is right."""
    _forget()
    result: list[tuple[float, bool]] = []
    for name, sentences in aside.items():
        written, truth = texts(sentences)
        kinds = _KINDS.get(name, KINDS)
        for wanted, mentions in zip(truth, trained_model.found(written, folder), strict=True):
            for mention in mentions:
                kind = coarse(mention.type)
                if kind in kinds:
                    right = (mention.start, mention.end, kind) in wanted
                    result.append((mention.confidence, right))
    return result


def record(
    files: dict[str, list[str]],
    early: Scores | None,
    late: Scores,
    steps: tuple[int, ...],
    *,
    open_only: bool,
) -> None:
    """Keep what a training run reached, for the card.

    Without `early` the larger network was trained before: what is known of that stays.
    """
    known = json.loads(RUNS.read_text("utf-8")) if RUNS.exists() else {}
    name = "open" if open_only else "main"
    before = known.get(name, {"early": {}, "steps": steps})
    if early is None:
        steps = (*before["steps"][:2], *steps[2:])
    known[name] = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d"),
        "steps": list(steps),
        "digests": {name: pins.digest(lines) for name, lines in files.items()},
        "early": before["early"] if early is None else _rounded(early),
        "late": _rounded(late),
    }
    RUNS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


def _rounded(found: Scores) -> Scores:
    return {
        corpus: {kind: round(value, 2) for kind, value in one.items()}
        for corpus, one in found.items()
    }


def write(folder: Path) -> None:
    """Write CARD.md beside the files of a model, from what the training runs kept.

    Without a run of the main recipe there is nothing to write about.
    """
    runs = json.loads(RUNS.read_text("utf-8"))
    main = runs.get("main")
    if main is None:
        return
    lines = [
        *_HEAD,
        "## Data",
        "",
        "| corpus | source | licence | sha256 |",
        "|---|---|---|---|",
        *(
            f"| {c.name} | {c.source} | {c.licence} | `{main['digests'][c.name]}` |"
            for c in corpora.manifest()
        ),
        f"| {vectors.NAME}, main content, for the vectors only | {vectors.SOURCE} "
        f"| {vectors.LICENCE} | `{main['digests'][vectors.NAME]}` |",
        "",
        *_ABOUT_DATA,
        "## Scores",
        "",
        "Strict entity F1 in percent, on parts that were never trained on.",
        "",
        f"As shipped ({_told(main)}), on the parts kept aside for good:",
        "",
        *_table(main["late"]),
        "The larger network after its first phase, on the larger development parts, which the",
        "later ones also learn:",
        "",
        *_table(main["early"]),
    ]
    if other := runs.get("open"):
        lines += [
            f"The strictly open recipe, `--open-only` ({_told(other)}), on the same parts as",
            "shipped:",
            "",
            *_table(other["late"]),
            "and the larger network after its first phase on the development parts:",
            "",
            *_table(other["early"]),
        ]
    lines += [
        "## Files",
        "",
        *(
            f"- `{name}` sha256 `{hashlib.sha256((folder / name).read_bytes()).hexdigest()}`"
            for name in network.FILES
        ),
        "",
    ]
    (folder / "CARD.md").write_text("\n".join(lines), "utf-8")


def _told(run: dict[str, Any]) -> str:
    """Return how long, where and when a run was made."""
    *phases, taught = run["steps"] if len(run["steps"]) == 3 else [*run["steps"], 0]
    smaller = f"{taught} of the smaller network" if taught else "the larger network itself"
    steps = " and ".join(map(str, phases))
    return f"{steps} steps, {smaller}; {run['machine']}, {run['date']}"


def _table(found: Scores) -> list[str]:
    names = ("all", *KINDS)
    rows = [
        f"| {corpus} | " + " | ".join(f"{one[n]:.1f}" if n in one else "" for n in names) + " |"
        for corpus, one in found.items()
    ]
    return ["| corpus | " + " | ".join(names) + " |", "|---|" + "---|" * len(names), *rows, ""]
