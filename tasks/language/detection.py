"""The language of a text, of a document and of its blocks: running text weighs, menus do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.language.fusion import fusion
from tasks.language.groups import alike
from tasks.language.judging import agreed, glance, judge
from tasks.language.language import UNKNOWN, Language
from tasks.language.verdict import ranked

_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff]+")
_BEYOND = re.compile("[^\x00-\u2e7f]")  # what may be wide; found three times as fast
_LINE_END = re.compile("[\n\r]")
RUNNING = 60  # Characters of a line that is more likely text than menu.
MOST = 8  # Blocks that are read; the longest tell the language.
# The power of its length that a block votes with. Among the lines of a page the longest are the
# article; among the body blocks of a document all count.
LINES = 3.0
BODY = 1.5
MIXED = 0.8  # A document whose language has a smaller share of the votes is told to be mixed.
FEWEST_WORDS = 3
LEAST = 0.5  # A document's or a block's language that is less sure is none.


def detect(text: str) -> Language:
    """Return the language of `text`, ``und`` with a reason where nothing tells it.

    Of a text of several lines, the running ones count and not the menu around them. One word is
    answered with a best guess and an honest confidence; see `detect_document` for a stricter
    reading.
    """
    return detect_many((text,))[0]


def detect_many(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text, the same as `detect` of each, in less time."""
    return _languages([running(text) for text in texts], LINES)


def detect_document(blocks: Sequence[str]) -> Language:
    """Return the language of one document, given its body blocks.

    ``und`` with a reason where there are fewer than three words, unless the script gives the
    language away, or where no language reaches a confidence of a half.
    """
    return detect_documents((blocks,))[0]


def detect_documents(documents: Sequence[Sequence[str]]) -> list[Language]:
    """Return the language of each document, the same as `detect_document` of each, in less time."""
    said = [[block for block in blocks if block.strip()] for blocks in documents]
    found = iter(_languages([_longest(blocks) for blocks in said if blocks], BODY))
    return [
        _strictly(next(found), sum(len(block.split()) for block in blocks))
        if blocks
        else Language(UNKNOWN, 0.0, (), "no body text")
        for blocks in said
    ]


def detect_blocks(blocks: Sequence[str]) -> list[Language]:
    """Return the language of each block of a page, as strictly as `detect_document`.

    A heading of few words mostly stays ``und``, its candidates and the reason beside it; one or two
    words of plain Latin letters are not looked at. A first look is all that is taken of a block of
    one line, and blocks that repeat are read once.
    """
    distinct = list(dict.fromkeys(blocks))
    words = {block: len(block.split()) for block in distinct}
    few = Language(UNKNOWN, 0.0, (), "too few words")
    said = {block: few for block in distinct if block.isascii() and words[block] < FEWEST_WORDS}
    single = [block for block in distinct if block not in said and not _LINE_END.search(block)]
    said |= zip(single, glance(single), strict=True)
    several = [block for block in distinct if block not in said]
    said |= zip(several, detect_many(several), strict=True)
    strict = {block: _strictly(said[block], words[block]) for block in distinct}
    return [strict[block] for block in blocks]


def _languages(texts: Sequence[Sequence[str]], power: float) -> list[Language]:
    """Return the language of each text, given by its lines, which vote where they do not agree."""
    single = iter(judge([lines[0] for lines in texts if len(lines) == 1]))
    several = iter(agreed([lines for lines in texts if len(lines) > 1]))
    return [
        next(single) if len(lines) == 1 else next(several) or _vote(lines, power) for lines in texts
    ]


def _strictly(answer: Language, words: int) -> Language:
    """Return `answer`, or ``und`` where so many words do not carry it."""
    if answer.code == UNKNOWN or _given_away(answer):
        return answer
    if words < FEWEST_WORDS and not _unspaced(answer):
        return Language(UNKNOWN, 0.0, answer.candidates, "too few words")
    if answer.confidence < LEAST:
        return Language(UNKNOWN, 0.0, answer.candidates, answer.reason or "of two minds")
    return answer


def _unspaced(answer: Language) -> bool:
    return answer.code in ("ja", "zh")


def _given_away(answer: Language) -> bool:
    return len(answer.candidates) == 1 and answer.confidence >= fusion().script


def running(text: str) -> list[str]:
    """Return the running lines of `text`; all of it as one where it has less than two."""
    if not _LINE_END.search(text):
        return [text]
    lines = [line for line in text.splitlines() if len(line) >= RUNNING or extent(line) >= RUNNING]
    if not lines:
        return [" ".join(text.split())]
    return _longest(lines)


def extent(block: str) -> int:
    """Return the length of `block` in letters of an alphabet: a Chinese one stands for three."""
    if block.isascii() or not _BEYOND.search(block):
        return len(block)
    return len(block) + 2 * sum(map(len, _WIDE.findall(block)))


def _longest(blocks: Sequence[str]) -> list[str]:
    """Return the longest blocks, in their order."""
    if len(blocks) <= MOST:
        return list(blocks)
    order = sorted(range(len(blocks)), key=lambda n: (-extent(blocks[n]), n))
    return [blocks[n] for n in sorted(order[:MOST])]


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of blocks for languages, the most voted first, and the blocks of that one."""

    by_language: tuple[tuple[str, float], ...]
    alike: frozenset[str]
    blocks: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the votes for the first language and those written alike."""
        total = sum(vote for _, vote in self.by_language)
        return sum(vote for code, vote in self.by_language if code in self.alike) / total


def poll(blocks: Sequence[str], power: float) -> Votes | None:
    """Return the votes of `blocks`; None where no block has any evidence."""
    answers = glance(blocks)
    votes: dict[str, float] = {}
    for block, answer in zip(blocks, answers, strict=True):
        weight = extent(block) ** power
        for code, probability in answer.candidates:
            votes[code] = votes.get(code, 0.0) + weight * probability
    if not votes:
        return None
    order = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    theirs_too = alike(order[0][0])
    theirs = tuple(
        block
        for block, answer in zip(blocks, answers, strict=True)
        if answer.candidates and answer.candidates[0][0] in theirs_too
    )
    return Votes(tuple(order), theirs_too, theirs)


def _vote(blocks: Sequence[str], power: float) -> Language:
    """Return the language that most of the text of `blocks` is in."""
    votes = poll(blocks, power)
    if votes is None:
        return judge(blocks[:1])[0]
    together = judge([" ".join(votes.blocks)])[0]
    others = [(code, vote) for code, vote in votes.by_language if code not in votes.alike]
    return _among(together, votes.share, others)


def _among(together: Language, share: float, others: Sequence[tuple[str, float]]) -> Language:
    """Return `together`, as sure as its `share` of the votes allows, with the `others`."""
    held = carried(share)
    total = sum(vote for _, vote in others)
    candidates = ranked(
        [
            *((code, p * held) for code, p in together.candidates),
            *((code, (1 - held) * vote / total) for code, vote in others),
        ]
    )
    if together.code == UNKNOWN or share > MIXED:
        return replace(
            together, confidence=together.confidence and candidates[0][1], candidates=candidates
        )
    languages = " and ".join(code for code, _ in candidates[:2])
    return Language(candidates[0][0], candidates[0][1], candidates, f"mixed: {languages}")


def carried(share: float) -> float:
    """Return the probability that the language with this share of the votes is the right one."""
    return float(1 / (1 + ((1 - share) / share) ** fusion().vote))
