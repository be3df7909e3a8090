"""Scores and speed of language detection, langdetect's in the same run.

``python -m benchmarks.language --data DIR`` reads lingua's ``language-testdata`` (public at
github.com/pemistahl/lingua-py, Apache-2.0) in DIR and scores the lines that training kept aside.
Norwegian counts as one language, as langdetect has it. With ``--check`` the scores are compared
with the floors.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks import floors
from benchmarks.training.language import corpus, pages
from benchmarks.training.language.corpus import Example
from tasks.language import Language, detect, detect_many
from tasks.language.opinions import spellings

KINDS = ("single-words", "word-pairs", "sentences", "paragraphs")
BINS = 15
LENGTH = 1000  # Characters of the texts that speed is measured on, and their lines.
SHAPES = {"one line": 1, "3 lines": 3, "12 lines": 12, "40 lines": 40}
_BOKMAL = {"nn": "nb"}

Detector = Callable[[str], str]


def main() -> int:
    """Print the scores; with ``--check`` return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--lower-floor", action="store_true", help="write the scores as floors")
    options = parser.parse_args()
    examples = corpus.read(options.data)
    scores = {**_accuracy(examples), **_pages(examples), **_speed(examples)}
    if not (options.check or options.lower_floor):
        return 0
    digest = floors.digest(corpus.files(options.data))
    kept = {key: score for key, score in scores.items() if not key.startswith("langdetect")}
    return floors.check("language", kept, digest, lower=options.lower_floor)


def langdetect() -> Detector:
    """Return langdetect's detection, seeded."""
    factory = import_module("langdetect.detector_factory")
    factory.DetectorFactory.seed = 0
    factory.init_factory()

    def answer(text: str) -> str:
        try:
            return str(factory.detect(text))
        except factory.LangDetectException:
            return "und"

    return answer


def merged(code: str) -> str:
    """Return `code` in our spelling, Nynorsk as Norwegian."""
    spelled = spellings().get(code, code)
    return _BOKMAL.get(spelled, spelled)


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error of (confidence, right) pairs, in equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    return sum(
        abs(sum(confidence for confidence, _ in one) - sum(right for _, right in one))
        for one in bins.values()
    ) / len(answers)


def _accuracy(examples: list[Example]) -> dict[str, float]:
    peer = langdetect()
    theirs_too = {
        merged(code) for code in import_module("langdetect.detector_factory")._factory.langlist
    }
    aside = [example for example in examples if example.fold == corpus.ASIDE]
    aside += [e for e in corpus.paragraphs(examples, times=4) if e.fold == corpus.ASIDE]
    scores: dict[str, float] = {}
    pooled: list[tuple[float, bool]] = []
    print("kept aside, all languages and langdetect's; ECE: expected calibration error")
    print(f"{'':14}{'texts':>7}{'ours':>8}{'peer':>8}{'ours, its':>11}{'peer, its':>11}{'ECE':>8}")
    for kind in KINDS:
        some = [example for example in aside if example.kind == kind]
        known = [n for n, example in enumerate(some) if merged(example.language) in theirs_too]
        found = detect_many([example.text for example in some])
        ours = [merged(one.code) == merged(e.language) for one, e in zip(found, some, strict=True)]
        theirs = [merged(peer(e.text)) == merged(e.language) for e in some]
        sure = [
            (one.confidence, one.code == e.language) for one, e in zip(found, some, strict=True)
        ]
        error = calibration_error(sure)
        if kind != "paragraphs":
            pooled += sure
        row = (
            _mean(ours),
            _mean(theirs),
            _mean([ours[n] for n in known]),
            _mean([theirs[n] for n in known]),
        )
        print(
            f"{kind:14}{len(some):7}{row[0]:8.4f}{row[1]:8.4f}{row[2]:11.4f}{row[3]:11.4f}{error:8.4f}"
        )
        scores |= {f"{kind}": row[0], f"{kind}, langdetect's languages": row[2]}
        scores |= {f"langdetect, {kind}": row[1]}
        scores[f"{kind}, calibration"] = 1 - error
    scores["calibration"] = 1 - calibration_error(pooled)
    print(
        f"expected calibration error, words, pairs and sentences: {1 - scores['calibration']:.4f}"
    )
    return scores


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / max(1, len(values))


def _pages(examples: list[Example]) -> dict[str, float]:
    peer = langdetect()
    aside = [example for example in examples if example.fold == corpus.ASIDE]
    scores: dict[str, float] = {}
    for paragraphs in (1, 2, 4):
        made = pages.mixed(aside, paragraphs)
        found: list[Language] = detect_many([page.text for page in made])
        ours = _mean([one.code == page.language for one, page in zip(found, made, strict=True)])
        theirs = _mean([merged(peer(page.text)) == merged(page.language) for page in made])
        error = calibration_error(
            [
                (one.confidence, one.code == page.language)
                for one, page in zip(found, made, strict=True)
            ]
        )
        print(
            f"{len(made)} mixed pages with {paragraphs} paragraphs: {ours:.4f},"
            f" langdetect {theirs:.4f}, ECE {error:.4f}"
        )
        scores[f"mixed pages, {paragraphs}"] = ours
    return scores


def _speed(examples: list[Example]) -> dict[str, float]:
    """Return how many times as fast as langdetect we are on texts of some shapes, at most 10."""
    peer, scores = langdetect(), {}
    for shape, lines in SHAPES.items():
        ours = theirs = 0.0
        texts = _texts(examples, lines)
        for text in texts:
            ours += _seconds(lambda one: detect(one).code, text, 9)
            theirs += _seconds(peer, text, 3)
        started = time.process_time()
        detect_many(texts)
        together = time.process_time() - started
        print(
            f"{LENGTH} characters, {shape}: {ours / len(texts) * 1e6:.0f} µs, in a batch"
            f" {together / len(texts) * 1e6:.0f}, langdetect {theirs / len(texts) * 1e6:.0f}:"
            f" {theirs / ours:.1f} and {theirs / together:.1f} times"
        )
        scores[f"times as fast as langdetect, {shape}, up to 10"] = min(theirs / ours, 10.0)
    return scores


def _texts(examples: list[Example], lines: int) -> list[str]:
    texts, width = [], LENGTH // lines
    for code in ("en", "de", "fr", "es", "it", "ru", "ar", "pl", "tr", "fa"):
        joined = " ".join(e.text for e in examples if e.language == code and e.kind == "sentences")
        for start in range(0, 3 * LENGTH, LENGTH):
            cuts = range(start, start + LENGTH, width)
            texts.append("\n".join(joined[cut : cut + width] for cut in cuts))
    return texts


def _seconds(detector: Detector, text: str, times: int) -> float:
    """Return the least time, of so many, that `detector` takes."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        detector(text)
        taken.append(time.process_time() - started)
    return min(taken)


if __name__ == "__main__":
    sys.exit(main())
