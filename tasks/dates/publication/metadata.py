"""Dates that a page declares: meta elements, JSON-LD, fields of scripts, addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tasks.dates.publication.addresses import address_date
from tasks.dates.publication.cues import field_kind
from tasks.dates.publication.stamps import EARLIEST, LATEST, Stamp, find_stamps

_ARTICLE = re.compile(r"article|posting|blog|news|report|question|creativework|recipe|video", re.I)
_PAGE = re.compile(r"page", re.I)  # WebPage, ItemPage, CollectionPage: not what it is about
_GRAFT = re.compile(r"comment|review|answer|event|offer|rating|image|person|organi", re.I)
_KEYS = {
    "datepublished": "pub", "dateissued": "pub", "datecreated": "created", "uploaddate": "created",
    "datemodified": "mod", "dateposted": "pub",
}  # fmt: skip
# What the names of fields that tell of publication or change hold; bytes are searched fast.
_STEMS = (b"ublish", b"ubDate", b"ub_date", b"ublication", b"reated", b"odified", b"pdated")
# In plain JSON, in JSON within a string of a script, and in JSON within an attribute.
_QUOTE = rb"""(?:\\?["']|&quot;|&#34;)"""
_FIELD = re.compile(
    _QUOTE + rb"""(\w{4,30})""" + _QUOTE + rb"""\s{0,3}[:,]\s{0,3}""" + _QUOTE + rb"""?"""
    rb"""([^"'\\,<>{}&]{8,40})"""
)
# Attributes of whatever name that hold a day, as elements of a site's own have them.
_DAYS = (b'="20', b"='20")
_ATTRIBUTE = re.compile(
    rb"""\s([a-z][\w:.-]{1,40})=["'](20\d\d-\d\d-\d\d(?:[T ][^"'<>]{4,30})?)["']"""
)
_KNOWN = frozenset({"content", "datetime", "title", "value", "href", "src", "alt"})
_EPOCH = re.compile(r"\s*(1[0-9]\d{8}|[2-9]\d{8})(?:\d{3})?(?:\.\d+)?\s*")
_DEEP, _WIDE, _MANY = 8, 40, 300  # how far JSON-LD is followed, how many dates are kept
_TRIES = 60  # places of one stem that are looked at


@dataclass(frozen=True, slots=True)
class Declared:
    """A date declared in the page: `source` names the place, `value` its literal characters."""

    source: str
    stamp: Stamp
    value: str


@dataclass(slots=True)
class Metadata:
    """All declared dates, and what kind of page its author says it is."""

    declared: list[Declared]
    types: set[str]
    addresses: list[str]


def read_stamp(value: str) -> Stamp | None:
    """Return the date of an attribute or field: ISO, words, eight digits, seconds since 1970."""
    epoch = _EPOCH.fullmatch(value)
    if epoch:
        at = datetime.fromtimestamp(int(epoch[1]), UTC).replace(tzinfo=None)
        if EARLIEST <= at.year <= LATEST:
            return Stamp(0, len(value), at.date(), "epoch", at, "UTC", "second")
        return None
    stamps = find_stamps(value[:120], months=True, compact=True)
    return stamps[0] if stamps and stamps[0].on != date(1970, 1, 1) else None


def read_metadata(tree: Any, html: bytes, url: str | None) -> Metadata:
    """Return what the head, the scripts and the addresses of a page declare."""
    found = Metadata([], set(), [])
    _meta(tree, found)
    for script in tree.iterfind(".//script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            _linked_data(script.text, found)
    for name, value in _fields(html):
        _add(found, "js_mod" if field_kind(name.lower()) == "updated" else "js", value)
    for kind, value in _attributes(html):
        _add(found, "data_mod" if kind == "updated" else "data", value)
    for kind, address in _addresses(tree, url):
        found.addresses.append(address)
        day = address_date(address)
        if day is not None:
            found.declared.append(Declared(kind, Stamp(0, len(day[1]), day[0], "url"), day[1]))
    return found


def _fields(html: bytes) -> list[tuple[str, str]]:
    """Return the first dozen fields of scripts whose name speaks of publication or change."""
    found: dict[int, tuple[str, str]] = {}
    for stem in _STEMS:
        place = html.find(stem)
        for _ in range(_TRIES):
            if place < 0:
                break
            quote = _quote(html, place)
            match = _FIELD.match(html, quote) if quote >= 0 else None
            if match and any(48 <= byte <= 57 for byte in match[2]):
                name, value = match[1].decode(), match[2].decode("utf-8", "replace")
                if field_kind(name.lower()) in ("published", "updated"):
                    found[quote] = (name, value)
            place = html.find(stem, place + len(stem))
    return [found[place] for place in sorted(found)][:12]


def _quote(html: bytes, place: int) -> int:
    """Return where the quote stands that opens the name around `place`, -1 where none does."""
    begin = max(0, place - 24)
    quote = max(html.rfind(b'"', begin, place), html.rfind(b"'", begin, place))
    escaped = html.rfind(b"&", begin, place)
    return max(quote, escaped)


def _attributes(html: bytes) -> list[tuple[str, str]]:
    """Return kind and value of the first attributes that hold a day and whose name says which."""
    found: dict[int, tuple[str, str]] = {}
    for sign in _DAYS:
        place = html.find(sign)
        for _ in range(_TRIES):
            if place < 0:
                break
            blank = max(html.rfind(b" ", place - 42, place), html.rfind(b"\n", place - 42, place))
            match = _ATTRIBUTE.match(html, blank) if blank >= 0 else None
            name = match[1].decode() if match else ""
            kind = field_kind(name) if name and name not in _KNOWN else None
            if match and kind is not None:
                found[place] = (kind, match[2].decode("utf-8", "replace"))
            place = html.find(sign, place + len(sign))
    return [found[place] for place in sorted(found)][:12]


def _add(found: Metadata, source: str, value: str) -> None:
    value = value.encode("utf-8", "replace").decode("utf-8")  # JSON may hold half a character
    stamp = read_stamp(value) if len(found.declared) < _MANY else None
    if stamp is not None:
        found.declared.append(Declared(source, stamp, value.strip()[:120]))


def _meta(tree: Any, found: Metadata) -> None:
    for element in tree.iterfind(".//meta"):
        get = element.get
        name = get("property") or get("name") or get("itemprop") or get("http-equiv") or ""
        value = get("content") or get("datetime") or get("value") or ""
        if "pubdate" in element.attrib:
            name = name or "pubdate"
        if name.lower() == "og:type":
            found.types.add(f"og:{value.lower()[:30]}")
        if not value or not any(map(str.isdigit, value)) or len(value) > 100:
            continue
        kind = field_kind(name[:80].lower())
        if kind is not None:
            _add(
                found,
                {"published": "meta_pub", "date": "meta_date", "updated": "meta_mod"}[kind],
                value,
            )


def _linked_data(raw: str, found: Metadata) -> None:
    try:
        data = json.loads(raw.strip(), strict=False)
    except (ValueError, RecursionError):
        for match in re.finditer(r'"(date\w+|uploadDate)"\s*:\s*"([^"]{6,60})"', raw):
            key = _KEYS.get(match[1].lower())
            if key:
                _add(found, f"ld_{key}", match[2])
        return
    _walk(data, found, 0, grafted=False)


def _walk(node: Any, found: Metadata, depth: int, *, grafted: bool) -> None:
    if depth > _DEEP:
        return
    if isinstance(node, list):
        for child in node[:_WIDE]:
            _walk(child, found, depth + 1, grafted=grafted)
    elif isinstance(node, dict):
        declared = node.get("@type") or ""
        kind = " ".join(map(str, declared)) if isinstance(declared, list) else str(declared)
        if kind and depth < 4:
            found.types.add(f"ld:{kind.lower()[:40]}")
        grafted = grafted or (depth > 0 and bool(_GRAFT.search(kind)))
        place = _place(kind, grafted=grafted)
        for key, child in node.items():
            name = _KEYS.get(key.lower())
            if name and isinstance(child, str):
                _add(found, f"ld_{name}{place}", child)
            else:
                inner = grafted or key in (
                    "comment",
                    "review",
                    "itemListElement",
                    "hasPart",
                    "mentions",
                )
                _walk(child, found, depth + 1, grafted=inner)


def _place(kind: str, *, grafted: bool) -> str:
    """Return what a node of this type adds to the name of its dates."""
    if grafted:
        return "_graft"
    return "" if _ARTICLE.search(kind) else "_page" if _PAGE.search(kind) else "_other"


def _addresses(tree: Any, url: str | None) -> Iterator[tuple[str, str]]:
    if url:
        yield "url", url
    for element in tree.iterfind(".//link"):
        if (element.get("rel") or "").lower() in ("canonical", "shortlink", "amphtml"):
            yield "url", element.get("href") or ""
            break
    for element in tree.iterfind(".//meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name == "og:url":
            yield "url", element.get("content") or ""
        elif name in ("og:image", "twitter:image"):
            yield "img", element.get("content") or ""
