"""Pages whose frame is in one language and whose article is in another, made from the corpus."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.training.language.corpus import Example

PAIRS = (
    ("ar", "en"), ("ru", "en"), ("fa", "en"), ("de", "en"), ("fr", "en"), ("es", "en"),
    ("tr", "en"), ("zh", "en"), ("he", "en"), ("hi", "en"), ("sr", "en"), ("el", "en"),
    ("en", "ar"), ("en", "fr"), ("en", "ru"), ("en", "de"), ("en", "tr"), ("en", "ur"),
    ("uk", "ru"), ("de", "fr"), ("pt", "es"), ("ru", "kk"), ("it", "de"), ("nl", "fr"),
)  # fmt: skip
SENTENCES = 3  # In each paragraph of the article.


@dataclass(frozen=True, slots=True)
class MixedPage:
    """The lines of a page and the language of its article."""

    lines: tuple[str, ...]
    language: str

    @property
    def text(self) -> str:
        """The page as flattened text."""
        return "\n".join(self.lines)


def mixed(examples: Sequence[Example], paragraphs: int, times: int = 12) -> list[MixedPage]:
    """Return pages with so many paragraphs of article: `times` for each pair of languages.

    Around them: twelve menu entries, four sentences and eight footer lines of the frame.
    """
    chance = random.Random(paragraphs)
    sentences: dict[str, list[str]] = {}
    menus: dict[str, list[str]] = {}
    for example in examples:
        if example.kind == "sentences":
            sentences.setdefault(example.language, []).append(example.text)
        elif example.kind == "word-pairs":
            menus.setdefault(example.language, []).append(example.text)
    pages = []
    for frame, article in PAIRS * times:
        menu = [chance.choice(menus[frame]) for _ in range(12)]
        footer = [" ".join(chance.choices(menus[frame], k=2)) for _ in range(8)]
        around = chance.sample(sentences[frame], 4)
        body = [" ".join(chance.sample(sentences[article], SENTENCES)) for _ in range(paragraphs)]
        pages.append(MixedPage((*menu, *around[:2], *body, *around[2:], *footer), article))
    return pages
