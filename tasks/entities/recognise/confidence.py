"""From the network's own probability to how often it is right."""

from __future__ import annotations

import math

_SHARPEST = 1e-6


def calibrated(probability: float, calibration: tuple[float, float]) -> float:
    """Return the probability after Platt scaling (slope and shift of its logit), four decimals."""
    slope, shift = calibration
    sure = min(max(probability, _SHARPEST), 1 - _SHARPEST)
    logit = slope * math.log(sure / (1 - sure)) + shift
    return round(1 / (1 + math.exp(-logit)), 4)
