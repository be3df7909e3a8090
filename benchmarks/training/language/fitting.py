"""Fits the weights of the opinions to texts whose n-grams were not counted (by folds)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from benchmarks.training.language.corpus import Example
from tasks.language import evidence, fusion, own
from tasks.language.cleaning import GLANCE, clean
from tasks.language.hearing import hear
from tasks.language.reading import read

KNOTS = (1.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
SETTLED = 0.995
BATCH = 500
EPOCHS = 6
RATE = 0.02
HEARD = 0.03
PULL = 0.01  # Keeps the languages' biases small where they have no ground to be large.


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Texts of one script: tempered evidence (text, row, language), lengths, right answers."""

    languages: npt.NDArray[np.intp]
    rows: torch.Tensor
    shares: torch.Tensor
    right: torch.Tensor


def looks(
    examples: Sequence[Example], known: own.Tables, windows: int = GLANCE
) -> list[evidence.Look]:
    """Return a look at each example, its log-likelihoods tempered."""
    seen = []
    for first in range(0, len(examples), BATCH):
        texts = [example.text for example in examples[first : first + BATCH]]
        seen += evidence.look(hear(read([clean(text, windows) for text in texts])), known)
    return seen


def cases(examples: Sequence[Example], seen: Sequence[evidence.Look]) -> list[Cases]:
    """Return the examples that need weighing, by script; not those in a script not theirs."""
    by_script: dict[int, list[tuple[int, evidence.Look]]] = {}
    for example, one in zip(examples, seen, strict=True):
        languages = one.columns.languages
        if len(languages) > 1 and example.language in languages:
            by_script.setdefault(one.script, []).append((languages.index(example.language), one))
    made = []
    for _, group in sorted(by_script.items()):
        rows = [fusion.tempered(one.rows, one.letters) for _, one in group]
        lengths = [one.letters for _, one in group]
        made.append(
            Cases(
                group[0][1].columns.own,
                torch.tensor(np.stack(rows), dtype=torch.float32),
                torch.tensor(fusion.between(KNOTS, lengths), dtype=torch.float32),
                torch.tensor([right for right, _ in group]),
            )
        )
    return made


def fit(groups: Sequence[Cases], languages: int) -> fusion.Stage:
    """Return the weights under which the right answers are likeliest (Adam, fixed seed)."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rows = groups[0].rows.shape[1]
    weights = torch.full((len(KNOTS), rows), 0.1, requires_grad=True)
    bias = torch.zeros((len(KNOTS), languages), requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    for epoch in range(EPOCHS):
        for setting in optimizer.param_groups:
            setting["lr"] = RATE * (1 - epoch / EPOCHS) + RATE / 20
        for group, batch in _batches(groups):
            scores = _scores(group, batch, weights, bias)
            loss = torch.nn.functional.cross_entropy(scores, group.right[batch])
            loss = loss + PULL * bias.square().mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            with torch.no_grad():
                weights.copy_(torch.maximum(weights, _lowest(rows)))
    return fusion.Stage(KNOTS, _plain(weights), _plain(bias))


def _lowest(rows: int) -> torch.Tensor:
    """Return the lowest weight of each row: no log-likelihood speaks against what it finds
    likely, and langdetect's is always heard."""
    lowest = torch.full((rows,), -torch.inf)
    lowest[torch.from_numpy(fusion.LIKELIHOODS[:rows])] = 0.0
    lowest[evidence.ARBITER] = HEARD
    return lowest


def _batches(groups: Sequence[Cases]) -> list[tuple[Cases, torch.Tensor]]:
    made = [
        (group, batch)
        for group in groups
        for batch in torch.randperm(len(group.right)).split(BATCH)  # type: ignore[no-untyped-call]
    ]
    return [made[n] for n in torch.randperm(len(made)).tolist()]


def _scores(
    group: Cases, batch: torch.Tensor, weights: torch.Tensor, bias: torch.Tensor
) -> torch.Tensor:
    shares = group.shares[batch]
    weighed = torch.einsum("tr,trl->tl", shares @ weights, group.rows[batch])
    return weighed + (shares @ bias)[:, torch.from_numpy(group.languages)]


def _plain(tensor: torch.Tensor) -> npt.NDArray[np.float64]:
    plain: npt.NDArray[np.float64] = tensor.detach().numpy().astype(np.float64)
    return plain.round(4)
