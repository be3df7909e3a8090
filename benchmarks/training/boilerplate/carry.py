"""Roles of the lines of an element tree, carried over to the lines of a flattening of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.training.boilerplate.align import WORD

UNKNOWN = -1
#: A line is another one where it holds so much of it, and little else.
WHOLE = 0.8
#: A part of a line still plays its role from so many words on.
PART = 2
#: A line made of several plays the role of one that makes up so much of it.
MOST = 0.6


def carry(
    roles: Sequence[int], lines: Sequence[str], texts: Sequence[str], *, joined: Sequence[int]
) -> list[int]:
    """Return the roles of `texts`, of which the `lines` with `roles` are another flattening.

    Lines meet by their words (longest common subsequence). What only a part of a line with a role
    is, or a line joined of several with different ones, is `UNKNOWN`; but a line joined of lines
    with roles in `joined` plays the last of these.
    """
    from rapidfuzz.distance import LCSseq

    found = [WORD.findall(line.lower()) for line in lines]
    wanted = [WORD.findall(text.lower()) for text in texts]
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(word, len(numbers)) for own in found for word in own]
    other = [numbers.setdefault(word, len(numbers)) for own in wanted for word in own]
    owner = [n for n, own in enumerate(found) for _ in own]
    place = [n for n, own in enumerate(wanted) for _ in own]
    met: list[Counter[int]] = [Counter() for _ in texts]
    for step in LCSseq.opcodes(flat, other):
        if step.tag == "equal":
            for n, m in zip(
                range(step.src_start, step.src_end),
                range(step.dest_start, step.dest_end),
                strict=True,
            ):
                met[place[m]][owner[n]] += 1
    return [
        _role(roles, found, len(own), counts, joined)
        for own, counts in zip(wanted, met, strict=True)
    ]


def _role(
    roles: Sequence[int],
    found: Sequence[list[str]],
    size: int,
    counts: Counter[int],
    joined: Sequence[int],
) -> int:
    if not counts or not any(roles[n] for n in counts):
        return 0
    best, most = counts.most_common(1)[0]
    if most >= WHOLE * size:
        if most >= WHOLE * len(found[best]) or (size >= PART and roles[best] > 0):
            return roles[best]
        return UNKNOWN if roles[best] else 0
    shares: Counter[int] = Counter()
    for n, many in counts.items():
        if roles[n]:
            shares[roles[n]] += many
    if set(shares) <= set(joined) and shares.total() >= MOST * size:
        return max(shares)
    role, many = shares.most_common(1)[0]
    return role if len(shares) == 1 and many >= WHOLE * size else UNKNOWN
