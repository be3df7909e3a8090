"""What the lines around a line, and the page as a whole, tell about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tasks.boilerplate.features import COLUMNS
from tasks.boilerplate.places import PLACE_COLUMNS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FAR = 400.0
WINDOWS = ((-3, -1), (1, 3), (-8, -1), (1, 8), (-25, -1), (1, 25), (-8, 8))
LATER_WINDOWS = ((-5, -1), (1, 5), (-15, -1), (1, 15), (-40, -1), (1, 40))
NEAR, WIDE = (-2, -1, 1, 2), (-4, -3, 3, 4)
#: Own columns that are also looked up in the lines right before and after.
LOOKED = ("ends", "common", "capitals", "kinds_share", "topic", "first_lower", "blanks")
#: Own columns of which the page's mean counts.
AVERAGED = ("ends", "short", "common", "digits", "seen", "cased", "kinds_share")
RELATED, COMMENT = (COLUMNS.index(f"kind_{kind}") for kind in ("related", "comment"))
SHORT_MARK = 10.0
PLACE_LOOKED = [PLACE_COLUMNS.index(name) for name in ("link", "names", "nearest", "parent_long")]
PLACE_WINDOWS = ((-3, -1), (1, 3), (-8, 8))


def side_by_side(parts: Sequence[NDArray[Any]]) -> Floats:
    """Return the columns of `parts`, which have a row for each line, side by side; the values of
    each column lie one after the other.
    """
    import numpy as np

    columns = [part.T for part in parts]
    found: Floats = np.concatenate(columns, dtype=np.float32, casting="same_kind").T
    return found


def together(columns: Sequence[NDArray[Any]]) -> Floats:
    """Return `columns` (a value for each line) as one array with a row for each line."""
    import numpy as np

    found: Floats = np.concatenate(columns, dtype=np.float32, casting="same_kind")
    return found.reshape(len(columns), -1).T


def same_for_all(values: Sequence[float], number: int) -> Floats:
    """Return `number` rows of the same `values`."""
    import numpy as np

    return np.array(values, np.float32).repeat(number).reshape(len(values), number).T


def surroundings(
    rows: Floats, sizes: Floats, odds: Floats, linked: Floats | None, places: Floats | None = None
) -> Floats:
    """Return `rows` with the features of window and page beside them, one row a line.

    `sizes` are words a line; `odds` the linear model's log-odds and known share of words;
    `linked` the features of `cohesion` (text only); `places` those of the lines' places in the
    element tree (HTML only).
    """
    import numpy as np

    linear = odds[:, 0]
    column = {name: rows[:, n] for n, name in enumerate(COLUMNS)}
    number = len(rows)
    text = ((sizes >= 14) & ((column["ends"] > 0) | (column["common"] > 0.25))).astype(np.float32)
    sentence = ((column["ends"] > 0) & (sizes >= 8)).astype(np.float32)
    mass = sizes * text
    total, text_total = max(float(sizes.sum()), 1.0), max(float(mass.sum()), 1.0)
    looked = [column["words"], linear, *(column[name] for name in LOOKED)]
    averaged = [text, column["words"], linear, column["short"], sentence, column["kinds_share"]]
    before = (np.cumsum(mass) - mass) / text_total
    place = np.arange(number, dtype=np.float32)
    density = np.convolve(mass, np.ones(11, np.float32), "full")[5 : 5 + number] / text_total
    means = together([text, linear, *(column[name] for name in AVERAGED)]).T.sum(axis=1) / number
    page = [
        np.log1p(number),
        np.log1p(total),
        means[0],
        np.log1p(text.sum()),
        text_total / total,
        *means[1:4],
        float((linear * sizes).sum()) / total,
        *means[4:],
    ]
    parts = [
        rows,
        odds,
        shifted(together(looked), NEAR),
        shifted(together(looked[:2]), WIDE),
        _window_means(together(averaged), WINDOWS),
        together(
            [
                np.log1p(_since(text > 0)),
                np.log1p(_since(text[::-1] > 0)[::-1]),
                before,
                1 - before - mass / text_total,
                place / number,
                np.log1p(place),
                np.log1p(number - 1 - place),
                (np.cumsum(sizes) - sizes) / total,
                density,
            ]
        ),
        same_for_all(page, number),
        _marks(rows, sizes),
    ]
    if places is not None:
        looked_at = places[:, PLACE_LOOKED]
        parts += [places, shifted(looked_at, NEAR), _window_means(looked_at, PLACE_WINDOWS)]
    if linked is not None:
        parts.append(linked)
    return side_by_side(parts)


def likely_surroundings(features: Floats, likely: Floats, sizes: Floats) -> Floats:
    """Return `features` with the first stage's probabilities of the neighbourhood beside them."""
    import numpy as np

    mass = likely * sizes
    total = float(mass.sum()) or 1.0
    before = (np.cumsum(mass) - mass) / total
    sure = (likely > 0.7) & (sizes >= 8)
    number = len(likely)
    page = [
        float(mass.sum()) / max(float(sizes.sum()), 1.0),
        float(np.log1p(mass.sum())),
        likely.mean(),
        np.abs(likely - 0.5).mean(),
        likely.max(),
    ]
    return side_by_side(
        [
            features,
            likely[:, None],
            shifted(likely[:, None], (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6)),
            _window_means(together([likely, mass]), LATER_WINDOWS),
            together(
                [
                    before,
                    1 - before - mass / total,
                    np.log1p(_since(sure)),
                    np.log1p(_since(sure[::-1])[::-1]),
                ]
            ),
            same_for_all(page, number),
        ]
    )


