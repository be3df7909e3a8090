"""The training loop: a fixed number of steps, fixed seeds, one thread."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.training.entities.augment import augmented, mentions, world
from benchmarks.training.entities.corpora import Parts
from benchmarks.training.entities.network import Tagger
from benchmarks.training.entities.scheme import Sentence
from tasks.entities.recognise import features, gazetteer, subwords
from tasks.entities.recognise.labels import LABELS

Array = np.ndarray[Any, Any]
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    steps: int = 4_200
    words: int = 2400
    rate: float = 2.5e-3
    hidden: int = 128
    dropout: float = 0.35
    seed: int = 1
    #: Share of the silver sentences in one pass: until 35 %, until 75 %, and to the end.
    silver: tuple[float, float, float] = (0.6, 0.3, 0.08)
    #: Shares of the words whose own entry, and whose vector, are hidden.
    hidden_words: float = 0.15
    hidden_vectors: float = 0.08
    decay: float = 1e-4
    #: Share of the sentences in which names are swapped for names of the same type.
    swap: float = 0.05
    #: Weight of what the teacher says of each word, where there is one, beside the labels.
    heed: float = 1.0

    def lasting(self, steps: int) -> Plan:
        """Return this plan with another number of steps."""
        return replace(self, steps=steps)


#: The long phase, and the short one that also learns what the first was measured on.
FIRST = Plan()
SECOND = Plan(steps=1_800, rate=8e-4, seed=2, silver=(0.08, 0.08, 0.04))
#: The smaller network that is shipped learns from the labels and from the larger one.
TAUGHT = Plan(steps=5_000, rate=1e-3, hidden=80, seed=3, silver=(0.6, 0.3, 0.08))


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as numbers."""

    rows: Array
    vectors: Array
    places: Array
    allowed: Array


class Encoder:
    """Words to feature rows; vectors of n-grams are looked up once for every word form."""

    def __init__(self, table: Array) -> None:
        self._table = table
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}
        self._vectors: list[Array] = []

    def encoded(self, sentence: Sentence) -> Encoded:
        """Return the numbers of one sentence, cut to the longest length."""
        words = list(sentence.words[:LONGEST])
        lowered = [features.lowered(word) for word in words]
        places = np.zeros(len(words), np.int64)
        for place, number in gazetteer.features(words, lowered):
            places[place] = number
        known = [self._of(word, lower) for word, lower in zip(words, lowered, strict=True)]
        return Encoded(
            np.array([rows for rows, _ in known], np.int64),
            np.array([vector for _, vector in known], np.int64),
            places,
            np.array(sentence.allowed[:LONGEST], np.int64),
        )

    def _of(self, word: str, lower: str) -> tuple[tuple[int, ...], int]:
        known = self._known.get(word)
        if known is None:
            rows, _ = subwords.rows([lower], len(self._table))
            described = tuple(features.described([word], [lower])[0].tolist())
            known = (described, len(self._vectors))
            self._vectors.append(self._table[rows].mean(0).astype(np.float32))
            self._known[word] = known
        return known

    def stacked(self) -> Array:
        """Return the vectors of all words met so far, one a row."""
        return np.stack(self._vectors)


