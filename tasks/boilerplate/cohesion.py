"""Whether the lines of a page go on about one thing.

The sentences of a story share its names and matters with those before and after; teasers of other
stories share little, even where each of them reads like a sentence. This needs no language. The
idea is TextTiling's (Hearst, Computational Linguistics 23(1), 1997).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.boilerplate.context import together
from tasks.boilerplate.lexicon import STOP
from tasks.boilerplate.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

#: A word comes back where it stands at most so many words away, on another line.
NEAR = 150
#: Lines of so many words are paragraphs; where a page has hardly any, those of fewer are.
PARAGRAPH, BRIEF, FEW = 28, 15, 4
WINDOWS = ((-6, -1), (1, 6), (-15, -1), (1, 15), (-6, 6))
COLUMNS = len(WINDOWS) * 3 + 3


def cohesion(words: Vocabulary, sizes: Floats) -> Floats:
    """Return `COLUMNS` features of each line of `words`; `sizes` are words a line.

    For the line, and for windows around it: which share of its content words comes back on lines
    close by, and which stands in two paragraphs of the page; for windows also which share of the
    words stands in paragraphs, and for the line the number of its content words.
    """
    import numpy as np

    lines, distinct = len(words.counts), max(len(words.distinct), 1)
    content = (words.lengths > 2) & ((words.lists & STOP) == 0) & ~words.digits
    chosen = content[words.pair_words]
    line, word = words.pair_lines[chosen], words.pair_words[chosen]
    paragraph = sizes >= PARAGRAPH
    whole = paragraph if paragraph.sum() >= FEW else sizes >= BRIEF
    core = np.bincount(word[whole[line]], minlength=distinct) > 1
    near = word[1:] == word[:-1]
    near &= words.starts[line[1:]] - words.ends[line[:-1]] <= NEAR
    linked = np.zeros(len(line), bool)
    linked[:-1] |= near
    linked[1:] |= near
    counted = np.empty((5, lines))
    counted[0] = np.bincount(line, minlength=lines)
    counted[1] = np.bincount(line[linked], minlength=lines)
    counted[2] = np.bincount(line[core[word]], minlength=lines)
    counted[3] = sizes
    counted[4] = sizes * paragraph
    parts = [*(counted[1:3] / np.maximum(counted[0], 1)), np.log1p(counted[0])]
    reach = max(max(-low, high + 1) for low, high in WINDOWS)
    summed = np.zeros((5, lines + 1 + 2 * reach))
    np.cumsum(counted, axis=1, out=summed[:, reach + 1 : reach + 1 + lines])
    summed[:, reach + 1 + lines :] = summed[:, reach + lines, None]
    for low, high in WINDOWS:
        first, until = reach + low, reach + high + 1
        total = summed[:, until : until + lines] - summed[:, first : first + lines]
        parts += [*(total[1:3] / np.maximum(total[0], 1)), total[4] / np.maximum(total[3], 1)]
    return together(parts)
