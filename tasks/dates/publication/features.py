"""Candidates as numbers: one row for each day of a document, for the vote on HTML or on text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from tasks.dates.publication import context
from tasks.dates.publication.addresses import address_month
from tasks.dates.publication.candidates import Document, Seen
from tasks.dates.publication.context import Lines
from tasks.dates.publication.cues import BIT, HEADING, KINDS, LINK, address_says

SOURCES = (
    "ld_pub", "ld_pub_other", "ld_pub_graft", "ld_created", "ld_created_other", "ld_created_graft",
    "ld_mod", "ld_mod_other", "ld_mod_graft", "ld_pub_page", "ld_created_page", "ld_mod_page", "js",
    "js_mod", "data", "data_mod", "meta_pub", "meta_date", "meta_mod",
    "prop_pub", "prop_pub_graft", "prop_mod", "time", "time_pub", "time_mod", "time_comment",
    "time_aside", "attr", "attr_pub", "attr_mod", "url", "img", "text",
)  # fmt: skip
_SHARED = (
    "days", "earlier", "later", "day_before_there", "day_after_there", "occurrences",
    "sources", "line_from_title", "rank_after_title", "rank_before_title", "first_of_source",
    "weekday_wrong_any",
    "published_any", "updated_any", "updated_all", "rights_all", "before_body_any", "prose_all",
    "first_any", "lines", "texts", "order_best", "month_of_address", "share_best",
    "rank_above_body", "rank_above_main", "rank_below_body",
)  # fmt: skip
_PAGE = (
    "type_article", "type_other", "og_article", "og_other", "root", "ld_pub_days", "pub_declared",
    "texts_days", "depth", "address_story", "address_standing", "slug_words", "prose",
    "prose_share", "prices", "bylines", "headings", "teasers",
)  # fmt: skip
_AMONG = (
    "witnesses", "witnesses_of_rival", "same_as_updated",
)  # fmt: skip
_BITS = (*KINDS, "heading", "link")
TEXT_NAMES = (*_SHARED, *context.NAMES)
HTML_NAMES = (
    *SOURCES, *_SHARED, *_PAGE, *_AMONG, *_BITS, *(f"element_{bit}" for bit in _BITS),
    *context.NAMES,
)  # fmt: skip
_AT = {name: place for place, name in enumerate(context.NAMES)}
_ASIDE = BIT["comment"] | BIT["related"] | BIT["footer"] | BIT["menu"]
_PLACES = [BIT[kind] for kind in KINDS] + [HEADING, LINK]
_NAN = float("nan")
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?(?:[$€£]|EUR|USD)")
_BYLINE = re.compile(r"^(?:by|von|por|par|di|автор|written by) \w", re.IGNORECASE | re.MULTILINE)
# Sources that do not repeat each other: what is declared, in scripts, elements, addresses, lines.
_KIN = {"meta": "ld", "data": "js", "prop": "time", "attr": "time", "img": "url"}
_WITNESS = {one: _KIN.get(one.partition("_")[0], one.partition("_")[0]) for one in SOURCES}
Row = list[float]


def text_rows(document: Document) -> tuple[list[date], list[Row]]:
    """Return the days of a text and their features, in the order of `TEXT_NAMES`."""
    ranks, nearness = _ranks(document), _nearness(document)
    days = sorted(document.days)
    rows = []
    for n, day in enumerate(days):
        seen = document.days[day]
        best = _best(seen)
        rows.append([*_shared(document, n, day, seen, ranks, nearness), *(best.row or _blank())])
    return days, rows


def html_rows(document: Document) -> tuple[list[date], list[Row]]:
    """Return the days of a page and their features, in the order of `HTML_NAMES`."""
    ranks, nearness = _ranks(document), _nearness(document)
    page = _page(document)
    updated = {seen.stamp.on for seen in document.updated}
    days = sorted(document.days)
    heard = {day: float(len({_WITNESS[one.source] for one in document.days[day]})) for day in days}
    rows = []
    for n, day in enumerate(days):
        seen = document.days[day]
        counts = dict.fromkeys(SOURCES, 0.0)
        for one in seen:
            if one.source in counts:
                counts[one.source] = min(3.0, counts[one.source] + 1)
        written = [one for one in seen if one.row is not None]
        best = _best(written) if written else seen[0]
        elements = [one for one in seen if one.line >= 0 and one.row is None]
        element = _best(elements) if elements else None
        rows.append(
            [
                *counts.values(),
                *_shared(document, n, day, seen, ranks, nearness),
                *page,
                heard[day],
                max((count for other, count in heard.items() if other != day), default=0.0),
                float(day in updated),
                *_bits(best if written else None),
                *_bits(element),
                *(best.row or _blank()),
            ]
        )
    return days, rows


def _blank() -> Row:
    return [_NAN] * len(context.NAMES)


def _bits(seen: Seen | None) -> Row:
    if seen is None:
        return [_NAN] * len(_PLACES)
    return [float(bool(seen.bits & bit)) for bit in _PLACES]


def _best(seen: list[Seen]) -> Seen:
    """Return the place that speaks most for publication: outside of the frame, cued, first."""

    def rank(one: Seen) -> tuple[float, ...]:
        row = one.row
        cue = row is not None and (row[_AT["published_left"]] > row[_AT["updated_left"]])
        prose = row is not None and row[_AT["in_prose"]] > 0
        return (bool(one.bits & _ASIDE) + prose - cue, one.line)

    return min(seen, key=rank)


def _ranks(document: Document) -> dict[date, tuple[float, float, float]]:
    """Return for each day: lines from the title, rank after it, rank before it (20: not there)."""
    lines = document.lines
    title = lines.title if lines is not None else -1
    after: list[tuple[int, date]] = []
    before: list[tuple[int, date]] = []
    for day, seen in document.days.items():
        places = [one.line for one in seen if one.line >= 0]
        below = [line for line in places if line >= title]
        above = [line for line in places if line < title]
        if below:
            after.append((min(below), day))
        if above:
            before.append((-max(above), day))
    found = dict.fromkeys(document.days, (_NAN, 20.0, 20.0))
    for rank, (line, day) in enumerate(sorted(after)):
        found[day] = (min(60.0, float(line - title)), float(min(rank, 20)), 20.0)
    for rank, (line, day) in enumerate(sorted(before)):
        far, own, _ = found[day]
        near = max(-60.0, float(-line - title))
        found[day] = (near if far != far else far, own, float(min(rank, 20)))
    if title < 0:
        found = {day: (-99.0, own, 20.0) for day, (_, own, _) in found.items()}
    return found


def _nearness(document: Document) -> dict[date, tuple[float, float, float]]:
    """Return for each day how many others are written nearer to the running text: above its first
    line, above its longest run, and below its first line (20: not there).

    A masthead's day stands above the byline's.
    """
    lines = document.lines
    if lines is None:
        return dict.fromkeys(document.days, (20.0, 20.0, 20.0))
    places = {
        day: [one.line for one in seen if one.row is not None]
        for day, seen in document.days.items()
    }
    above = _rank(
        {day: [lines.body - n for n in at if n < lines.body] for day, at in places.items()}
    )
    first = lines.main[0]
    main = _rank({day: [first - n for n in at if n < first] for day, at in places.items()})
    below = _rank(
        {day: [n - lines.body for n in at if n >= lines.body] for day, at in places.items()}
    )
    return {day: (above[day], main[day], below[day]) for day in document.days}


def _rank(distances: dict[date, list[int]]) -> dict[date, float]:
    """Return the rank of each day by its least distance, 20 where it has none."""
    order = sorted({min(far) for far in distances.values() if far})
    at = {far: float(min(place, 19)) for place, far in enumerate(order)}
    return {day: at[min(far)] if far else 20.0 for day, far in distances.items()}


def _shared(
    document: Document, n: int, day: date, seen: list[Seen],
    ranks: dict[date, tuple[float, float, float]],
    nearness: dict[date, tuple[float, float, float]],
) -> Row:  # fmt: skip
    days = document.days
    rows = [one.row for one in seen if one.row is not None]
    one_day = timedelta(days=1)
    first = {one.source for one in seen if _first(document, one)}
    month = address_month(document.url) if document.url else None

    def top(name: str) -> float:
        return max((row[_AT[name]] for row in rows), default=_NAN)

    def low(name: str) -> float:
        return min((row[_AT[name]] for row in rows), default=_NAN)

    return [
        float(min(len(days), 40)),
        float(min(n, 20)),
        float(min(len(days) - n - 1, 20)),
        float(day - one_day in days),
        float(day + one_day in days),
        float(min(len(seen), 10)),
        float(len({one.source for one in seen})),
        *ranks[day],
        float(len(first)),
        top("weekday_wrong"),
        top("published_left"),
        top("updated_left"),
        low("updated_left"),
        low("rights"),
        top("before_body"),
        low("in_prose"),
        top("first"),
        float(min(len(document.lines.starts), 400)) if document.lines else _NAN,
        float(min(len(rows), 5)),
        top("order"),
        _NAN if month is None else float((month.year, month.month) == (day.year, day.month)),
        top("share"),
        *nearness[day],
    ]


def _first(document: Document, one: Seen) -> bool:
    metadata = document.metadata
    if metadata is None or one.row is not None or one.line >= 0:
        return False
    return (
        next((d.stamp.on for d in metadata.declared if d.source == one.source), None)
        == one.stamp.on
    )


def _page(document: Document) -> Row:
    metadata = document.metadata
    if metadata is None:
        return [_NAN] * len(_PAGE)
    kinds = " ".join(metadata.types)
    article = any(word in kinds for word in ("article", "posting", "question", "report", "review"))
    other = any(
        word in kinds
        for word in ("product", "service", "collection", "itemlist", "localbusiness", "faqpage",
                     "softwareapp", "course", "event", "store", "searchresults")
    )  # fmt: skip
    try:
        path = urlsplit(next(iter([document.url or "", *metadata.addresses]))).path.strip("/")
    except ValueError:
        path = ""
    return [
        float(article),
        float(other),
        float("og:article" in kinds),
        float("og:" in kinds and "og:article" not in kinds),
        float(not path),
        float(len({d.stamp.on for d in metadata.declared if d.source == "ld_pub"})),
        float(sum(d.source in ("ld_pub", "meta_pub") for d in metadata.declared)),
        float(min(40, sum(any(s.row for s in seen) for seen in document.days.values()))),
        float(min(6, path.count("/"))),
        float(address_says("story", path.lower())),
        float(address_says("standing", path.lower())),
        float(min(12, len(path.rsplit("/", 1)[-1].split("-")))),
        *_written(document.lines),
        float(min(60, document.headings)),
        float(min(60, document.teasers)),
    ]


def _written(lines: Lines | None) -> Row:
    """Return how much running text there is, its share, prices, and lines that name an author."""
    if lines is None:
        return [_NAN] * 4
    prose = sum(lines.ends[n] - lines.starts[n] for n in lines.long)
    return [
        min(prose, 20_000) / 20_000,
        prose / max(1, len(lines.text)),
        float(min(10, len(_PRICE.findall(lines.text[:50_000])))),
        float(min(5, len(_BYLINE.findall(lines.text[:50_000])))),
    ]
