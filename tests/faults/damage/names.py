"""Good articles under names that break shells, reports and paths."""

import os
from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import english
from tests.faults.damage.specimen import Sizes, Specimen

NAMES = (
    "two\nlines.txt",
    "carriage\rreturn.txt",
    "tab\there.txt",
    "with some spaces .txt",
    " leading-space.txt",
    "-rf.txt",
    "--data=elsewhere.txt",
    "\U0001f389\U0001f3fd party.txt",
    "\u202etxt.reversed.txt",
    "\x1b[31mred\x1b[0m.txt",
    "<script>alert(1)<!-- .txt",
    "[bold]rich[link=x].txt",
    "quotes'\"`.txt",
    "$(id) `id` ${HOME}.txt",
    "%2e%2e%2fescape%00.txt",
    "..%5c..%5cwindows.txt",
    "back\\slash.txt",
    "star*question?[a-z].txt",
    "hash#and?query=1&b=2.txt",
    "colon:semicolon;pipe|.txt",
    "CON.txt",
    "{0} %s {run_id}.txt",
    "=cmd|' !A0.txt",
    "UPPER.TXT",
    "caf\u00e9-composed.txt",
    "cafe\u0301-decomposed.txt",
    "Новости дня.txt",
    "خبر اليوم.txt",
    os.fsdecode(b"not-utf8-\xff\xfe.txt"),
    "n" * 251 + ".txt",
    "\u3042" * 83 + "ab.txt",
    "page.html.txt",
)
# Names that a walk over a folder may rightly pass by.
PASSED_BY = (".txt", ".hidden.txt", "..two-dots.txt", "no-ending", "draft.txt~", "odd.xyz")


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """One good article under each name."""
    del sizes  # None of these is large.
    for name in NAMES:
        article = english(rng)
        yield Specimen("odd-name", "", article.text.encode(), "published", article.says, name)
    for name in PASSED_BY:
        content = english(rng).text.encode()
        yield Specimen("passed-by-name", "", content, "either", None, name, counted=False)
