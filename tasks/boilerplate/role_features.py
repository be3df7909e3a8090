"""What the lines around a body tell of their roles: features for the trees of roles.

Nothing here depends on how the body was found, but for each line's probability to be of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.features import COLUMNS, Described
from tasks.boilerplate.linear import load_table
from tasks.boilerplate.lines import Line
from tasks.boilerplate.marks import BLANK, BRIEF, MARKS, marks
from tasks.boilerplate.words import stop_words, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.boilerplate.markup import Place

    Floats = NDArray[np.float32]

#: Roles are looked for in so many lines before the body, and so many after it.
BEFORE, AFTER = 60, 12
#: Echoes are looked for in so many characters of short lines: more would not end on a huge page.
ECHOED = 100_000
#: A line of so many words is prose whatever stands around it.
MOST = 70
FAR = 20.0
#: A line of so many words tells where the body begins.
TELLING = 12
_OWN = (
    "words", "chars", "ends", "ends_strict", "colon", "question", "commas", "stops", "common",
    "capitals", "first_upper", "first_lower", "digits", "repeated", "seen", "blanks",
    "blanks_after", "topic", "topic_n", "quotes", "marked", "ellipsis", "letters", "cased",
    "covered", "kinds_share", "address", "longest", "parens", "date", "clock", "year",
)  # fmt: skip
OWN = tuple(COLUMNS.index(name) for name in (*_OWN, *(n for n in COLUMNS if n.startswith("kind_"))))
AT = {name: n for n, name in enumerate(COLUMNS)}
MARK = {name: n for n, name in enumerate(MARKS)}
#: Marks that are looked up in the lines before and after, too.
NEAR = ("date", "ago", "rest", "when", "by", "named", "name_share", "credit", "agency",
        "note", "reading", "lead", "ends")  # fmt: skip
STEPS = (-2, -1, 1, 2)
DATED = re.compile(r"^(?:date|time|datetime|timestamp|pubdate|publish|posted|datum|fecha|updated)")
AUTHORED = re.compile(r"^(?:author|byline|autor|auteur|writer|autore|contributor|vcard|redakt)")
CAPTIONED = re.compile(
    r"^(?:caption|figcaption|credit|credits|bildunterschrift|legend|photocredit|copyright|photo)"
)
LEADING = re.compile(
    r"^(?:standfirst|subtitle|subhead|subheadline|subheading|dek|deck|chapo|entradilla|bajada|"
    r"teaser|lead|lede|sommario|excerpt|summary|untertitel|vorspann|intro|description)"
)
TITLED = re.compile(r"^(?:title|headline|heading|titulo|titel|titre|titolo|hed)")
ASIDE = re.compile(
    r"^(?:related|comment|sidebar|widget|teaser|recommend|popular|more|nav|menu|card)"
)
NAMES = (DATED, AUTHORED, CAPTIONED, LEADING, TITLED, ASIDE)
TAGS = ("h1", "h2", "h3", "time", "figcaption", "figure", "li", "a", "button", "address", "header",
        "aside", "footer", "nav", "article", "blockquote", "p", "table", "label")  # fmt: skip
DECLARED = ("og:title", "twitter:title", "title")
DESCRIBED = ("og:description", "description")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")


def around(kept: NDArray[np.bool_], sizes: Floats, story: range) -> tuple[int, int, int, int]:
    """Return where the body of a `story` begins and ends, and where roles are looked for,
    half-open.
    """
    import numpy as np

    own = slice(story.start, story.stop)
    body = np.flatnonzero(kept[own] & (sizes[own] >= TELLING))
    if not len(body):
        body = np.flatnonzero(kept[own])
    if not len(body):
        return 0, 0, 0, 0
    first, last = int(body[0]) + story.start, int(body[-1]) + story.start
    return first, last, max(story.start, first - BEFORE), min(story.stop, last + AFTER + 1)


def role_features(
    lines: Sequence[Line],
    described: Described,
    likely: Floats,
    kept: NDArray[np.bool_],
    places: Sequence[Place] | None = None,
    meta: Mapping[str, str] | None = None,
    *,
    story: range | None = None,
) -> tuple[int, Floats]:
    """Return the first line that may have a role, and the features of the lines from it on.

    `story` is the lines that the story and its furniture take up (by default all), `places` and
    `meta` are what the markup tells (HTML only).
    """
    import numpy as np

    sizes = described.sizes
    story = range(len(lines)) if story is None else story
    first, last, low, high = around(kept, sizes, story)
    number = high - low
    if not number:
        return 0, np.zeros((0, 0), np.float32)
    dated = (described.rows[:, AT["date"]] > 0).tolist()
    told = np.array(
        [
            marks(lines[n].text, described.tokens[n], dated=dated[n])
            if 0 < sizes[n] <= MOST
            else BLANK
            for n in range(low, high)
        ],
        np.float32,
    )
    rows = described.rows[low:high]
    own, sure, size = rows[:, OWN], likely[low:high], sizes[low:high]
    place = np.arange(low, high, dtype=np.float32)
    body = kept[low:high].astype(np.float32)
    looked = np.column_stack(
        [told[:, [MARK[name] for name in NEAR]], rows[:, [AT["words"], AT["covered"]]], sure]
    )
    parts = [
        own,
        told,
        np.column_stack(
            [
                sure,
                body,
                np.clip(place - first, -FAR * 3, FAR),
                np.clip(place - last, -FAR * 3, FAR),
                np.log1p(place - story.start),
                (place - story.start) / len(story),
                np.minimum(_upcoming(told[:, MARK["date"]]), FAR),
                np.minimum(_upcoming(told[::-1, MARK["date"]])[::-1], FAR),
                np.minimum(_upcoming(told[:, MARK["by"]] > 0), FAR),
                _headlines(size, first - low),
                _again(described, low, high),
            ]
        ),
        _told(described, size, kept, (first, low, high)),
        _shifted(looked),
        np.broadcast_to(
            np.array(
                [
                    np.log1p(len(story)),
                    np.log1p(told[:, MARK["date"]].sum()),
                    np.log1p((told[:, MARK["by"]] > 0).sum()),
                    np.log1p((told[:, MARK["named"]] > 0).sum()),
                    np.log1p((told[:, MARK["credit"]] > 0).sum()),
                    np.log1p(size[body > 0].sum()),
                ],
                np.float32,
            ),
            (number, 6),
        ),
    ]
    if places is not None:
        parts.append(_markup(described, places, meta or {}, low, high))
    return low, np.hstack(parts).astype(np.float32)


def _upcoming(flags: NDArray[Any]) -> Floats:
    """Return how many lines ahead the next line with a flag is (1 at least)."""
    import numpy as np

    place = np.arange(len(flags))
    at = np.append(np.flatnonzero(flags), len(flags) + FAR)
    ahead = at[np.searchsorted(at, place, side="right")] - place
    return np.asarray(ahead, np.float32)


def _headlines(sizes: Floats, first: int) -> Floats:
    """Return how many lines of four words and more stand between a line and the body."""
    import numpy as np

    long = (sizes >= 4).astype(np.float32)
    long[first:] = 0
    after: NDArray[Any] = np.cumsum(long[::-1])[::-1] - long
    found: Floats = np.minimum(after, np.float32(FAR)).astype(np.float32)
    return found


def _opening(described: Described, low: int, high: int, first: int) -> Floats:
    """Return which share of a line's content words the opening of the body holds."""
    import numpy as np

    stop = stop_words()
    opening: set[str] = set()
    for n in range(first, min(first + 6, high)):
        if described.sizes[n] >= TELLING:
            opening.update(described.tokens[n][:60])
    found = np.zeros(high - low, np.float32)
    for n in range(low, high):
        if 2 <= described.sizes[n] <= MOST / 2:
            content = [word for word in described.tokens[n] if word not in stop and len(word) > 2]
            if content:
                found[n - low] = sum(map(opening.__contains__, content)) / len(content)
    return found


