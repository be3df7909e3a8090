"""From a text to its temporal expressions: the longest rule that matches and makes sense wins."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tasks.dates.expressions import reading_days, reading_periods, reading_spans
from tasks.dates.expressions.names import known
from tasks.dates.expressions.rules import Grammar, Rule, candidates, grammar
from tasks.dates.expressions.scene import Reading, Scene
from tasks.dates.expressions.tokens import Tokens, tokenize
from tasks.dates.mentions import DateMention

READERS: dict[str, Callable[[Scene], Reading | None]] = {
    name: reader
    for module in (reading_days, reading_spans, reading_periods)
    for name, reader in module.READERS.items()
}


REPORT = 120  # tokens within which a report on a quarter goes on
NEAR = 12  # tokens between a day and a clock time that is one of that day


@dataclass(slots=True)
class Spoken:
    """What the text speaks of so far: the middle of the last date, is it a day, and the quarter."""

    day: date | None = None
    exact: bool = False
    after: int = 0
    quarter: str | None = None
    quarter_after: int = 0

    def near(self, tokens: Tokens, place: int) -> bool:
        """Whether the last date is a day, named shortly before `place` in the same sentence."""
        if not self.exact or place - self.after > NEAR:
            return False
        between = tokens.words[self.after : place]
        return not any(word in ".!?;" or word[0] == "\n" for word in between)

    def reports(self, place: int) -> bool:
        """Whether the text spoke of a quarter not long before `place`."""
        return self.quarter is not None and place - self.quarter_after <= REPORT

    def note(self, mention: DateMention, after: int) -> None:
        """Remember a mention that ends before the token `after`, if it names a day to a year."""
        if mention.kind not in ("DATE", "TIME") or mention.first is None or mention.last is None:
            return
        if mention.value and "-Q" in mention.value:
            self.quarter = self.quarter or mention.value
            self.quarter_after = after
        if (mention.last - mention.first).days <= 366:
            self.day = mention.first + (mention.last - mention.first) // 2
            self.exact = mention.first == mention.last
            self.after = after


def find(text: str, anchor: date | None, language: str) -> list[DateMention]:
    """The temporal expressions of `text`; see tasks.dates.mentions.find_dates."""
    code = _code(language)
    rules = grammar(code)
    tokens = tokenize(text, rules.lexicon)
    found: list[DateMention] = []
    spoken = Spoken()
    done = 0
    for start in rules.starts.finditer(tokens.classes):
        place = start.start()
        if place < done:
            continue
        tried = candidates(code, tokens.classes[place : place + 2])
        mention = _mention(tokens, rules, tried, place, anchor, spoken) if tried else None
        if mention is None:
            continue
        found.append(mention[0])
        done = mention[1]
        spoken.note(*mention)
    return found


def _code(language: str) -> str:
    """The language of a BCP 47 code, 'und' where CLDR has none of that name."""
    code = re.split("[-_]", language, maxsplit=1)[0].lower()
    return code if known(code) else "und"


def _mention(
    tokens: Tokens,
    rules: Grammar,
    tried: tuple[Rule, ...],
    place: int,
    anchor: date | None,
    spoken: Spoken,
) -> tuple[DateMention, int] | None:
    """The mention that starts at a token, and the token after it; `tried` are the rules to try."""
    matches = [
        (rule, match) for rule in tried if (match := rule.regex.match(tokens.classes, place))
    ]
    matches.sort(key=lambda pair: -pair[1].end())
    for rule, match in matches:
        scene = _scene(tokens, rules, rule, match, anchor, spoken)
        try:
            reading = READERS[rule.reader](scene)
        except (ValueError, OverflowError):  # the 31st of June, the year 12000
            continue
        if reading is not None:
            return _made(tokens, scene, reading), scene.after
    return None


def _scene(
    tokens: Tokens,
    rules: Grammar,
    rule: Rule,
    match: re.Match[str],
    anchor: date | None,
    spoken: Spoken,
) -> Scene:
    parts = {
        name.rstrip("0123456789"): match.span(name)
        for name, part in match.groupdict().items()
        if part is not None
    }
    first, after = parts.get("core", match.span())
    return Scene(
        tokens,
        rules.lexicon,
        rules.direction,
        first,
        after,
        parts,
        rule.options,
        anchor,
        spoken.day,
        spoken.exact,
        spoken.near(tokens, first),
        spoken.quarter,
        spoken.reports(first),
    )


def _made(tokens: Tokens, scene: Scene, reading: Reading) -> DateMention:
    start, end = tokens.spans[scene.first][0], tokens.spans[scene.after - 1][1]
    return DateMention(
        start,
        end,
        tokens.text[start:end],
        reading.kind,  # type: ignore[arg-type]
        reading.value,
        reading.first,
        reading.last,
        reading.anchor,
        reading.reason,
    )
