"""Silver bodies for pages without gold, by the agreement of two extractors on HTML."""

from __future__ import annotations

from typing import Any

from benchmarks.training.boilerplate.align import align
from benchmarks.training.boilerplate.build import Gold
from benchmarks.training.boilerplate.corpora import Sample
from tasks.boilerplate.markup import flatten

SURE, UNSURE = 0.9, 0.06
AGREED = 0.4


def peer_text(html: str) -> str:
    """Return trafilatura's text of `html`, without readers' comments."""
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def silver(sample: Sample, likely: Any) -> Gold:
    """Return the lines of `sample` on which the model's `likely` and trafilatura agree.

    Lines that hold a must string are body, short lines with a never string are not; lines on
    which the two differ are doubtful and train nothing.
    """
    lines = [line.text for line in flatten(sample.html).lines]
    peer = align(lines, peer_text(sample.html))
    body: list[str] = []
    doubtful: set[str] = set()
    for text, by_peer, by_model in zip(lines, peer, likely, strict=True):
        wanted = any(string in text for string in sample.must)
        unwanted = any(string in text for string in sample.never)
        if wanted or (not unwanted and (by_model > SURE or (by_peer and by_model > AGREED))):
            body.append(text)
        elif not unwanted and by_model > UNSURE and (by_peer or by_model >= AGREED):
            doubtful.add(text)
    return Gold("\n".join(body), frozenset(doubtful), sample.never)
