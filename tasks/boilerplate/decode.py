"""Which lines to keep: those that maximise the expected word-F1 of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST, MOST = 0.12, 0.6
#: Sentences of so many words in or beside the body are kept from a lower probability on: the
#: cut that is best for word-F1 gives whole sentences away where a page is hard to read.
SENTENCE, SENTENCE_LEAST, BESIDE = 12, 0.2, 2
#: So is any line that has kept lines close before and after it: a heading, say.
BETWEEN_LEAST, CLOSE = 0.4, 3
#: Where nothing is kept, prose of so many words is: a page of one long line, say.
PROSE = 40


def kept_lines(
    likely: NDArray[np.float32], sizes: NDArray[np.float32], *, recall: float = 1.0
) -> tuple[NDArray[np.bool_], float]:
    """Return which lines to keep and the probability from which on.

    With lines sorted by probability, the expected F1 of the first n is
    2 * expected words right / (words kept + expected words of the body); the cut is where it is
    highest. `recall` above 1 counts what is lost for more.
    """
    import numpy as np

    if not len(likely):
        return np.zeros(0, bool), MOST
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(likely[order] * sizes[order])
    kept = np.cumsum(sizes[order])
    expected = 2 * right / (kept + recall * float((likely * sizes).sum()) + 1e-9)
    cut = float(np.clip(likely[order[int(np.argmax(expected))]], LEAST, MOST))
    return likely >= cut, cut


def with_sentences(
    kept: NDArray[np.bool_],
    likely: NDArray[np.float32],
    sizes: NDArray[np.float32],
    ends: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return `kept` with the sentences in and right beside the body, and with likely lines between
    kept ones; `ends` says which lines end like sentences.
    """
    import numpy as np

    if not kept.any():
        return (sizes >= PROSE) & ends
    first, last = np.flatnonzero(kept)[[0, -1]]
    place = np.arange(len(kept))
    near = (place >= first - BESIDE) & (place <= last + BESIDE)
    whole: NDArray[np.bool_] = kept | (
        near & ends & (sizes >= SENTENCE) & (likely >= SENTENCE_LEAST)
    )
    around = np.convolve(whole, np.ones(CLOSE), "full")
    before = np.concatenate([[0.0], around[: len(kept) - 1]])
    after = np.concatenate([around[CLOSE:], [0.0]])
    between: NDArray[np.bool_] = (before > 0) & (after > 0) & (likely >= BETWEEN_LEAST)
    return whole | between
