"""What is named beside a name: by that a surname alone is told from another man's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from tasks.entities.resolve.evidence import node_of_name
from tasks.entities.resolve.local import context_key
from tasks.entities.resolve.rows import Numbers, codes

COUNTRY = 0.4  # countries say less than what else is named
MOST_HELD = 2_000_000  # marks of units that are kept for the next question


@dataclass(slots=True)
class Contexts:
    """The marks (`context_key`) of every document, and the documents of every full name.

    Those of document d are `marks` from `starts[d]` to `starts[d + 1]`; those that name the name
    at place p, `documents` from `firsts[p]` to `firsts[p + 1]`. `members` and `first_members` are
    the names of each cluster, by its root. `weights` are those of marks.
    """

    starts: Numbers
    marks: Numbers
    values: list[str]
    firsts: Numbers
    documents: Numbers
    first_members: Numbers
    members: Numbers
    names: pa.Array
    code_of: dict[str, int] = field(default_factory=dict)
    held: dict[int, Numbers] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def read(
        cls,
        contexts: pa.Table,
        documents: int,
        named: tuple[Numbers, Numbers],
        root: Numbers,
        names: pa.Array,
    ) -> Contexts:
        """Return those of so many documents; `named` are documents and the names in them."""
        marks, values = codes(contexts["context"])
        starts = np.searchsorted(contexts["document"].to_numpy(), np.arange(documents + 1))
        firsts, order = _grouped(named[1], len(names))
        first_members, members = _grouped(root, len(names))
        spelt = values.to_pylist()
        return cls(
            starts=starts,
            marks=marks,
            values=spelt,
            firsts=firsts,
            documents=named[0][order],
            first_members=first_members,
            members=members,
            names=names,
            code_of={value: code for code, value in enumerate(spelt)},
        )

    def of_unit(self, root: int) -> Numbers:
        """Return the marks of all documents with a full name of a unit.

        Less, for each name, its own.
        """
        if root not in self.held:
            if self.size > MOST_HELD:
                self.held.clear()
                self.size = 0
            members = self.members[self.first_members[root] : self.first_members[root + 1]]
            found = [self._of_name(member) for member in members.tolist()]
            self.held[root] = np.unique(np.concatenate(found))
            self.size += len(self.held[root])
        return self.held[root]

    def agreements(self, documents: Numbers, root: int) -> Numbers:
        """Return how much each document has in common with those of a unit."""
        marks, sizes = self._of_documents(documents)
        common = np.isin(marks, self.of_unit(root))
        country = np.array([_country(self.values[mark]) for mark in marks[common].tolist()], bool)
        of = np.repeat(np.arange(len(documents)), sizes)[common]
        countries = np.bincount(of[country], minlength=len(documents))
        others = np.bincount(of[~country], minlength=len(documents))
        found: Numbers = countries * COUNTRY + others
        return found

    def _of_name(self, place: int) -> Numbers:
        documents = self.documents[self.firsts[place] : self.firsts[place + 1]]
        marks = np.unique(self._of_documents(documents)[0])
        type, key = node_of_name(self.names[place].as_py())
        own = self.code_of.get(context_key(type, key.partition(" @")[0]), -1)
        found: Numbers = marks[marks != own]
        return found

    def _of_documents(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """The marks of documents one after the other, and how many each has."""
        starts = self.starts[documents]
        sizes = self.starts[documents + 1] - starts
        before = np.cumsum(sizes) - sizes
        at = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
        return self.marks[at], sizes


def _grouped(of: Numbers, size: int) -> tuple[Numbers, Numbers]:
    order = np.argsort(of, kind="stable")
    return np.searchsorted(of[order], np.arange(size + 1)), order


def _country(mark: str) -> bool:
    return mark[0] == "=" and len(mark) == 3
