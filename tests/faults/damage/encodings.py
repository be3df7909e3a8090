"""Text in encodings told, untold and wrongly told; broken UTF-8; NULs; marks; long lines."""

import codecs
from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import Article, english, in_script, page
from tests.faults.damage.specimen import Sizes, Specimen

LEGACY = (
    ("de", "latin-1"),
    ("de", "cp1252"),
    ("de", "iso8859-15"),
    ("de", "macintosh"),
    ("fr", "latin-1"),
    ("fr", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "cp866"),
    ("ru", "iso8859-5"),
    ("el", "cp1253"),
    ("el", "iso8859-7"),
    ("tr", "cp1254"),
    ("he", "cp1255"),
    ("ar", "cp1256"),
    ("ja", "shift_jis"),
    ("ja", "euc-jp"),
    ("ja", "iso-2022-jp"),
    ("zh", "gb18030"),
    ("ko", "euc-kr"),
)
# Untold, their bytes fit several encodings about as well: a guess may honestly miss.
GUESSWORK = {
    "macintosh",
    "iso8859-2",
    "cp866",
    "cp1254",
    "iso-2022-jp",
}
WIDE = (
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
)
# Bytes that no UTF-8 holds, each with the reason.
INVALID = (
    b"\xff",  # Never a byte of UTF-8.
    b"\x80",  # A continuation with nothing before it.
    b"\xe2\x82",  # The euro sign without its last byte.
    b"\xc0\xaf",  # A slash in two bytes: overlong.
    b"\xe0\x80\x80",  # A NUL in three bytes: overlong.
    b"\xed\xa0\x80",  # A surrogate.
    b"\xed\xa0\xbd\xed\xb8\x80",  # An emoji as two surrogates (CESU-8).
    b"\xf4\x90\x80\x80",  # Beyond U+10FFFF.
    b"\xf8\x88\x80\x80\x80",  # Five bytes.
    b"\xfe\xfe\xff\xff",
    b"caf\xe9 na\xefve",  # Latin-1 inside UTF-8.
    b"\x93quoted\x94 \x96 1252",  # Windows quotes inside UTF-8.
)
LINE_ENDS = ("\r", "\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1e", "\n\r")


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Every text below is an article that would be published if it were plain UTF-8."""
    yield from legacy(rng)
    yield from wide(rng)
    yield from broken(rng)
    yield from odd_characters(rng, sizes)
    yield from long_lines(rng, sizes)


def legacy(rng: Random) -> Iterator[Specimen]:
    """Text without a word about its encoding; pages that tell it, and pages that tell lies."""
    for language, encoding in LEGACY:
        article = in_script(language, rng)
        kind = f"encoding-{encoding}-{language}"
        said = None if encoding in GUESSWORK else article.says
        yield Specimen(kind, ".txt", article.text.encode(encoding), "published", said)
        told = page(in_script(language, rng), head=f'<meta charset="{encoding}">')
        yield Specimen(f"{kind}-told", ".html", told.encode(encoding), "published", article.says)
        lied = page(in_script(language, rng), head='<meta charset="utf-8">')
        yield Specimen(f"{kind}-lied", ".html", lied.encode(encoding), "either")


def wide(rng: Random) -> Iterator[Specimen]:
    """UTF-16 and UTF-32, with a byte order mark and without, whole and cut inside a unit."""
    for encoding, mark in WIDE:
        for article in (english(rng), in_script("ru", rng)):
            for ending, text in ((".txt", article.text), (".html", article.html)):
                content = text.encode(encoding)
                said = article.says
                yield Specimen(f"{encoding}-bom", ending, mark + content, "published", said)
                yield Specimen(f"{encoding}-no-bom", ending, content, "either")
        yield Specimen(
            f"{encoding}-odd", ".txt", mark + english(rng).text.encode(encoding)[:-1], "either"
        )


def broken(rng: Random) -> Iterator[Specimen]:
    """UTF-8 with bytes that cannot be, in one place or everywhere, and with a second encoding."""
    for bad in INVALID:
        article = english(rng)
        head, tail = article.text.encode().split(b"\n\n", 1)
        yield Specimen("invalid-utf8", ".txt", head + b" " + bad + b"\n\n" + tail, "either")
        spread = bad.join(english(rng).text.encode()[n : n + 40] for n in range(0, 900, 40))
        yield Specimen("invalid-utf8-everywhere", ".txt", spread, "either")
    for cut in (1, 2, 3):
        whole = in_script("ja", rng).text.rstrip().encode()
        yield Specimen("utf8-cut-in-character", ".txt", whole[:-cut], "either")
    pairs = (
        ("utf-8", "cp1251"),
        ("cp1251", "koi8-r"),
        ("utf-8", "utf-16-le"),
        ("utf-16-be", "utf-8"),
        ("cp1251", "utf-8"),
        ("utf-8", "cp866"),
    )
    for first, second in pairs:
        content = in_script("ru", rng).text.encode(first) + in_script("ru", rng).text.encode(second)
        yield Specimen(f"mixed-{first}-{second}", ".txt", content, "either")


def _put(article: Article, what: str) -> str:
    """The article's text with `what` between its second and its third paragraph."""
    head, tail = article.text.split(article.says, 1)
    return head + what + article.says + tail