def _marks(rows: Floats, sizes: Floats) -> Floats:
    """Return features of the short lines that open related links or readers' comments."""
    import numpy as np

    number = len(rows)
    brief = sizes <= SHORT_MARK
    related = ((rows[:, RELATED] > 0) & brief).astype(np.float32)
    comment = ((rows[:, COMMENT] > 0) & brief).astype(np.float32)
    long_mass = sizes * (sizes >= 20)
    started = np.cumsum(long_mass) > 0.1 * max(float(long_mass.sum()), 1.0)
    place = np.arange(number, dtype=np.float32)
    later_comment = comment * started
    first = float(np.argmax(later_comment)) if later_comment.any() else FAR + number
    since_related = _since((related * started) > 0)
    own = [
        related,
        comment,
        np.cumsum(later_comment),
        np.cumsum(related * started),
        np.cumsum(comment[::-1])[::-1],
    ]
    means = _window_means(together([comment, related]), ((-12, 12), (-30, 30)))
    later = [(place - first).clip(-1, FAR), since_related]
    return side_by_side([together(own), means, together(later)])


def shifted(columns: Floats, offsets: tuple[int, ...]) -> Floats:
    """Return `columns` as they stand `offset` lines further on, -1 beyond the page's edges."""
    import numpy as np

    number, width = columns.shape
    reach = max(map(abs, offsets))
    padded = np.full((width, number + 2 * reach), -1.0, np.float32)
    padded[:, reach : reach + number] = columns.T
    found = [padded[:, reach + offset : reach + offset + number] for offset in offsets]
    return np.concatenate(found).T


def _window_means(columns: Floats, windows: tuple[tuple[int, int], ...]) -> Floats:
    """Return the means of `columns` over lines ``n + low`` to ``n + high`` for each window."""
    import numpy as np

    number, width = columns.shape
    reach = max(max(-low, high + 1) for low, high in windows)
    # Sums up to each line, with a row of ones for the counts, held on beyond the edges.
    summed = np.zeros((width + 1, number + 1 + 2 * reach), np.float64)
    inside = summed[:, reach + 1 : reach + 1 + number]
    np.cumsum(columns.T, axis=1, out=inside[:width])
    inside[width] = np.arange(1, number + 1)
    summed[:, reach + 1 + number :] = inside[:, -1:] if number else 0.0
    means = np.empty((len(windows), width, number), np.float32)
    for n, (low, high) in enumerate(windows):
        first, after = reach + low, reach + high + 1
        total = summed[:, after : after + number] - summed[:, first : first + number]
        np.divide(total[:width], np.maximum(total[width], 1), out=means[n], casting="same_kind")
    return means.reshape(-1, number).T


def _since(marked: NDArray[np.bool_]) -> Floats:
    """Return how many lines ago (or here: 0) the last marked line was; `FAR` before the first."""
    import numpy as np

    place = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, place, -(10**6)))
    return np.minimum(place - last, FAR).astype(np.float32)
