"""The network in PyTorch: hashed features, a convolution, a BiLSTM and a CRF."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from tasks.entities.recognise import features, gazetteer
from tasks.entities.recognise.decode import constrained
from tasks.entities.recognise.labels import LABELS

WIDTH = 128
_FORBIDDEN = -1e4


class Tagger(nn.Module):
    """Scores of every label for every word of sentences of one length."""

    allowed_after: Tensor
    allowed_first: Tensor

    def __init__(self, hidden: int, dropout: float) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, width) for _, size, width in features.TABLES)
        for table in self.tables:
            assert isinstance(table, nn.Embedding)
            nn.init.normal_(table.weight, std=0.1)
        joined = sum(width for _, _, width in features.TABLES) + features.SUBWORD_WIDTH
        self.entry = nn.Linear(joined, WIDTH)
        self.places = nn.Embedding(gazetteer.SIZE, WIDTH)
        nn.init.normal_(self.places.weight, std=0.05)
        self.norm = nn.LayerNorm(WIDTH)
        self.window = nn.Linear(3 * WIDTH, WIDTH)
        self.norm_window = nn.LayerNorm(WIDTH)
        self.lstm = nn.LSTM(WIDTH, hidden, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * hidden + WIDTH, len(LABELS))
        self.dropout = dropout
        self.after = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.first = nn.Parameter(torch.zeros(len(LABELS)))
        size = len(LABELS)
        chain = constrained(np.zeros((size, size), np.float32), np.zeros(size, np.float32))
        self.register_buffer("allowed_after", torch.from_numpy(chain.after))
        self.register_buffer("allowed_first", torch.from_numpy(chain.first))

    def forward(self, rows: Tensor, vectors: Tensor, places: Tensor) -> Tensor:
        """Return [sentence, word, label] scores; `rows` are [sentence, word, table]."""
        parts = [table(rows[..., number]) for number, table in enumerate(self.tables)]
        joined = torch.cat([*parts, vectors], -1)
        entered = self.entry(
            nn.functional.dropout(joined, self.dropout, self.training)
        ) + self.places(places)
        word = self.norm(torch.relu(entered))
        edge = torch.zeros_like(word[:, :1])
        left = torch.cat([edge, word[:, :-1]], 1)
        right = torch.cat([word[:, 1:], edge], 1)
        window = torch.relu(self.window(torch.cat([left, word, right], -1)))
        local = self.norm_window(word + window)
        context, _ = self.lstm(self._dropped(local))
        scores: Tensor = self.out(self._dropped(torch.cat([context, local], -1)))
        return scores

    def _dropped(self, values: Tensor) -> Tensor:
        """Hide the same dimensions of every word of a sentence (Gal and Ghahramani, 2016)."""
        if not self.training:
            return values
        kept = torch.rand(len(values), 1, values.shape[2]) > self.dropout
        return values * (kept / (1 - self.dropout))

    def loss(self, scores: Tensor, allowed: Tensor) -> Tensor:
        """Return, per sentence, minus the log probability of all label sequences allowed."""
        count = len(scores)
        both = torch.cat([scores, scores.masked_fill(~allowed, _FORBIDDEN)])
        after = self.after + self.allowed_after
        step = torch.exp(after)
        state = self.first + self.allowed_first + both[:, 0]
        for word in range(1, both.shape[1]):
            top = state.amax(1, keepdim=True).detach()
            moved = torch.exp(state - top) @ step
            state = torch.log(moved + 1e-30) + top + both[:, word]
        total = torch.logsumexp(state, 1)
        return total[:count] - total[count:]