def odd_characters(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """NULs, byte order marks, controls, line ends and combining marks where none belong."""
    for count in (1, 3, 1000):
        yield Specimen("nul-inside", ".txt", _put(english(rng), "\0" * count).encode(), "either")
        yield Specimen("nul-inside", ".html", _put(english(rng), "\0" * count).encode(), "either")
    yield Specimen("nul-first", ".txt", b"\0" + english(rng).text.encode(), "either")
    yield Specimen("nul-last", ".txt", english(rng).text.encode() + b"\0", "either")
    yield Specimen("nul-everywhere", ".txt", "\0".join(english(rng).text).encode(), "either")
    for count in (1, 5):
        article = english(rng)
        marked = _put(article, "\ufeff" * count).encode()
        yield Specimen("bom-in-the-middle", ".txt", marked, "published", article.says)
    article = english(rng)
    lines = "\n".join("\ufeff" + line for line in article.text.split("\n"))
    yield Specimen("bom-on-every-line", ".txt", lines.encode(), "published", article.says)
    article = english(rng)
    yield Specimen(
        "bom-twice", ".txt", codecs.BOM_UTF8 * 2 + article.text.encode(), "published", article.says
    )
    for end in LINE_ENDS:
        article = english(rng)
        ended = article.text.replace("\n", end).encode()
        yield Specimen("line-ends", ".txt", ended, "published", article.says)
    for code in (1, 7, 8, 0x1B, 0x7F, 0x9B, 0xFFFE, 0x1FFFF, 0xE0001, 0xF8FF, 0x10FFFF):
        article = english(rng)
        yield Specimen("control-characters", ".txt", _put(article, chr(code)).encode(), "either")
    marks = "e" + "\u0301" * sizes.marks + " "
    yield Specimen("combining-marks", ".txt", _put(english(rng), marks).encode(), "either")
    zalgo = "".join(letter + "\u0300\u0323\u0488" * 40 for letter in english(rng).text[:500])
    yield Specimen("combining-marks", ".txt", zalgo.encode(), "either")
    yield Specimen("combining-marks-only", ".txt", ("\u0301" * sizes.marks).encode(), "either")
    joined = "\u200d".join("\U0001f468" for _ in range(sizes.marks // 10))
    yield Specimen("joined-emoji", ".txt", _put(english(rng), joined).encode(), "either")


def long_lines(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """One line of `sizes.line` characters: of words, of one letter, of one page; many lines."""
    words = " ".join(english(rng).paragraphs) + " "
    line = (words * (sizes.line // len(words) + 1))[: sizes.line]
    yield Specimen("long-line", ".txt", line.encode(), "either")
    yield Specimen("long-line-no-space", ".txt", b"a" * sizes.line, "either")
    yield Specimen("long-line-quotes", ".txt", b'"' * sizes.line, "either")
    yield Specimen(
        "long-line", ".html", f"<html><body><p>{line}</p></body></html>".encode(), "either"
    )
    yield Specimen("long-line", ".jsonl", f'{{"text": "{line}"}}\n'.encode(), "either")
    yield Specimen("many-lines", ".txt", b"Yes.\n" * (sizes.line // 10), "either")
