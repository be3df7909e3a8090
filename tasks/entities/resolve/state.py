"""What the resolver knows of a corpus, indexed so that new documents touch only what they name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tasks.entities.names.aliases import Aliases
from tasks.entities.resolve.graph import Edges, Node
from tasks.entities.resolve.judgements import Judged
from tasks.entities.resolve.local import Local, ShortKey

Place = tuple[str, int]  # document, place among its locals


@dataclass(frozen=True, slots=True)
class Entity:
    """One resolved thing.

    `keys` are the names that it stands on ("TYPE key"): by them its id is carried on. `age` is the
    run in which it was first seen: of two ids that meet, the one of smaller age is kept.
    """

    entity_id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    country: str | None
    mentions: int
    documents: int
    keys: tuple[str, ...]
    age: int


@dataclass(frozen=True, slots=True)
class Link:
    """The entity of one local, None where people judged that it is none; how sure, and why."""

    document: str
    place: int
    entity_id: str | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """Ids that met or parted.

    merge: `entity_id` is kept, `other` is gone; split: `entity_id` is kept, `other` is the id of
    the part that left; `keys` are the names concerned.
    """

    kind: str
    entity_id: str
    other: str
    keys: tuple[str, ...]


@dataclass(slots=True)
class Named:
    """One full name of the corpus: where it stands, how it is written, what it is called short.

    `context` is everything named in the same documents; None until somebody asks.
    """

    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    surfaces: Counter[str] = field(default_factory=Counter)
    words: Counter[ShortKey] = field(default_factory=Counter)
    attested: dict[Node, set[str]] = field(default_factory=dict)
    context: set[str] | None = None


@dataclass(slots=True)
class State:
    """The corpus as a graph of names. Built by `corpus.resolve`, brought forward by `update`."""

    aliases: Aliases
    judged: Judged
    run: int = 0
    locals: dict[str, tuple[Local, ...]] = field(default_factory=dict)
    # The graph of full names, and its clusters: every node has a root, every root its members.
    nodes: dict[Node, Named] = field(default_factory=dict)
    blocks: dict[str, set[Node]] = field(default_factory=dict)
    edges: Edges = field(default_factory=dict)
    root: dict[Node, Node] = field(default_factory=dict)
    members: dict[Node, list[Node]] = field(default_factory=dict)
    why: dict[Node, tuple[float, str]] = field(default_factory=dict)
    # Short names: where they wait, who answers to them, and the unit that each was given to.
    shorts: dict[ShortKey, set[Place]] = field(default_factory=dict)
    by_word: dict[ShortKey, set[Node]] = field(default_factory=dict)
    chosen: dict[Place, tuple[Node | None, float, str]] = field(default_factory=dict)
    guests: dict[Node, set[Place]] = field(default_factory=dict)
    claims: dict[Node, set[Node]] = field(default_factory=dict)
    claimed: dict[Node, Node] = field(default_factory=dict)
    # Ids: who owns a key (for ever), since which run an id is known, and what is live now.
    owner: dict[str, str] = field(default_factory=dict)
    age: dict[str, int] = field(default_factory=dict)
    id_of: dict[Node, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    said: dict[Node, tuple[str | None, float, str]] = field(default_factory=dict)
    links: dict[Place, Link] = field(default_factory=dict)