def batches(encoded: list[Encoded], words: int, chance: random.Random) -> list[list[Encoded]]:
    """Return batches of sentences of one length each, so that nothing is padded."""
    by_length: dict[int, list[Encoded]] = {}
    for sentence in encoded:
        by_length.setdefault(len(sentence.places), []).append(sentence)
    found: list[list[Encoded]] = []
    for length in sorted(by_length):
        group = by_length[length]
        chance.shuffle(group)
        size = max(1, words // (length + 1))
        found.extend(group[start : start + size] for start in range(0, len(group), size))
    chance.shuffle(found)
    return found


def tensors(batch: list[Encoded], vectors: Array) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return rows, vectors, places and allowed labels of a batch."""
    allowed = np.stack([sentence.allowed for sentence in batch])
    bits = (allowed[:, :, None] >> np.arange(len(LABELS))) & 1
    return (
        torch.from_numpy(np.stack([sentence.rows for sentence in batch])),
        torch.from_numpy(vectors[np.stack([sentence.vectors for sentence in batch])]),
        torch.from_numpy(np.stack([sentence.places for sentence in batch])),
        torch.from_numpy(bits.astype(bool)),
    )


def trained(
    parts: Parts,
    table: Array,
    plan: Plan,
    start: dict[str, Tensor] | None = None,
    teacher: Tagger | None = None,
) -> Tagger:
    """Return the moving average of the network after `plan.steps` steps, from `start` if given.

    With a `teacher` it learns from the labels and from what the teacher says of the same words
    (Hinton, Vinyals and Dean, 2015).
    """
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    torch.use_deterministic_algorithms(True)
    # Every cell is written before it is read; filling them first costs a sixth of the time.
    torch.utils.deterministic.fill_uninitialized_memory = False
    chance = random.Random(plan.seed)
    encoder = Encoder(table)
    network = Tagger(plan.hidden, plan.dropout)
    if start is not None:
        network.load_state_dict(start)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=plan.rate, weight_decay=plan.decay, fused=True
    )
    average = {name: value.clone() for name, value in network.state_dict().items()}
    started, seen, total = time.time(), 0, 0.0
    network.train()
    for step, (batch, vectors) in enumerate(_stream(parts, encoder, plan, chance)):
        share = step / plan.steps
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(1.0, (step + 1) / 200) * max(0.01, 1 - share)
        rows, meaning, places, allowed = tensors(batch, vectors)
        taught = None if teacher is None else _said(teacher, rows, meaning, places)
        rows[..., 0].masked_fill_(torch.rand(rows.shape[:2]) < plan.hidden_words, 0)
        meaning = meaning * (torch.rand(rows.shape[:2]) > plan.hidden_vectors).float()[..., None]
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(rows, meaning, places)
        loss = network.loss(scores.float(), allowed).sum() / places.numel()
        if taught is not None:
            loss = loss + plan.heed * _apart(taught, scores.float()) / places.numel()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        seen += places.numel()
        total += float(loss.detach())
        if step % 10 == 0:
            _averaged(average, network, step)
        if step % 500 == 499:
            speed = seen / (time.time() - started)
            print(f"step {step + 1} loss {total / 500:.4f} {speed:.0f} words/s", flush=True)
            total = 0.0
    network.load_state_dict(average)
    return network.eval()


def _said(teacher: Tagger, rows: Tensor, vectors: Tensor, places: Tensor) -> Tensor:
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        scores: Tensor = teacher(rows, vectors, places)
    return scores.float()


def _apart(taught: Tensor, scores: Tensor) -> Tensor:
    """Return how far the labels of all words lie from the taught ones (Kullback and Leibler)."""
    wanted, found = taught.log_softmax(-1), scores.log_softmax(-1)
    return nn.functional.kl_div(found, wanted, reduction="sum", log_target=True)


def _averaged(average: dict[str, Tensor], network: Tagger, step: int) -> None:
    decay = min(0.999, (step + 1) / (step + 51)) ** 10
    with torch.no_grad():
        for name, value in network.state_dict().items():
            average[name].mul_(decay).add_(value, alpha=1 - decay)


def _stream(
    parts: Parts, encoder: Encoder, plan: Plan, chance: random.Random
) -> Iterator[tuple[list[Encoded], Array]]:
    names, others = world(), mentions(parts.gold)
    step = 0
    plain: dict[int, Encoded] = {}
    while step < plan.steps:
        share = step / plan.steps
        portion = plan.silver[0 if share < 0.35 else 1 if share < 0.75 else 2]
        pool = parts.gold + chance.sample(parts.silver, int(len(parts.silver) * portion))
        encoded = []
        for sentence in pool:
            changed = augmented(sentence, names, others, plan.swap, chance)
            encoded.append(_encoded(sentence, changed, encoder, plain))
        vectors = encoder.stacked()
        for batch in batches(encoded, plan.words, chance):
            if step == plan.steps:
                return
            yield batch, vectors
            step += 1


def _encoded(
    sentence: Sentence, changed: Sentence, encoder: Encoder, plain: dict[int, Encoded]
) -> Encoded:
    if changed.words != sentence.words:
        return encoder.encoded(changed)
    known = plain.get(id(sentence))
    if known is None:
        known = plain[id(sentence)] = encoder.encoded(sentence)
    return known
