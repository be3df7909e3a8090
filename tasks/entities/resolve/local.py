"""What one document says about the things that it names: the input of the corpus resolver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.entities.names.aliases import Aliases, alias_key, default_table
from tasks.entities.names.fold import fold, skeleton, sound
from tasks.entities.names.parse import Name, parse
from tasks.entities.names.places import country_itself, demonyms, place_key
from tasks.entities.resolve.alike import plain
from tasks.entities.resolve.document import Cluster, link
from tasks.entities.resolve.others import initials

CONTEXT = 24  # context keys kept of one document: the most mentioned things in it

ShortKey = tuple[str, str]  # type, the block of a surname or an acronym


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
    words: tuple[ShortKey, ...]
    surfaces: tuple[tuple[str, int], ...]
    context: tuple[str, ...]
    members: tuple[int, ...]
    scores: tuple[float, ...]
    reasons: tuple[str, ...]


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
    known = default_table() if aliases is None else aliases
    clusters = link(mentions, text)
    nodes = [_node(cluster, known) for cluster in clusters]
    weights: Counter[str] = Counter()
    marks = ["" if short else context_key(type, key) for type, key, _, short in nodes]
    for cluster, mark in zip(clusters, marks, strict=True):
        if mark:
            weights[mark] += len(cluster.members)
    salient = sorted(weights, key=lambda mark: (-weights[mark], mark))[: CONTEXT + 1]
    found = []
    for cluster, mark, (type, key, keys, short) in zip(clusters, marks, nodes, strict=True):
        counts = Counter(mentions[place][0] for place in cluster.members)
        found.append(
            Local(
                document=document,
                type=type,
                key=key,
                keys=keys,
                short=short,
                words=_words(cluster, type, key),
                surfaces=tuple(sorted(counts.items())),
                context=tuple(sorted(other for other in salient if other != mark)),
                members=cluster.members,
                scores=cluster.scores,
                reasons=cluster.reasons,
            )
        )
    return found


@lru_cache(maxsize=10_000)
def context_key(type: str, key: str) -> str:
    """Return what a thing is called in the context of others: its type and its sound."""
    if key.startswith("="):
        return key
    return f"{type[0]}:{' '.join(sound(word) for word in key.split())}"


def short_block(word: str) -> str:
    """Return the block in which a surname alone looks for its full names."""
    return (skeleton(word) or word)[:5]


def node_of(
    type: str, name: str, surfaces: Sequence[str], aliases: Aliases
) -> tuple[str, str, tuple[str, ...], bool]:
    """Return the node of a name known by `surfaces`: type, key, other keys, whether it is short."""
    for surface in (name, *surfaces):
        # Whatever the recogniser took it for: the tables name things, not kinds of words.
        alias = aliases.get(alias_key(surface))
        if alias is not None and (type != "PERSON" or not surface.isupper()):
            return alias.type, f"={place_key(alias.name)}", (), False
    if type == "PERSON":
        return _person(name, surfaces)
    if type in ("LOC", "ORG", "MISC", "FAC"):
        for surface in (name, *surfaces):
            code = country_itself(surface)
            if code is not None:
                return "LOC", f"={code}", (), False
    if type in ("NORP", "LOC"):
        code = demonyms().get(place_key(name))
        if code is not None:
            return "NORP", f"={code}", (), False
    if type in ("LOC", "FAC", "NORP"):
        return type, place_key(name) or fold(name), (), False
    parsed = parse(name, "ORG")
    return type, parsed.key, (), type == "ORG" and acronym_like(name, parsed)


def _node(cluster: Cluster, aliases: Aliases) -> tuple[str, str, tuple[str, ...], bool]:
    return node_of(cluster.type, cluster.name, cluster.surfaces, aliases)


def _person(name: str, surfaces: Sequence[str]) -> tuple[str, str, tuple[str, ...], bool]:
    parsed = parse(name, "PERSON")
    own = person_key(parsed)
    names = [parse(surface, "PERSON") for surface in surfaces]
    keys = {person_key(other) for other in names if other.full} - {own}
    return "PERSON", own, tuple(sorted(keys)), not parsed.full


def person_key(name: Name) -> str:
    """Return the key of a person's name: its words, and what tells one king from another."""
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


def _words(cluster: Cluster, type: str, key: str) -> tuple[ShortKey, ...]:
    """Return the short forms of a thing: a person's surname, an organisation's acronyms."""
    if key.startswith("="):
        return ()
    words = plain(key).split()
    if type == "PERSON":
        return tuple(sorted({(type, short_block(word)) for word in {words[-1], words[0]}}))
    if type != "ORG":
        return ()
    own = {fold(s) for s in cluster.surfaces if acronym_like(s, parse(s, "ORG"))}
    if len(words) > 1:
        own |= {letters for letters in initials(cluster.name) if 2 <= len(letters) <= 8}
    return tuple(sorted((type, word) for word in own))
