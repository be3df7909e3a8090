"""What the lines of a site add: body word-F1 of flattened pages, alone and told of their site.

``python -m benchmarks.site_lines --data DIR``: the pages of WCXB on hosts with enough of them. Most
were trained on, as pages without a site, so the difference counts and not the height.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.boilerplate import body
from benchmarks.training.boilerplate.corpora import Sample, read
from benchmarks.training.boilerplate.flatteners import layout
from benchmarks.training.boilerplate.scores import word_f1
from tasks.boilerplate.addresses import host
from tasks.boilerplate.extract import extract_text
from tasks.boilerplate.site_lines import (
    DOCUMENTS,
    Counted,
    SiteLines,
    count_site_lines,
    key_of,
    keys_of,
    lines_of,
    signed,
    weight,
)


def sites(data: Path) -> Iterator[tuple[str, list[Sample]]]:
    """Yield the hosts of WCXB with at least `DOCUMENTS` pages, and their pages."""
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in read(data):
        site = host(sample.url)
        if sample.corpus == "wcxb" and site and "." in site:
            found[site].append(sample)
    yield from ((site, found[site]) for site in sorted(found) if len(found[site]) >= DOCUMENTS)


def counted(site: str, texts: Sequence[str]) -> SiteLines | None:
    """Return the counts of one site's pages."""
    lines = [lines_of(text) for text in texts]
    pages = (
        Counted(str(number), site, keys_of(own), signed(own)) for number, own in enumerate(lines)
    )
    return count_site_lines(pages).get(site)


def told(found: SiteLines | None, text: str) -> Mapping[str, float]:
    """Return what the model is told of the lines of one page."""
    if found is None:
        return {}
    keys = ((line, key_of(line)) for line in lines_of(text))
    counts = ((line, found.counts[key]) for line, key in keys if key in found.counts)
    return {line: weight(count, found.documents) for line, count in counts}


def main() -> None:
    """Print the scores of each site and their mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    totals: list[tuple[float, float]] = []
    for site, samples in sites(parser.parse_args().data):
        texts = [layout(sample.html, random.Random(5)) for sample in samples]
        found = counted(site, texts)
        scores = []
        for sample, text in zip(samples, texts, strict=True):
            pages = (extract_text(text), extract_text(text, site_lines=told(found, text)))
            alone, known = (word_f1(body(page), sample.body or "")[0] for page in pages)
            scores.append((alone, known))
        totals += scores
        print(f"{site:28} {len(samples):3} pages  {_means(scores)}")
    print(f"{'all':28} {len(totals):3} pages  {_means(totals)}")


def _means(scores: Sequence[tuple[float, float]]) -> str:
    alone, known = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return f"alone {alone:.3f}  told of its site {known:.3f}"


if __name__ == "__main__":
    main()
