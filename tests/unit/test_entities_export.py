"""What is trained is what is shipped: the written files say what the network said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")
import torch

from benchmarks.training.entities import export, teaching
from benchmarks.training.entities.network import Tagger
from tasks.entities.recognise import features, network, subwords

WORDS = ["Anna", "Okafor", "met", "Ivan", "Petrov", "in", "Ankara", "on", "Monday", "."]
LOWERED = [features.lowered(word) for word in WORDS]
PLACES = np.array([0, 0, 0, 0, 0, 0, 5, 0, 0, 0])
SCALE = 0.01


@pytest.fixture(scope="module")
def trained() -> Tagger:
    torch.manual_seed(3)
    tagger: Tagger = Tagger(24, 0.3).eval()
    with torch.no_grad():
        for values in tagger.parameters():
            values.add_(torch.randn_like(values) * 0.02)
    return tagger


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    random = np.random.default_rng(3)
    return random.integers(-40, 41, (features.SUBWORD_ROWS, features.SUBWORD_WIDTH), np.int8)


def said(tagger: Tagger, table: np.ndarray) -> np.ndarray:
    rows = features.described(WORDS, LOWERED)
    grams = [subwords.rows([word], len(table))[0] for word in LOWERED]
    meaning = np.stack([table[some].mean(0) * SCALE for some in grams]).astype(np.float32)
    with torch.no_grad():
        scores = tagger(
            torch.from_numpy(rows)[None],
            torch.from_numpy(meaning)[None],
            torch.tensor(PLACES[None]),
        )
    found: np.ndarray = scores[0].numpy()
    return found


def read(folder: Path) -> np.ndarray:
    model = network.load(folder)
    forms = network.entered(model, WORDS, LOWERED)
    words = network.seen(model, forms, np.arange(len(WORDS)), PLACES)
    rows = np.arange(1, len(WORDS) + 1)[:, None]
    return network.scores(model, words, rows, np.array([len(WORDS)]))[:, 0]


def test_the_files_say_what_the_network_said(
    trained: Tagger, table: np.ndarray, tmp_path: Path
) -> None:
    export.write(trained, table, SCALE, tmp_path)
    wanted = said(trained, table)
    assert np.abs(wanted).max() > 0.1
    # The tables are kept in 8 bits.
    np.testing.assert_allclose(read(tmp_path), wanted, atol=0.02)


def test_a_network_read_from_its_files_is_the_network(
    trained: Tagger, table: np.ndarray, tmp_path: Path
) -> None:
    export.write(trained, table, SCALE, tmp_path / "one")
    again, same, scale = teaching.read(tmp_path / "one", WORDS)
    assert np.array_equal(same, table)
    export.write(again, same, scale, tmp_path / "two")
    np.testing.assert_allclose(read(tmp_path / "two"), read(tmp_path / "one"), atol=1e-4)
    assert json.loads((tmp_path / "two" / "settings.json").read_text("utf-8"))["width"] == 128


def test_a_narrowed_network_keeps_what_the_labels_heed(trained: Tagger, table: np.ndarray) -> None:
    state = {name: values.clone() for name, values in trained.state_dict().items()}
    heeded = [1, 4, 5, 9, 20]
    silent = [unit for unit in range(24) if unit not in heeded]
    for way in range(2):
        state["out.weight"][:, [way * 24 + unit for unit in silent]] = 0
    for name in ("lstm.weight_hh_l0", "lstm.weight_hh_l0_reverse"):
        state[name][:, silent] = 0  # and no other unit hears them
    whole, narrow = Tagger(24, 0.3).eval(), Tagger(len(heeded), 0.3).eval()
    whole.load_state_dict(state)
    narrow.load_state_dict(teaching.narrowed(state, len(heeded)))
    np.testing.assert_allclose(said(narrow, table), said(whole, table), atol=1e-5)
