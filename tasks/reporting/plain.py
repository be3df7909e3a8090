"""Text of documents, made safe to show: no markup, no terminal codes, no layout of its own."""

from __future__ import annotations

import re
import unicodedata

SIGN = re.compile(r"([!-/:-@\[-`{-~])")
SPECIAL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
LONGEST = 120


def plain(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line, without control or format characters, cut to `longest`."""
    kept = (" " if unicodedata.category(one) in SPECIAL else one for one in text[: longest * 4])
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def markdown(text: str, longest: int = LONGEST) -> str:
    """Return `text` for a place in Markdown where it must show as it is.

    Every sign of ASCII has a backslash before it, which CommonMark drops: none acts. (The UI shows
    HTML entities as they are written.)
    """
    return SIGN.sub(r"\\\1", plain(text, longest))
