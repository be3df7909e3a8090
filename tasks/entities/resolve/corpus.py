"""Which things of all documents are one: from what was known of a corpus to what it is now.

What follows from one document alone, or from two names alone, is kept and not made again;
components of names that have changed are clustered anew, short names that they concern are decided
anew, and units whose documents changed are described anew. What comes out is a function of the
documents and judgements, whatever was known before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.entities.names.aliases import Aliases
from tasks.entities.resolve.clusters import NODES, clustered
from tasks.entities.resolve.evidence import Evidence, of_names, places_of
from tasks.entities.resolve.judgements import Judged
from tasks.entities.resolve.placing import full_names, place, stated_pairs
from tasks.entities.resolve.rows import Rows, joined, renamed
from tasks.entities.resolve.units import UNITS, units_of
from tasks.entities.resolve.warnings import warnings


@dataclass(slots=True)
class Corpus:
    """All that is known of a corpus: what its documents say, its names, and what was found.

    ``nodes`` are the full names with their clusters, ``units`` the things (schema `UNITS`);
    ``rows.things`` has the unit of each thing in each document.
    """

    rows: Rows
    evidence: Evidence
    nodes: pa.Table
    units: pa.Table

    @classmethod
    def empty(cls) -> Corpus:
        """Return that of no documents."""
        return cls(Rows.none(), Evidence.none(), NODES.empty_table(), UNITS.empty_table())

    def tables(self) -> dict[str, pa.Table]:
        """Return all tables by name."""
        found = {one.name: getattr(self.rows, one.name) for one in fields(Rows)}
        found |= {one.name: getattr(self.evidence, one.name) for one in fields(Evidence)}
        return found | {"nodes": self.nodes, "units": self.units}

    @classmethod
    def of_tables(cls, tables: dict[str, pa.Table]) -> Corpus:
        """Return what `tables` told."""
        rows = Rows(*(tables[one.name] for one in fields(Rows)))
        evidence = Evidence(*(tables[one.name] for one in fields(Evidence)))
        return cls(rows, evidence, tables["nodes"], tables["units"])


def resolve(
    known: Corpus,
    coming: Sequence[Rows],
    *,
    gone: Sequence[str] = (),
    judged: Judged,
    aliases: Aliases,
    afresh: bool = False,
) -> tuple[Corpus, tuple[str, ...]]:
    """Return the corpus with the documents `coming` and without those `gone`; and warnings.

    A document that comes again must be among those gone. `afresh` says that people have judged
    otherwise than when `known` was made. The warnings tell where judgements contradict the names.
    """
    rows, moved = joined([known.rows, *coming], gone)
    if afresh:
        rows = renamed(rows, judged)
    before = known.rows.things
    lost = before.take(pa.array(np.flatnonzero(moved[: before.num_rows] < 0)))
    new = np.zeros(rows.things.num_rows, bool)
    new[moved[before.num_rows :]] = True

    names = full_names(rows.things)
    fresh = np.flatnonzero(~pc.is_in(names, value_set=known.nodes["name"]).to_numpy(False))
    evidence = of_names(known.evidence, names, fresh, stated_pairs(rows.things, names))
    found = clustered(names, evidence, known.evidence, known.nodes, judged, afresh=afresh)

    placed = place(rows, new, lost, found, known.nodes, judged, afresh=afresh)
    changed = (placed.unit != placed.before) | new
    anew = np.zeros(len(placed.units), bool)
    for units in (
        placed.unit[changed],
        placed.before[changed],
        places_of(lost["unit"], placed.units),
    ):
        anew[units[units >= 0]] = True
    rows.things = placed.written(rows.things)
    units_now = units_of(rows, placed.unit, placed.units, known.units, anew, aliases)
    corpus = Corpus(rows, evidence, found.table(), units_now)
    return corpus, warnings(judged, found, rows.things)
