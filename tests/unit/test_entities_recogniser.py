"""Names in texts: what is found, where it ends, and by which model."""

from __future__ import annotations

import hashlib
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tasks.entities import Mention, find_entities
from tasks.entities.mention import TYPES
from tasks.entities.recognise import gliner_model, spacy_model
from tasks.entities.recognise.network import DEFAULT, FILES

NEWS = (
    "Turkish President Recep Tayyip Erdogan met German Chancellor Angela Merkel in Ankara on "
    "Monday.\n\nErdogan thanked the United Nations. Merkel then flew to Nigeria."
)


def named(text: str) -> dict[str, str]:
    return {mention.surface: mention.type for mention in find_entities([text])[0]}


def test_people_places_and_peoples_are_told_apart() -> None:
    found = named(NEWS)
    assert found["Recep Tayyip Erdogan"] == "PERSON"
    assert found["Angela Merkel"] == "PERSON"
    assert found["Ankara"] == "LOC"
    assert found["Turkish"] == "NORP"
    assert found["United Nations"] == "ORG"


def test_titles_stand_outside_the_name() -> None:
    found = named(
        "Prime Minister Amara Okafor and Mr. Jonathan Reed spoke with President Kofi Boateng."
    )
    assert {"Amara Okafor", "Jonathan Reed", "Kofi Boateng"} <= found.keys()


def test_a_name_known_by_its_full_form_is_found_in_short() -> None:
    text = (
        "Foreign Minister Farid al-Haddadin spoke in Amman. Al-Haddadin said that talks went on. "
        "Later al-Haddadin left."
    )
    people = [m.surface for m in find_entities([text])[0] if m.type == "PERSON"]
    assert people == ["Farid al-Haddadin", "Al-Haddadin", "al-Haddadin"]


def test_a_given_name_in_brackets_belongs_to_the_name() -> None:
    assert "(Dmitry) Sokolov" in named(
        "We agreed on this with President (Dmitry) Sokolov in Minsk."
    )


def test_a_word_glued_to_a_name_is_cut_off_where_the_text_knows_the_name() -> None:
    text = "President Yusuf Karimzadeh spoke. Yusuf Karimzadehasserted that Karimzadeh would stay."
    surfaces = [mention.surface for mention in find_entities([text])[0]]
    assert surfaces == ["Yusuf Karimzadeh", "Yusuf Karimzadeh", "Karimzadeh"]


def test_every_mention_is_cut_from_its_text_in_order() -> None:
    (mentions,) = find_entities([NEWS])
    assert mentions
    for mention in mentions:
        assert NEWS[mention.start : mention.end] == mention.surface
        assert mention.type in TYPES
        assert 0 <= mention.confidence <= 1
    ends = [mention.end for mention in mentions]
    starts = [mention.start for mention in mentions]
    assert all(start >= end for start, end in zip(starts[1:], ends[:-1], strict=True))


def test_no_text_and_empty_texts_have_no_names() -> None:
    assert find_entities([]) == []
    assert find_entities(["", " \n\n ", "it is as it was ."]) == [[], [], []]


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown model 'stanza:en'"):
        find_entities(["x"], model="stanza:en")


@pytest.mark.parametrize("library", ["spacy", "gliner"])
def test_a_model_whose_library_is_missing_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=f"pip install {library}"):
        find_entities(["x"], model=f"{library}:missing-{library}")


class _Entity:
    def __init__(self, start: int, end: int, label: str) -> None:
        self.start_char, self.end_char, self.label_ = start, end, label


def test_a_spacy_pipeline_gives_the_same_types(monkeypatch: pytest.MonkeyPatch) -> None:
    class Document:
        ents = (_Entity(0, 4, "PERSON"), _Entity(8, 13, "GPE"), _Entity(14, 20, "DATE"))

    class Pipeline:
        def pipe(self, texts: list[str]) -> list[Document]:
            return [Document() for _ in texts]

    def load(name: str) -> Pipeline:
        if name != "tiny":
            raise OSError(name)
        return Pipeline()

    fake = types.ModuleType("spacy")
    fake.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", fake)
    spacy_model._pipeline.cache_clear()
    found = find_entities(["Anna in Paris Monday"], model="spacy:tiny")
    assert [(m.surface, m.type) for m in found[0]] == [("Anna", "PERSON"), ("Paris", "LOC")]
    with pytest.raises(FileNotFoundError, match="'absent'"):
        find_entities(["x"], model="spacy:absent")
    spacy_model._pipeline.cache_clear()


def test_a_real_spacy_pipeline_made_here_is_read_from_its_folder(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Paris"}])
    pipeline.to_disk(tmp_path / "tiny")
    (found,) = find_entities(["Anna in Paris."], model=f"spacy:{tmp_path / 'tiny'}")
    assert [(m.start, m.end, m.surface, m.type) for m in found] == [(8, 13, "Paris", "LOC")]


def test_a_gliner_model_is_read_from_its_folder_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {}

    class Model:
        @classmethod
        def from_pretrained(cls, place: str, **options: Any) -> Model:
            asked.update(options, place=place)
            return cls()

        def predict_entities(
            self, text: str, labels: list[str], threshold: float
        ) -> list[dict[str, Any]]:
            assert threshold == 0.5
            assert "person" in labels
            at = text.find("Anna")
            entity = {"start": at, "end": at + 4, "label": "person", "score": 0.91}
            return [entity, entity] if at >= 0 else []

    fake = types.ModuleType("gliner")
    fake.GLiNER = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gliner", fake)
    gliner_model._model.cache_clear()
    text = "word " * 300 + ". Anna left. " + "word " * 300
    (found,) = find_entities([text], model=f"gliner:{tmp_path}")
    start = text.index("Anna")
    assert found == [Mention(start, start + 4, "Anna", "PERSON", 0.91)]
    assert asked == {"place": str(tmp_path), "local_files_only": True}
    with pytest.raises(FileNotFoundError, match="no folder"):
        find_entities(["x"], model=f"gliner:{tmp_path / 'absent'}")
    gliner_model._model.cache_clear()


def test_the_model_is_small_and_its_card_knows_its_files() -> None:
    card = (DEFAULT / "CARD.md").read_text("utf-8")
    files = [DEFAULT / name for name in FILES]
    assert sum(path.stat().st_size for path in files) <= 6_000_000
    for path in files:
        assert path.stat().st_size <= 3_000 * 1024
        assert hashlib.sha256(path.read_bytes()).hexdigest() in card


def test_threads_that_share_the_reader_read_what_one_alone_reads() -> None:
    texts = [
        f"{NEWS} Minister Okafor{number} met Anna Sato-{number} in Lagos." for number in range(24)
    ]
    alone = [find_entities([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: find_entities([text])[0], texts)) == alone