def _again(described: Described, low: int, high: int) -> Floats:
    """Return how many lines ahead the same words stand again, `FAR` where they do not."""
    import numpy as np

    found = np.full(high - low, FAR, np.float32)
    last: dict[tuple[str, ...], int] = {}
    for n in range(high - 1, low - 1, -1):
        if described.sizes[n] > MOST:
            continue
        own = tuple(described.tokens[n])
        if own in last:
            found[n - low] = min(last[own] - n, FAR)
        last[own] = n
    return found


def _echoes(described: Described, low: int, high: int) -> Floats:
    """Return in how many other short lines a line of three words and more stands whole: titles do
    in bread crumbs and beside share buttons.
    """
    import numpy as np

    joined = [
        " ".join(described.tokens[n]) if 3 <= described.sizes[n] <= MOST / 2 else ""
        for n in range(low, high)
    ]
    whole = "\n".join(line for line in joined if line)[:ECHOED]
    return np.array(
        [max(-1, min(whole.count(line) - 1, 4)) if line else -1 for line in joined], np.float32
    )


def _told(
    described: Described, sizes: Floats, kept: NDArray[np.bool_], edges: tuple[int, int, int]
) -> Floats:
    """Return how a line's words stand to the body's (share in its opening, frequency), to other
    lines (echoes) and to the language (share of known words), and the first three beside the best
    of the lines before the body.
    """
    import numpy as np

    first, low, high = edges
    frequent = _frequency(described, kept, low, high)
    parts = np.column_stack(
        [_opening(described, low, high, first), frequent, _echoes(described, low, high)]
    )
    head = (np.arange(low, high) <= first + 1) & (sizes >= 2) & (sizes <= MOST / 2)
    best = parts[head].max(axis=0) if head.any() else np.zeros(3)
    return np.column_stack([parts, parts - best, _known(described, low, high)]).astype(np.float32)


