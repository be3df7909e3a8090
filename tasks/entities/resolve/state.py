"""What the resolver knows of a corpus, indexed so that new documents touch only what they name."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.entities.resolve.graph import Edges, Node
from tasks.entities.resolve.judgements import Judgement
from tasks.entities.resolve.local import Local

Place = tuple[str, int]  # document, place among its locals
ShortKey = tuple[str, str]  # type, block of a surname or an acronym


@dataclass(frozen=True, slots=True)
class Entity:
    """One resolved thing.

    `keys` are the nodes that it stands on ("TYPE key"): what its id is carried on by. `age` is the
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
    """An id that met another (merge: `entity_id` kept, `other` gone) or that lost names (split)."""

    kind: str
    entity_id: str
    other: str
    names: tuple[str, ...]


@dataclass(slots=True)
class State:
    """The corpus as a graph of names. Built by `corpus.resolve`, brought forward by `update`."""

    run: int = 0
    judgements: tuple[Judgement, ...] = ()
    locals: dict[str, tuple[Local, ...]] = field(default_factory=dict)
    places: dict[Node, set[Place]] = field(default_factory=dict)
    shorts: dict[ShortKey, set[Place]] = field(default_factory=dict)
    by_word: dict[ShortKey, set[Node]] = field(default_factory=dict)
    blocks: dict[str, set[Node]] = field(default_factory=dict)
    edges: Edges = field(default_factory=dict)
    attested: dict[tuple[Node, Node], set[str]] = field(default_factory=dict)
    root: dict[Node, Node] = field(default_factory=dict)
    members: dict[Node, list[Node]] = field(default_factory=dict)
    why: dict[Node, tuple[float, str]] = field(default_factory=dict)
    units: dict[Node, set[Place]] = field(default_factory=dict)
    chosen: dict[Place, tuple[Node | None, float, str]] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    age: dict[str, int] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    links: dict[Place, Link] = field(default_factory=dict)
