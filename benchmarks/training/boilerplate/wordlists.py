"""Write the word lists of the boilerplate step: common words, and names of months and weekdays.

Run as ``python -m benchmarks.training.boilerplate.wordlists --data DIR``. Common words are the
most frequent tokens of the sentences in ``DIR/language`` (lingua's test data, Apache-2.0); names
of months and weekdays are CLDR's, as Babel carries them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError

from tasks.boilerplate.words import DATA, TOKEN, UNSPACED_CHAR

COMMON, COMMON_UNSPACED = 90, 30


def common_words(file: Path) -> list[str]:
    """Return the most frequent tokens of the sentences in `file`."""
    lines = file.read_text("utf-8").lower().splitlines()
    counts = Counter(token for line in lines for token in TOKEN.findall(line))
    words = [word for word, _ in counts.most_common(400) if word.isalpha() or len(word) == 1]
    unspaced = sum(bool(UNSPACED_CHAR.match(word)) for word in words) > len(words) / 2
    return [word for word in words if not word.isdigit()][: COMMON_UNSPACED if unspaced else COMMON]


def calendar_names(code: str) -> set[str]:
    """Return the tokens of the names of months and weekdays in the language `code`."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return set()
    names: set[str] = set()
    for table in (locale.months, locale.days):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for name in table[context][width].values():
                    names.update(TOKEN.findall(name.lower().replace("\u200f", "")))
    return {name for name in names if not name.isdigit() and (len(name) > 1 or name in "月日年")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    files = sorted((parser.parse_args().data / "language" / "sentences").glob("*.txt"))
    words = sorted({word for file in files for word in common_words(file)})
    names = sorted({name for file in files for name in calendar_names(file.stem)})
    (DATA / "stopwords.txt").write_text("\n".join(words) + "\n", "utf-8")
    (DATA / "months.txt").write_text("\n".join(names) + "\n", "utf-8")
    print(f"{len(words)} common words and {len(names)} names of {len(files)} languages")


if __name__ == "__main__":
    main()
