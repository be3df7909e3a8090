"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Order matters: the mark of UTF-32-LE begins with that of UTF-16-LE.
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x1f\x8b", "a gzip archive inside another"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"{\\rtf", "an RTF document"),
)
# What the web calls latin-1 is windows-1252 (WHATWG Encoding Standard, section 4.2).
WEB_LABELS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}
# Python's own codecs: they make lone surrogates, or run escapes (WHATWG forbids UTF-7 too).
NOT_OF_THE_WEB = frozenset({"unicodeescape", "rawunicodeescape", "utf7", "u7", "idna", "punycode"})
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.I)
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b") + b"\x7f"
HEAD = 64 * 1024
MOST_CONTROLS = 0.02  # of the head's bytes; random bytes have 0.11, text in any encoding none
MOST_DAMAGE = 0.005  # of the characters may be broken for the rest to count as UTF-8
WIDE_ZEROS = 0.2  # of the bytes are zero in UTF-16 without a mark, for most scripts' spaces


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python name of its encoding, and how many characters were lost (U+FFFD)."""

    text: str
    encoding: str
    errors: int = 0


class NotTextError(ValueError):
    """The bytes are not text; the argument says what they are."""


class UndecodableError(ValueError):
    """The bytes look like text, but no encoding fits."""


def decode(raw: bytes, *, html: bool = False) -> Decoded:
    """Return the text of `raw`.

    A byte order mark decides, then valid UTF-8, then (for HTML) the encoding that the page
    declares, then UTF-8 with a few broken characters, then the best guess of charset-normalizer.
    Raises NotTextError for binary data and UndecodableError where nothing fits.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _lossy(raw[len(mark) :], encoding)
    _refuse_binary(raw)
    wide = _wide(raw)
    if wide:
        return _lossy(raw, wide)
    if _share(raw[:HEAD], CONTROLS) > MOST_CONTROLS:
        raise NotTextError("binary data")
    if b"\x1b$" in raw[:HEAD] and (shifting := _shifting(raw, html=html)):
        return shifting
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _legacy(raw, html=html)


def _refuse_binary(raw: bytes) -> None:
    for signature, kind in SIGNATURES:
        if raw.startswith(signature):
            raise NotTextError(kind)


def _shifting(raw: bytes, *, html: bool) -> Decoded | None:
    """ISO-2022: seven bits a byte, so it would pass for UTF-8."""
    if html and (declared := _declared(raw)):
        return declared
    decoded = _lossy(raw, "iso2022_jp")
    return None if decoded.errors else decoded


def _legacy(raw: bytes, *, html: bool) -> Decoded:
    declared = _declared(raw) if html else None
    if declared:
        return declared
    damaged = _lossy(raw, "utf-8")
    multibyte = len(raw) - len(damaged.text)
    if damaged.errors <= MOST_DAMAGE * len(damaged.text) and multibyte > damaged.errors:
        return damaged
    return _guessed(raw)


def _declared(raw: bytes) -> Decoded | None:
    match = DECLARED.search(raw[:4096])
    if match is None:
        return None
    label = match[1].decode("ascii").lower()
    encoding = WEB_LABELS.get(label, label)
    if label.replace("_", "-").replace("-", "") in NOT_OF_THE_WEB:
        return None
    try:
        decoded = _lossy(raw, encoding)
    except (LookupError, UnicodeError):
        return None
    return decoded if decoded.errors <= MOST_DAMAGE * len(decoded.text) else None


def _guessed(raw: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:HEAD]).best()
    if best is None:
        raise UndecodableError
    decoded = _lossy(raw, best.encoding)
    if decoded.errors > MOST_DAMAGE * len(decoded.text):
        raise UndecodableError
    return decoded


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: zeros in every other byte, and nowhere else."""
    head = raw[: HEAD // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = WIDE_ZEROS * len(head) / 2
    if odd > least and even < odd / 20:
        return "utf-16-le"
    if even > least and odd < even / 20:
        return "utf-16-be"
    return None


def _lossy(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _share(data: bytes, characters: bytes) -> float:
    if not data:
        return 0.0
    return (len(data) - len(data.translate(None, characters))) / len(data)
