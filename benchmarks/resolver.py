"""How well names are resolved, and how fast: ``python -m benchmarks.resolver --data DIR``.

Re-DocRED (dev part, gold mentions in): clusters inside a document, against exact strings as the
peer, in the half of the documents that the rules were developed on and the half kept aside.
Invented corpora: distinct names a second, memory, and what 1,000 more documents cost.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import floors
from benchmarks.invented_names import documents, people
from tasks.entities.names.aliases import default_table
from tasks.entities.resolve.corpus import Corpus, resolve
from tasks.entities.resolve.document import link
from tasks.entities.resolve.judgements import weigh
from tasks.entities.resolve.local import read_document
from tasks.entities.resolve.rows import Rows, Said, rows_of

TYPES = (("PER",), ("LOC",), ("ORG",), ("MISC",), ("PER", "LOC", "ORG"))
Row = tuple[str, str, int]
Method = Callable[[Sequence[Row], str], Sequence[Hashable]]


def redocred(data: Path) -> Path:
    """Return where the documents lie in the data folder."""
    return data / "ner" / "redocred" / "dev_revised.json"


def kept_aside(title: str) -> bool:
    """Return whether a document belongs to the half that no rule was made for."""
    return hashlib.sha256(title.encode()).digest()[-1] % 2 == 1


def ours(rows: Sequence[Row], text: str) -> list[int]:
    """Return the cluster of each mention; a mention in none is one of its own."""
    found = {member: number for number, c in enumerate(link(rows, text)) for member in c.members}
    return [found.get(place, -1 - place) for place in range(len(rows))]


def exact(rows: Sequence[Row], text: str) -> list[str]:
    """Return the clusters of the peer: equal strings."""
    del text
    return [surface for surface, _, _ in rows]


def annotated(document: dict[str, Any], types: Sequence[str]) -> tuple[list[Row], list[int], str]:
    """Return mentions, their gold clusters, and the text with tokens joined by spaces."""
    tokens = [token for sentence in document["sents"] for token in sentence]
    starts, place = [], 0
    for token in tokens:
        starts.append(place)
        place += len(token) + 1
    rows, gold = [], []
    for number, cluster in enumerate(document["vertexSet"]):
        for mention in cluster:
            if mention["type"] in types:
                start = starts[mention["global_pos"][0]]
                rows.append((mention["name"], mention["type"], start))
                gold.append(number)
    return rows, gold, " ".join(tokens)


def _pairs(counts: Counter[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def score(found: Sequence[dict[str, Any]], types: Sequence[str], method: Method) -> list[float]:
    """Return pairwise F1 and B-cubed F1 over all mentions of the documents."""
    right = said = true = mentions = 0
    precision = recall = 0.0
    for document in found:
        rows, gold, text = annotated(document, types)
        guess = method(rows, text)
        both, a, b = Counter(zip(guess, gold, strict=True)), Counter(guess), Counter(gold)
        right, said, true = right + _pairs(both), said + _pairs(a), true + _pairs(b)
        for (x, y), n in both.items():
            precision += n * n / a[x]
            recall += n * n / b[y]
        mentions += len(rows)
    precision, recall = precision / mentions, recall / mentions
    return [2 * right / (said + true), 2 * precision * recall / (precision + recall)]


def inside(data: Path) -> dict[str, float]:
    """Print the table of Re-DocRED; return the scores of people."""
    every = json.loads(redocred(data).read_text("utf-8"))
    halves = {
        "developed on": [d for d in every if not kept_aside(d["title"])],
        "kept aside": [d for d in every if kept_aside(d["title"])],
        "all": every,
    }
    print(f"{'Re-DocRED':16}{'':14}{'pairwise F1':>20}{'B-cubed F1':>20}")
    print(f"{'':30}{'ours':>10}{'exact':>10}{'ours':>10}{'exact':>10}")
    measured = {}
    for types in TYPES:
        for half, found in halves.items():
            mine, peer = score(found, types, ours), score(found, types, exact)
            cells = "".join(
                f"{100 * value:10.1f}" for value in (mine[0], peer[0], mine[1], peer[1])
            )
            print(f"{'+'.join(types):16}{half:14}{cells}")
            if half == "all":
                name = "_".join(types).lower()
                measured[f"{name}_pairwise"], measured[f"{name}_b_cubed"] = mine
    return measured


def _batched(documents: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(documents, size)):
        yield some


def across(count: int) -> dict[str, float]:
    """Print time and memory of an invented corpus of `count` distinct names."""
    aliases = default_table()
    judged = weigh((), aliases)

    def said(documents: Iterable[tuple[str, Sequence[Row]]]) -> Iterator[Said]:
        for name, rows in documents:
            yield Said(name, None, len(rows), read_document(name, rows))

    def timed(known: Corpus, coming: Sequence[Rows]) -> tuple[Corpus, float]:
        started = time.process_time()
        found, _ = resolve(known, coming, judged=judged, aliases=aliases)
        return found, time.process_time() - started

    started = time.process_time()
    everything = documents(people(count), count // 5, 5)
    read = [rows_of(said(some), judged) for some in _batched(everything, 1000)]
    reading = time.process_time() - started
    corpus, resolving = timed(Corpus.empty(), read)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    names, many = corpus.nodes.num_rows, corpus.rows.documents.num_rows
    print(f"{names} distinct full names in {many} documents: {corpus.units.num_rows} things")
    print(f"  reading {reading:.1f} s, resolving {resolving:.1f} s of one core, {memory:.0f} MB")
    more = documents(people(5000, seed=9), 1000, 5, seed=3)
    coming = [rows_of(said((f"x{name}", rows) for name, rows in more), judged)]
    _, adding = timed(corpus, coming)
    _, alone = timed(Corpus.empty(), coming)
    print(f"  1,000 more documents, all of new names: {adding:.1f} s; alone {alone:.1f} s")
    return {"names_a_second": count / (reading + resolving)}


def main() -> int:
    """Print the tables; with ``--check`` compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--names", type=int, default=100_000, help="distinct invented names")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower-floor", action="store_true")
    options = parser.parse_args()
    measured = inside(options.data)
    if options.names:
        across(options.names)
    if not options.check:
        return 0
    corpus = floors.digest([redocred(options.data)])
    return floors.check("resolver", measured, corpus, lower=options.lower_floor)


if __name__ == "__main__":
    raise SystemExit(main())
