"""The two public functions: HTML or flattened text in, a `Page` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tasks.boilerplate import facts
from tasks.boilerplate.addresses import host
from tasks.boilerplate.assemble import Facts, Judged, assemble
from tasks.boilerplate.lines import Line, read_lines
from tasks.boilerplate.page import BODY, Page
from tasks.boilerplate.titles import declared_title, plain_title

if TYPE_CHECKING:
    from tasks.boilerplate.markup import Flattened

#: A section or an archive's banner stands among so many first lines.
HEAD = 60


def extract_text(text: str, *, site_lines: Mapping[str, float] | None = None) -> Page:
    """Return the page of flattened `text`; its `text` is the input, character for character.

    `site_lines` gives the share of the site's other documents that hold a line (folded, lower
    case), for lines of which that is known and telling.
    """
    lines = read_lines(text)
    if not lines:
        return Page(text, (), ())
    read = _read(lines, site_lines)
    return _page(text, read, read.stories)


def extract_html(
    html: str | bytes, url: str | None = None, *, site_lines: Mapping[str, float] | None = None
) -> Page:
    """Return the page of `html`; its `text` is the visible text, one block a line."""
    from tasks.boilerplate.markup import flatten

    page = flatten(html)
    address = url or page.meta.get("canonical") or page.meta.get("og:url")
    if not page.lines:
        return Page(page.text, (), (), address)
    read = _read(page.lines, site_lines, page)
    found = read.stories
    if len(found) == 1:
        found = [_declared(found[0], page.meta, _sites(page.meta, address))]
    return _page(page.text, read, found, url=address, meta=page.meta)


class Read(NamedTuple):
    """A page's lines as they were judged, and what they say of its stories and of all of them:
    an archive's banner, a section.
    """

    judged: Judged
    stories: list[Facts]
    banner: facts.Banner | None
    section: str | None


def _read(
    lines: Sequence[Line], site_lines: Mapping[str, float] | None, page: Flattened | None = None
) -> Read:
    import numpy as np

    from tasks.boilerplate.bodies import find_bodies
    from tasks.boilerplate.boxes import in_boxes
    from tasks.boilerplate.features import describe
    from tasks.boilerplate.labels import judge
    from tasks.boilerplate.roles import role_table
    from tasks.boilerplate.stories import story_starts
    from tasks.boilerplate.verdicts import Verdicts

    described = describe(lines, site_lines)
    starts = story_starts(lines, described)
    likely, kept, cut = find_bodies(lines, described, page, starts, site_lines)
    boxed = in_boxes(kept, lines, described) if page is None else np.zeros_like(kept)
    kept &= ~boxed
    roles = role_table(lines, described, likely, kept, page, starts)
    places = page.places if page is not None else None
    verdicts = Verdicts(lines, described, likely, kept.tolist(), boxed.tolist(), roles, cut, places)
    judged, stories = judge(verdicts, starts)
    banners = map(verdicts.banner, (n for n in sorted(described.banners) if n < HEAD))
    head = [n for n in sorted(verdicts.sections) if n < HEAD]
    sections = (verdicts.section(n) for n in head if judged.labels[n] not in {*BODY, "title"})
    return Read(
        judged, stories, next(filter(None, banners), None), next(filter(None, sections), None)
    )


def _sites(meta: Mapping[str, str], address: str | None) -> list[str]:
    """Return what the page's site is called: as it declares, and its host."""
    named = (meta.get("og:site_name"), meta.get("application-name"), host(address))
    return [name for name in named if name]


def _declared(found: Facts, meta: Mapping[str, str], sites: Sequence[str]) -> Facts:
    """Return `found` with what the head of the page declares where the lines say nothing, and its
    title without the site's name.
    """
    title = declared_title(meta.get("og:title") or meta.get("title") or "", sites) or None
    if found.title:
        title = plain_title(found.title, sites)
    return replace(
        found,
        title=title,
        description=found.description or meta.get("og:description") or meta.get("description"),
        publisher=found.publisher or meta.get("og:site_name"),
        section=found.section or meta.get("article:section"),
        authors=found.authors
        or ((meta["author"],) if facts.is_name(meta.get("author", "")) else ()),
    )


def _page(
    text: str,
    read: Read,
    found: Sequence[Facts],
    *,
    url: str | None = None,
    meta: Mapping[str, str] | None = None,
) -> Page:
    """Return the page with what its head lines say of all its stories."""
    address = url or (read.banner.url if read.banner else None)
    stories = [
        replace(fact, url=fact.url or address, section=fact.section or read.section)
        for fact in found
    ]
    return assemble(
        text,
        read.judged,
        stories,
        url=address,
        publisher=(meta or {}).get("og:site_name"),
        archive=read.banner.archive if read.banner else None,
    )