def _frequency(described: Described, kept: NDArray[np.bool_], low: int, high: int) -> Floats:
    """Return the mean of log(1 + times in the body) over a line's content words."""
    import numpy as np

    stop = stop_words()
    times: Counter[str] = Counter()
    for n in np.flatnonzero(kept[low:high]).tolist():
        times.update(described.tokens[low + n])
    found = np.zeros(high - low, np.float32)
    for n in range(low, high):
        if 1 <= described.sizes[n] <= MOST / 2:
            own = [
                math.log1p(times[word])
                for word in described.tokens[n]
                if word not in stop and len(word) > 2
            ]
            found[n - low] = sum(own) / len(own) if own else 0.0
    return found


def _known(described: Described, low: int, high: int) -> Floats:
    """Return the share of a short line's words that the table of words knows: names are rare."""
    import numpy as np

    table = load_table("words")
    found = np.full(high - low, -1.0, np.float32)
    for n in range(low, high):
        own = described.tokens[n]
        if 1 <= len(own) <= BRIEF:
            found[n - low] = sum(map(table.__contains__, own)) / len(own)
    return found


def _shifted(columns: Floats) -> Floats:
    import numpy as np

    number, width = columns.shape
    padded = np.full((number + 4, width), -1.0, np.float32)
    padded[2 : number + 2] = columns
    return np.hstack([padded[2 + step : 2 + step + number] for step in STEPS])


def _markup(
    described: Described, places: Sequence[Place], meta: Mapping[str, str], low: int, high: int
) -> Floats:
    """Return what tags, names and the page's declared title, description and author tell."""
    import numpy as np

    declared = [set(tokens(_first(meta, keys).lower())) for keys in (DECLARED, DESCRIBED, AUTHORS)]
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], list[float]] = {}
    table: list[list[float]] = []
    for n in range(low, high):
        place, own = places[n], described.tokens[n]
        key = (place.tags, place.names)
        if key not in known:
            known[key] = _named(place)
        row = [place.link, place.emphasis, place.hidden, *known[key]]
        words = set(own) if described.sizes[n] <= MOST else set()
        for wanted in declared:
            common = len(words & wanted) if wanted else 0
            row.append(2 * common / (len(words) + len(wanted)) if common else 0.0)
        row.append(len(words & declared[0]) / len(words) if words and declared[0] else 0.0)
        row.append(len(declared[2] - words) if declared[2] else -1.0)
        table.append(row)
    return np.array(table, np.float32)


def _first(meta: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((meta[key] for key in keys if key in meta), "")


def _named(place: Place) -> list[float]:
    """Return which tags hold the line, and how near a class or id word of each kind is."""
    inside = place.tags[-6:]
    found = [float(tag in inside) for tag in TAGS]
    found.append(float(place.tags[-1] in {"h1", "h2", "h3"}))
    names = place.names[::-1]
    for pattern in NAMES:
        at = next((n for n, name in enumerate(names) if pattern.match(name)), -1)
        found.append(1.0 / (1 + at) if at >= 0 else 0.0)
    return found
