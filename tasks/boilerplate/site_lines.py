"""Lines that repeat within a site: evidence for furniture that one document cannot give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.boilerplate.lines import read_lines


@dataclass(frozen=True, slots=True)
class SiteLines:
    """How many distinct documents of one site hold each line (see `line_keys`)."""

    documents: int
    counts: Mapping[str, int]


def line_keys(text: str) -> frozenset[str]:
    """Return the lines of `text` as they are counted: white space folded, lower case."""
    return frozenset(line.text.lower() for line in read_lines(text))


def count_site_lines(
    documents: Iterable[tuple[str, str, Iterable[str]]],
) -> dict[str, SiteLines]:
    """Return the counts by site of `documents`, given as (site, cluster, lines).

    Documents of one cluster (near duplicates, see `tasks.boilerplate.duplicates`) count once, and
    a line counts once for them all: a wire story told five times is no template. The order of
    documents does not matter.
    """
    clusters: dict[str, dict[str, set[str]]] = {}
    for site, cluster, lines in documents:
        clusters.setdefault(site, {}).setdefault(cluster, set()).update(lines)
    return {
        site: SiteLines(
            len(members),
            dict(sorted(Counter(line for own in members.values() for line in own).items())),
        )
        for site, members in sorted(clusters.items())
    }


def merge(one: SiteLines, other: SiteLines) -> SiteLines:
    """Return the counts of two disjoint sets of clusters of a site as one."""
    counts = Counter(one.counts)
    counts.update(other.counts)
    return SiteLines(one.documents + other.documents, dict(sorted(counts.items())))


def shares(site: SiteLines | None, own: Iterable[str]) -> dict[str, float] | None:
    """Return, for each of a document's `own` lines, the share of the site's other documents that
    hold it too: what `extract_text` and `extract_html` take as ``site_lines``.

    None where the site has no other document: nothing is known then. `site` counts the document
    itself.
    """
    if site is None or site.documents < 2:
        return None
    others = site.documents - 1
    return {line: max(0, site.counts.get(line, 1) - 1) / others for line in own}
