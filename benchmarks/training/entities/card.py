"""Scoring a model and writing its card."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.training.entities import corpora
from benchmarks.training.entities.scheme import Sentence
from benchmarks.training.entities.scoring import KINDS, Score, coarse, gold
from tasks.entities.mention import Mention
from tasks.entities.recognise import network, trained_model

Scores = dict[str, dict[str, float]]
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
    network.load.cache_clear()
    result: Scores = {}
    for name, sentences in aside.items():
        written, truth = texts(sentences)
        result[name] = summary(name, compared(truth, trained_model.found(written, folder)))
        print(name, {kind: round(value, 1) for kind, value in result[name].items()}, flush=True)
    return result


def judged(folder: Path, aside: dict[str, list[Sentence]]) -> list[tuple[float, bool]]:
    """Return the confidence of every mention found, and whether it is right."""
    network.load.cache_clear()
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


def write(folder: Path, data: Path, early: Scores, late: Scores, *, open_only: bool) -> None:
    """Write CARD.md beside the model's files."""
    used = [corpus for corpus in corpora.manifest() if corpus.open or not open_only]
    lines = [
        "# The recogniser's model",
        "",
        "Finds names of people, organisations, places, peoples, events, buildings, products, works",
        "and other names in English news. Hashed features of words, vectors of character n-grams",
        "(floret), a convolution, a bidirectional LSTM and a CRF; run by onnxruntime on one core.",
        "",
        "Trained by `python -m benchmarks.training.entities --data DIR --out FOLDER"
        + (" --open-only`." if open_only else "`."),
        "",
        "## Data",
        "",
        "| corpus | source | licence | sha256 |",
        "|---|---|---|---|",
        *(f"| {c.name} | {c.source} | {c.licence} | `{c.digest(data)[:16]}` |" for c in used),
        "",
        "The vectors were also trained on the main content of the WCXB pages (CC BY 4.0), and on",
        "the texts, not the tags, of the sentences kept aside. Worldwide newswire was published by",
        "its authors without a licence file: these weights were trained on it, and hold none of",
        "its texts; `--open-only` trains without it.",
        "The gazetteer is from CLDR (Unicode licence). No CoNLL-2003, OntoNotes or non-commercial",
        "corpus was used.",
        "",
        "## Scores",
        "",
        "Strict entity F1 in percent, on parts that were never trained on; measured on",
        f"{platform.machine()}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}.",
        "",
        *_table("After the first phase, on the development parts", early),
        *_table("As shipped, on the parts kept aside for good", late),
        "## Files",
        "",
        *(
            f"- `{name}` sha256 `{hashlib.sha256((folder / name).read_bytes()).hexdigest()}`"
            for name in network.FILES
        ),
        "",
    ]
    (folder / "CARD.md").write_text("\n".join(lines), "utf-8")


def _table(title: str, found: Scores) -> list[str]:
    names = ("all", *KINDS)
    rows = [
        f"| {corpus} | " + " | ".join(f"{one[n]:.1f}" if n in one else "" for n in names) + " |"
        for corpus, one in found.items()
    ]
    head = ["| corpus | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    return [f"{title}:", "", *head, *rows, ""]
