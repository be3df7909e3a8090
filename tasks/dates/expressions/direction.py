"""Before or after? The verbs near an expression say whether 'Friday' is past or to come.

The nearest cue in the sentence decides, and a strong future one ("will", "due") some tokens
further off outweighs a plain past one, for "he said he will come on Friday" reports in the past
what lies ahead.
"""

from dataclasses import dataclass

from tasks.dates.expressions.tokens import Tokens

BEFORE, AFTER = 12, 12  # tokens looked at on each side
BEHIND_PENALTY = 1  # cues after the expression weigh a little less than those before it
STRONG_REACH = 4  # tokens by which a strong future cue may be further off than a past one
AHEAD_DISTANCE = 1  # 'by Friday': a cue as strong as a verb this many tokens off
SUBJECT = 5  # tokens from a date that opens a sentence to its verb
GOVERNING = 1  # "said on Friday": a past verb this near settles it, whatever will happen
STOPS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Direction:
    """Cue words of one language; the endings mark verbs ("announced", "durera").

    `bound` are two words that together speak of the future ("was to"), `perfect` are verbs that
    after "by Friday" say that it has passed ("had").
    """

    future: frozenset[str]
    strong: frozenset[str]
    past: frozenset[str]
    ahead: frozenset[str]
    behind: frozenset[str]
    passive: frozenset[str]
    bound: frozenset[str]
    perfect: frozenset[str]
    past_endings: tuple[str, ...]
    not_past: frozenset[str]
    future_endings: tuple[str, ...]
    future_beginnings: tuple[str, ...]
    not_future: frozenset[str]

    def at(self, tokens: Tokens, first: int, after: int) -> int:
        """-1 past, 1 future, 0 unknown, for the expression at tokens first to after."""
        words = tokens.words
        before = words[first - 1].lower() if first else ""
        if before in self.behind:
            return -1
        ahead = self._ahead(words, first)
        if ahead and self._over(words, first, after):
            return -1
        cues = [(AHEAD_DISTANCE, 1, False)] if ahead else []
        cues += [
            *self._cues(words, range(first - 1, max(first - BEFORE, 0) - 1, -1), 0),
            *self._cues(words, range(after, min(after + AFTER, len(words))), BEHIND_PENALTY),
        ]
        if not cues:
            return 0
        cues.sort(key=lambda cue: cue[0])
        distance, direction, _ = cues[0]
        if (
            direction < 0
            and distance > GOVERNING
            and any(strong and further - distance <= STRONG_REACH for further, _, strong in cues)
        ):
            return 1
        return direction

    def _ahead(self, words: list[str], first: int) -> bool:
        return any(word.lower() in self.ahead for word in words[max(first - 2, 0) : first])

    def _over(self, words: list[str], first: int, after: int) -> bool:
        """Whether a verb of the same sentence says that it has passed.

        "had left by Friday", "By Friday, they left": a cue before the latter is one of its own.
        """
        behind = range(after, min(after + AFTER, len(words)))
        before = range(first - 1, max(first - BEFORE, 0) - 1, -1)
        if self._perfect(words, behind) or self._perfect(words, before):
            return True
        following = self._cues(words, behind, 0)
        told = bool(following) and following[0][0] <= SUBJECT and following[0][1] < 0
        return told and not self._cues(words, before, 0)

    def _perfect(self, words: list[str], places: range) -> bool:
        for place in places:
            word = words[place].lower()
            if word in self.perfect:
                return True
            if word in self.strong or (word in STOPS and _ends_sentence(words, place)):
                return False
        return False

    def _was_to_come(self, words: list[str], place: int) -> bool:
        """Whether a cue of the future tells what once was to come: "had been due"."""
        before = [word.lower() for word in words[max(place - 2, 0) : place]]
        return before[1:] == ["been"] and before[0] in self.perfect

    def _future(self, word: str) -> bool:
        if word in self.future:
            return True
        formed = word.endswith(self.future_endings) or word.startswith(self.future_beginnings)
        return formed and len(word) > 4 and word not in self.not_future

    def _past(self, word: str) -> bool:
        if word in self.past:
            return True
        return (
            len(word) > 4
            and word.endswith(self.past_endings)
            and word not in self.not_past
            and word not in self.future
        )

    def _passive(self, words: list[str], place: int) -> bool:
        return place > 0 and words[place - 1].lower() in self.passive

    def _cues(self, words: list[str], places: range, penalty: int) -> list[tuple[int, int, bool]]:
        found = []
        for distance, place in enumerate(places):
            word = words[place].lower()
            if word in STOPS or word[0] == "\n":
                if _ends_sentence(words, place):
                    break
            elif f"{word} {''.join(words[place + 1 : place + 2]).lower()}" in self.bound:
                found.append((distance + penalty, 1, False))
            elif self._future(word) and not self._was_to_come(words, place):
                found.append((distance + penalty, 1, word in self.strong))
            elif self._past(word) and not self._passive(words, place):
                found.append((distance + penalty, -1, False))
        return found


def _ends_sentence(words: list[str], place: int) -> bool:
    """Whether the sign at `place` ends a sentence, rather than an abbreviation."""
    if words[place] != ".":
        return True
    before = words[place - 1] if place else ""
    behind = words[place + 1] if place + 1 < len(words) else "\n"
    return len(before) > 3 and not behind[:1].islower()
