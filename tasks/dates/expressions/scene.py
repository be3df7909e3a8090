"""What a reader of a rule sees: the match, its words, and the dates to reckon from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tasks.dates.expressions.calendar import covered
from tasks.dates.expressions.direction import Direction
from tasks.dates.expressions.lexicon import Lexicon, Meaning
from tasks.dates.expressions.tokens import Tokens

NO_ANCHOR = "relative to the text's own date, which is unknown"
NO_TOPIC = "relative to a date named before, and none was found"
NO_DAY = "relative to a day named before it, of which there is none"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means; see DateMention for the fields."""

    kind: str
    value: str | None
    first: date | None = None
    last: date | None = None
    anchor: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One match of one rule. `parts` maps a part's name to its token indexes, first and after.

    `topic` is a day of the last date that the text named (`exact` where it named the day itself,
    `near` where it did so shortly before, in the same sentence),
    `quarter` the quarter that it speaks of (`report` where it did so not long before).
    """

    tokens: Tokens
    lexicon: Lexicon
    direction: Direction
    first: int
    after: int
    parts: dict[str, tuple[int, int]]
    options: dict[str, str | int]
    anchor: date | None
    topic: date | None
    exact: bool
    near: bool
    quarter: str | None
    report: bool

    def has(self, part: str) -> bool:
        """Whether the match holds this part."""
        return part in self.parts

    def words(self, part: str) -> list[str]:
        """The tokens of a part; empty where the match does not hold it."""
        first, after = self.parts.get(part, (0, 0))
        return self.tokens.words[first:after]

    def word(self, part: str) -> str:
        """The tokens of a part, in lower case, joined by blanks."""
        return " ".join(self.words(part)).lower()

    def meaning(self, part: str, *names: str) -> Meaning | None:
        """What a part, or else a token of it, means in one of these classes; None for nothing."""
        whole = self.word(part)
        for name in names:
            meaning = self.lexicon.meaning(name, whole)
            if meaning is not None:
                return meaning
        for word in self.words(part):
            for name in names:
                meaning = self.lexicon.meaning(name, word)
                if meaning is not None:
                    return meaning
        return None

    def number(self, part: str, *names: str) -> int | None:
        """As `meaning`, where the meaning is a whole number."""
        meaning = self.meaning(part, *names)
        return meaning if isinstance(meaning, int) else None

    def code(self, part: str, *names: str) -> str:
        """As `meaning`, where the meaning is a code; '' where there is none."""
        meaning = self.meaning(part, *names)
        return meaning if isinstance(meaning, str) else ""

    def tense(self) -> int:
        """-1 where the verbs near by tell of the past, 1 of the future, 0 where nothing tells."""
        return self.direction.at(self.tokens, self.first, self.after)


def absolute(kind: str, value: str) -> Reading:
    """A reading that needs no anchor."""
    return Reading(kind, value, *covered(value))


def relative(kind: str, scene: Scene, value: Callable[[date], str]) -> Reading:
    """A reading reckoned from the text's own date; without one, a reading without a value."""
    if scene.anchor is None:
        return Reading(kind, None, reason=NO_ANCHOR)
    found = value(scene.anchor)
    return Reading(kind, found, *covered(found), anchor=scene.anchor)


def topical(
    kind: str, scene: Scene, value: Callable[[date], str], *, to_the_day: bool = False
) -> Reading:
    """A reading reckoned from the last date named in the text, else from the text's own.

    With `to_the_day` only a day that the text named does.
    """
    if to_the_day and (scene.topic is None or not scene.exact):
        return Reading(kind, None, reason=NO_DAY)
    base = scene.topic or scene.anchor
    if base is None:
        return Reading(kind, None, reason=NO_TOPIC)
    found = value(base)
    return Reading(kind, found, *covered(found), anchor=base)
