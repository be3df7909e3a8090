"""What one document says about the things that it names: the input of the corpus resolver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.entities.names.fold import fold, sound
from tasks.entities.names.parse import Name, parse
from tasks.entities.names.places import country_itself, demonyms, place_key
from tasks.entities.resolve.aliases import Aliases, alias_key, built_in, table
from tasks.entities.resolve.document import Cluster, link
from tasks.entities.resolve.others import initials

CONTEXT = 24  # context keys kept of one document: the most mentioned things in it


@dataclass(frozen=True, slots=True)
class Local:
    """One thing in one document.

    `key` is the node of the corpus graph that its fullest name belongs to, `keys` those of its
    other full names, `short` whether only a surname or an acronym is known; `words` are the
    surnames and acronyms by which other documents may know it; `surfaces` counts mentions by
    surface; `members`, `scores` and `reasons` are those of the document's cluster.
    """

    document: str
    type: str
    key: str
    keys: tuple[str, ...]
    short: bool
    words: tuple[str, ...]
    surfaces: tuple[tuple[str, int], ...]
    context: tuple[str, ...]
    members: tuple[int, ...]
    scores: tuple[float, ...]
    reasons: tuple[str, ...]

    @property
    def node(self) -> tuple[str, str]:
        """Return type and key together."""
        return self.type, self.key


def read_document(
    document: str,
    mentions: Sequence[tuple[str, str, int]],
    text: str | None = None,
    *,
    aliases: Aliases | None = None,
) -> list[Local]:
    """Return the things that the mentions (surface, type, start) of one document name.

    A pure function of one document, so that its result can be kept from run to run.
    """
    known = table(built_in()) if aliases is None else aliases
    clusters = link(mentions, text)
    nodes = [_node(cluster, known) for cluster in clusters]
    weights: Counter[str] = Counter()
    marks = []
    for cluster, (type, key, _, short) in zip(clusters, nodes, strict=True):
        mark = "" if short else context_key(type, key)
        marks.append(mark)
        if mark:
            weights[mark] += len(cluster.members)
    salient = [mark for mark, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))]
    found = []
    for cluster, mark, (type, key, keys, short) in zip(clusters, marks, nodes, strict=True):
        counts = Counter(mentions[place][0] for place in cluster.members)
        context = tuple(sorted(other for other in salient[:CONTEXT] if other != mark))
        found.append(
            Local(
                document, type, key, keys, short, _words(cluster, type, key), tuple(sorted(counts.items())),
                context,
                cluster.members, cluster.scores, cluster.reasons,
            )
        )  # fmt: skip
    return found


def _words(cluster: Cluster, type: str, key: str) -> tuple[str, ...]:
    """Return the short forms of a thing: a person's surname first, an organisation's acronyms."""
    words = key.partition(" #")[0].split()
    if type == "PERSON":
        return (words[-1],) if len(words) < 2 else (words[-1], words[0])
    if type != "ORG" or key.startswith("="):
        return ()
    own = {fold(s) for s in cluster.surfaces if acronym_like(s, parse(s, "ORG"))}
    if len(words) > 1:
        own |= {letters for letters in initials(cluster.name) if 2 <= len(letters) <= 8}
    return tuple(sorted(own))


def context_key(type: str, key: str) -> str:
    """Return what a thing is called in the context of others: its type and sound."""
    if key.startswith("="):
        return key
    return f"{type[0]}:{' '.join(sound(word) for word in key.split())}"


def _node(cluster: Cluster, aliases: Aliases) -> tuple[str, str, tuple[str, ...], bool]:
    """Return type, key, other keys and shortness of a cluster."""
    if cluster.type == "PERSON":
        name = parse(cluster.name, "PERSON")
        keys = {person_key(parse(s, "PERSON")) for s in cluster.surfaces if parse(s, "PERSON").full}
        own = person_key(name)
        return "PERSON", own, tuple(sorted(keys - {own})), not cluster.full
    for surface in (cluster.name, *cluster.surfaces):
        alias = aliases.get(alias_key(surface))
        if alias is not None:
            return alias.type, f"={place_key(alias.name)}", (), False
    for surface in (cluster.name, *cluster.surfaces):
        code = country_itself(surface)
        if code is not None and cluster.type in ("LOC", "ORG", "MISC", "FAC"):
            return "LOC", f"={code}", (), False
    if cluster.type in ("NORP", "LOC"):
        code = demonyms().get(place_key(cluster.name))
        if code is not None:
            return "NORP", f"={code}", (), False
    if cluster.type in ("LOC", "FAC", "NORP"):
        return cluster.type, place_key(cluster.name), (), False
    name = parse(cluster.name, "ORG")
    return cluster.type, name.key, (), cluster.type == "ORG" and acronym_like(cluster.name, name)


def person_key(name: Name) -> str:
    """Return the key of a person's name: its words, and what tells father from son."""
    mark = f" #{name.numeral}" if name.numeral is not None else ""
    return name.key + mark


def acronym_like(surface: str, name: Name) -> bool:
    """Return whether an organisation is known by its initials only."""
    letters = [c for c in surface if c.isalpha()]
    return (
        len(name.words) == 1
        and 2 <= len(letters) <= 6
        and sum(c.isupper() for c in letters) >= len(letters) - 1
    )
