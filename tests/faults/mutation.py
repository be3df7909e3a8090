"""Inputs for the fuzzer: seeds, spice, random edits, and texts made of the words of a field."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

SEEDS = (
    b"<html><head><meta charset=utf-8><title>Talks</title></head><body><h1>Talks</h1>"
    b"<p>Ministers met on 3 May 2016, two days after the vote.</p><ul><li>One<li>Two</ul></body>",
    b'<!doctype html><script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
    b'"2016-05-03T10:00:00Z","author":[{"name":"Anna"}]}</script><article><time datetime=2016-05>'
    b"May</time><table><tr><td>a</table></article>",
    b"Talks in Geneva\n\nGENEVA, May 3 (Reuters) - Ministers met last Friday.\n\nRead more\n",
    b"Home | News | Sport\nTalks\nBy Anna Lind\n3 May 2016\n\nMinisters met.\n\nShare this\n" * 3,
    b'{"text": "Ministers met on Monday", "date": "2016-05-03", "title": "Talks"}',
    b'{"html": "<p>Ministers met</p>", "url": "https://example.org/2016/05/03/talks.html"}\n{}\n',
    "Переговоры в Женеве\n\n3 мая 2016 года министры встретились.".encode(),
    "会談\n\n2016年5月3日、閣僚が会談した。".encode("shift_jis"),
    "Gespräche in Genf – Müller (CDU), 3. März".encode("utf-16"),
    "محادثات في جنيف 3 مايو 2016".encode("windows-1256"),
    "Ángela Núñez-O’Brien, Jr. | Dr. Angela Nunez Obrien".encode(),
)
SPICE = (
    *(b"<", b">", b"&", b"<!--", b"]]>", b"<script>", b"</", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"\xcc\x81" * 50, b"\xed\xa0\x80", b"9" * 400, b"(" * 200, b"the " * 60, b"\n" * 90),
    *(b"\\ud800", b'"', b"{", b"[" * 50, b"\\", b"&#x110000;", b"&#0;", b"<p " + b"a=b " * 50),
    *(
        b"2016-05-03",
        b"31/02/2016",
        b"first quarter of ",
        b"twenty-",
        b"mid-",
        b" to ",
        b"99999 BC",
    ),
    *(
        "\u2028\u0085\ufeff\u202e\u200b".encode(),
        "ﬁİıßǅ".encode(),
        "١٢٣ 二〇一六".encode(),
        b"\r\x0b",
    ),
    *(b"\x1f\x8b\x08\x00\x00", b"-- ", b"...", b"\t" * 30, "—’“".encode(), b"By ", b" | "),
)
DATE_WORDS = (
    *("Monday", "Tue.", "May", "Sept.", "3rd", "31", "30", "2016", "'16", "1999", "00", "12:30"),
    *("p.m.", "GMT", "+05:45", "last", "next", "this", "the", "of", "in", "on", "ago", "later"),
    *("two", "twenty", "hundred", "million", "half", "a", "quarter", "first", "third", "week"),
    *("weeks", "month", "year", "years", "decade", "century", "century's", "fiscal", "summer"),
    *("between", "and", "from", "to", "until", "since", "before", "after", "early", "late", "mid-"),
    *(
        "1980s",
        "80s",
        "every",
        "daily",
        "weekend",
        "morning",
        "noon",
        "night",
        "Christmas",
        "Easter",
    ),
    *("yesterday", "today", "tomorrow", "now", "once", "-", "/", ",", ".", "2016-05-03", "5/6/07"),
    *(
        "earlier",
        "than",
        "more",
        "less",
        "about",
        "some",
        "few",
        "days",
        "hours",
        "BC",
        "AD",
        "B.C.",
    ),
    *(
        "20160503T101010Z",
        "W12",
        "Q3",
        "H1",
        "29",
        "February",
        "0",
        "-1",
        "10,000",
        "1.5",
        "½",
        "years'",
    ),
)
HTML_WORDS = (
    *("<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>"),
    *("<article>", "</article>", "<h1>", "</h1>", "<h2>", "<br>", "<a href=x>", "</a>", "<script>"),
    *(
        "</script>",
        "<style>",
        "</style>",
        "<template>",
        "<svg>",
        "<math>",
        "<noscript>",
        "<iframe>",
    ),
    *(
        "<time datetime=2016-05-03>",
        "</time>",
        "<meta name=date content=2016>",
        "<title>",
        "</title>",
    ),
    *(
        "<pre>",
        "</pre>",
        "<select><option>",
        "<textarea>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml",
    ),
    *(
        "<figure><figcaption>",
        "<blockquote>",
        "&nbsp;",
        "&lt;",
        "text",
        "Ministers met.",
        "\n",
        " ",
    ),
    *(
        '<div class="comments share">',
        "<base href=//>",
        "<frameset>",
        "<plaintext>",
        "<b>",
        "<body>",
    ),
)
NAME_WORDS = (
    *(
        "Anna",
        "Lind",
        "A.",
        "O'Neil",
        "von",
        "der",
        "Leyen",
        "bin",
        "al-",
        "Jr.",
        "Dr",
        "Sir",
        "III",
    ),
    *(
        "United",
        "Nations",
        "UN",
        "U.N.",
        "Ministry",
        "of",
        "the",
        "Inc.",
        "GmbH",
        "&",
        "Co",
        "Müller",
    ),
    *(
        "Mueller",
        "Владимир",
        "Путин",
        "Vladimir",
        "Putin",
        "李",
        "伟",
        "Li",
        "Wei",
        "-",
        ",",
        "(",
        ")",
    ),
    *(
        "Saint",
        "St.",
        "New",
        "York",
        "City",
        "Rep",
        "Korea",
        "North",
        "é",
        "ß",
        "'",
        "|",
        "|",
        "Bank",
    ),
)


def mutated(raw: bytes, rng: Random) -> bytes:
    """Return the bytes after some random edits: flips, cuts, copies, spice."""
    data = bytearray(raw)
    for _ in range(rng.randint(0, 6)):
        at = rng.randrange(len(data) + 1)
        deed = rng.randrange(5)
        if deed == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif deed == 1:
            del data[at : at + rng.randint(1, 20)]
        elif deed == 2:
            data[at:at] = data[at : at + rng.randint(1, 60)] * rng.randint(1, 8)
        else:
            data[at:at] = rng.choice(SPICE)
    return bytes(data)


def made(rng: Random, words: Sequence[str]) -> bytes:
    """Return a text made of `words`, mostly with blanks between them."""
    chosen = rng.choices(words, k=rng.randint(1, 14))
    return "".join(one + rng.choice(("", " ", " ", " ", "\n")) for one in chosen).encode()
