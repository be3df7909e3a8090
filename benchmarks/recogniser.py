"""How well and how fast names are found, on what the recogniser was not trained on.

`python -m benchmarks.recogniser --data DIR` prints strict entity F1 over people, organisations,
places and the rest for every corpus that the training manifest keeps a part of aside, and the
tokens and words a second of processor time from raw articles to spans, with one thread. Tokens are
what the recogniser reads (marks and genitives are some), words what stands between white space.

`--spacy FOLDER` adds spaCy's own recogniser, trained from nothing on the same gold (two passes,
kept in FOLDER for the next time); `--peer spacy:<pipeline>` any other model. `--check` compares
with the floors.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks import floors
from benchmarks.training.entities.card import compared, summary, texts
from benchmarks.training.entities.corpora import manifest, set_aside
from benchmarks.training.entities.scheme import Sentence
from benchmarks.training.entities.scoring import KINDS
from tasks.entities import find_entities
from tasks.entities.recognise.tokens import tokenise

#: The floor of speed leaves room for a busy machine.
_SPEED = 75_000.0
_RAW = "ner/worldwide/original_articles"


def articles(data: Path, sentences: Sequence[Sentence]) -> list[str]:
    """Return the raw text of every newswire article that these sentences are from."""
    names = dict.fromkeys(sentence.document for sentence in sentences)
    return [(data / _RAW / name).read_text("utf-8", errors="replace") for name in names]


def speed(written: Sequence[str], model: str) -> float:
    """Return tokens a second of processor time, best of three."""
    tokens = sum(len(tokenise(text).words) for text in written)
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        find_entities(written, model=model)
        best = max(best, tokens / (time.process_time() - started))
    return best


def scored(model: str, aside: dict[str, list[Sentence]]) -> dict[str, float]:
    """Print the scores of a model; return its F1 on every corpus."""
    columns = ("all", *KINDS)
    print(f"{model:<18}" + "".join(f"{name:>8}" for name in columns))
    scores: dict[str, float] = {}
    for name, sentences in aside.items():
        written, truth = texts(sentences)
        one = summary(name, compared(truth, find_entities(written, model=model)))
        print(f"{name:<18}" + "".join(f"{one.get(kind, 0):8.1f}" for kind in columns), flush=True)
        scores[name] = one["all"]
    return scores


def main() -> int:
    """Print the scores; return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--peer", action="append", default=[], help="another model to score")
    parser.add_argument("--spacy", type=Path, help="folder of spaCy's from-scratch pipeline")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    parser.add_argument("--lower-floor", action="store_true", help="write the floors anew")
    options = parser.parse_args()
    peers = list(options.peer)
    if options.spacy:
        from benchmarks.training.entities.peer import trained

        peers.insert(0, trained(options.spacy, options.data))
    aside = set_aside(options.data)
    raw = articles(options.data, aside["worldwide"])
    words_a_token = sum(len(text.split()) for text in raw) / sum(
        len(tokenise(text).words) for text in raw
    )
    scores: dict[str, float] = {}
    own = 0.0
    for model in ["default", *peers]:
        find_entities(["Warm up in Paris."], model=model)
        found = scored(model, aside)
        rate = speed(raw, model)
        told = f"{rate:,.0f} tokens ({rate * words_a_token:,.0f} words) a second, one thread"
        print(told + (f"; ours {own / rate:.1f} times\n" if own else "\n"), flush=True)
        if model == "default":
            own = rate
            scores = {**found, "tokens_per_second": min(rate, _SPEED)}
    if not (options.check or options.lower_floor):
        return 0
    files = [file for corpus in manifest() if corpus.aside for file in corpus.files(options.data)]
    return floors.check("recogniser", scores, floors.digest(files), lower=options.lower_floor)


if __name__ == "__main__":
    sys.exit(main())
