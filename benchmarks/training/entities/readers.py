"""Reading each corpus as its authors publish it, into sentences of one scheme."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.training.entities.scheme import Sentence, bits, loosened
from tasks.entities.recognise.tokens import tokenise

Tagged = tuple[list[str], list[str]]

_INITIAL = re.compile(r"[A-Z]\.")
_PLAIN: Mapping[str, str] = {
    "PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "MISC": "ANY", "OTH": "ANY",
}  # fmt: skip
_CROSSNER: Mapping[str, str] = {
    **dict.fromkeys(
        ("person", "politician", "writer", "scientist", "researcher", "musicalartist"), "PERSON"
    ),
    **dict.fromkeys(("organisation", "politicalparty", "band", "university"), "ORG"),
    "country": "LOC", "location": "PLACE", "election": "EVENT", "event": "EVENT",
    "conference": "EVENT", "award": "MISC", "misc": "ANY", "product": "PRODUCT",
    "programlang": "PRODUCT",
    **dict.fromkeys(("book", "poem", "album", "song", "magazine", "academicjournal"), "WORK"),
}  # fmt: skip
_WNUT: Mapping[str, str] = {
    "person": "PERSON", "location": "PLACE", "corporation": "ORG", "group": "ORG",
    "product": "PRODUCT", "creative-work": "WORK",
}  # fmt: skip
_GMB: Mapping[str, str] = {
    "geo": "PLACE", "gpe": "NATION", "org": "ORG", "per": "PERSON", "art": "THING",
    "eve": "EVENT", "nat": "ANY",
}  # fmt: skip
_WORLDWIDE: Mapping[str, str] = {
    "Person": "PERSON", "Location": "LOC", "Organization": "ORG", "NORP": "NORP",
    "Facility": "FAC", "Product": "PRODUCT", "Misc": "OCCASION",
}  # fmt: skip
_REDOCRED: Mapping[str, str] = {"PER": "PERSON", "ORG": "ORG", "LOC": "AREA", "MISC": "ANY"}
_FAITH = re.compile(r"(?:ic|ian|ish|can|ists?|crats?|lims?|Jews?|Sunni|Shi.a|Shiites?)s?$")
# Titles that GMB counts into the names of people.
_TITLES = frozenset(
    {
        "President", "Mr.", "Mrs.", "Ms.", "Minister", "Prime", "Secretary", "General", "Gen.",
        "Senator", "Sen.", "Sheikh", "King", "Queen", "Prince", "Pope", "Foreign", "Chancellor",
        "Ayatollah", "Dr.", "Judge", "Colonel", "Col.", "Lieutenant", "Major", "Captain",
        "Ambassador", "Governor", "Gov.", "Representative", "Rep.", "Congressman", "Chief",
        "Justice", "Lt.", "Sir", "Professor", "Vice", "Chairman", "Premier", "Admiral",
        "Cardinal", "Archbishop", "Bishop", "Mayor", "Spokesman", "Defense", "Interior",
        "Commander", "Lord", "Rev.", "Reverend", "Imam", "Secretary-General",
    }
)  # fmt: skip


def columns(lines: Iterable[str], *, word: int, tag: int, tabs: bool) -> Iterator[Tagged]:
    """Yield the sentences of a file with one word a line."""
    words: list[str] = []
    tags: list[str] = []
    for line in lines:
        line = line.rstrip("\n")
        cells = line.split("\t") if tabs else line.split()
        if line.startswith(("-DOCSTART", "# ")) or len(cells) < 2 or not cells[word].strip():
            if words:
                yield words, tags
            words, tags = [], []
            continue
        words.append(cells[word].strip())
        tags.append(cells[tag].strip())
    if words:
        yield words, tags


def mapped(tags: list[str], names: Mapping[str, str]) -> list[str]:
    """Return BIO tags with this scheme's names; classes without a name become O."""
    result: list[str] = []
    before = "O"
    for tag in tags:
        prefix, _, name = tag.partition("-")
        target = names.get(name) if name else None
        if target is None:
            result.append("O")
        elif prefix in "BS" or before != name:
            result.append(f"B-{target}")
        else:
            result.append(f"I-{target}")
        before = name if target else "O"
    return result


def retokenised(words: list[str], tags: list[str]) -> Tagged:
    """Cut the words of a corpus as the recogniser cuts texts."""
    new_words: list[str] = []
    new_tags: list[str] = []
    for word, tag in zip(words, tags, strict=True):
        pieces = [word] if _INITIAL.fullmatch(word) else tokenise(word).words or [word]
        for place, piece in enumerate(pieces):
            new_words.append(piece)
            new_tags.append(tag if place == 0 or tag == "O" else f"I-{tag[2:]}")
    return new_words, new_tags


def sentence(
    words: list[str], tags: list[str], corpus: str, document: str, *, loose: bool = False
) -> Sentence:
    """Return one training sentence; `loose` where the corpus leaves miscellaneous names out."""
    words, tags = retokenised(words, tags)
    allowed = [bits(tag) for tag in tags]
    if loose:
        allowed = loosened(words, allowed)
    return Sentence(tuple(words), tuple(allowed), corpus, document)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", errors="replace").split("\n")


def crossner(path: Path, corpus: str) -> Iterator[Sentence]:
    """CrossNER: one file of one domain."""
    for words, tags in columns(_lines(path), word=0, tag=-1, tabs=False):
        yield sentence(words, mapped(tags, _CROSSNER), corpus, path.stem)


def wikigold(path: Path, corpus: str) -> Iterator[Sentence]:
    """WikiGold: untyped I- tags, with documents marked."""
    for words, tags in columns(_lines(path), word=0, tag=-1, tabs=False):
        yield sentence(words, mapped(tags, _PLAIN), corpus, path.stem)


def wnut(path: Path, corpus: str) -> Iterator[Sentence]:
    """WNUT17: emerging names in social media."""
    for words, tags in columns(_lines(path), word=0, tag=-1, tabs=True):
        yield sentence(words, mapped(tags, _WNUT), corpus, path.stem)


def broad_twitter(path: Path, corpus: str) -> Iterator[Sentence]:
    """Broad Twitter Corpus: handles come as "@" and a word with its first letter apart."""
    for words, tags in columns(_lines(path), word=0, tag=-1, tabs=True):
        joined: list[str] = []
        kept: list[str] = []
        for word, tag in zip(words, mapped(tags, _PLAIN), strict=True):
            if joined and joined[-1] == "@":
                joined[-1] = "@" + word.replace(" ", "")
                continue
            joined.append(word.replace(" ", ""))
            kept.append("O" if word == "@" else tag)
        yield sentence(joined, _repaired(kept), corpus, path.stem, loose=True)


def uner(path: Path, corpus: str) -> Iterator[Sentence]:
    """Universal NER, English Web Treebank: people, organisations and places only."""
    document = path.stem
    names = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
    chunk: list[str] = []
    for line in [*_lines(path), "# newdoc id = end"]:
        if line.startswith("# newdoc id"):
            for words, tags in columns(chunk, word=1, tag=2, tabs=True):
                yield sentence(words, mapped(tags, names), corpus, document, loose=True)
            chunk, document = [], line.rpartition("=")[2].strip()
        else:
            chunk.append(line)


def gmb(path: Path, corpus: str) -> Iterator[Sentence]:
    """Groningen Meaning Bank: silver tags, honorifics taken out of the names."""
    with zipfile.ZipFile(path) as archive:
        raw = archive.read(archive.namelist()[0]).decode("utf-8", errors="replace")
    words: list[str] = []
    tags: list[str] = []
    document = ""
    for row in csv.reader(io.StringIO(raw)):
        if len(row) < 4 or row[0] == "Sentence #":
            continue
        if row[0] and words:
            yield _gmb_sentence(words, tags, corpus, document)
            words, tags = [], []
        document = row[0] or document
        words.append(row[1])
        tags.append(row[3])
    if words:
        yield _gmb_sentence(words, tags, corpus, document)


def _gmb_sentence(words: list[str], tags: list[str], corpus: str, document: str) -> Sentence:
    renamed = mapped(tags, _GMB)
    for place, word in enumerate(words):
        if renamed[place] == "B-PERSON" and word in _TITLES:
            renamed[place] = "O"
            if place + 1 < len(words) and renamed[place + 1] == "I-PERSON":
                renamed[place + 1] = "B-PERSON"
    return sentence(words, renamed, corpus, document)


def worldwide(folder: Path, corpus: str) -> Iterator[Sentence]:
    """Worldwide newswire: one annotated file per article."""
    for path in sorted(folder.glob("*.tsv")):
        for words, tags in columns(_lines(path), word=0, tag=1, tabs=True):
            if words[0].startswith("http") and len(words) < 3:
                continue
            yield sentence(words, mapped(tags, _WORLDWIDE), corpus, path.stem)


def redocred(path: Path, corpus: str) -> Iterator[Sentence]:
    """Re-DocRED: mentions by sentence and position; the longer of two that overlap."""
    for page in json.loads(path.read_text("utf-8")):
        for number, words in enumerate(page["sents"]):
            tags = _redocred_tags(page, number, words)
            kept = [(w, t) for w, t in zip(words, tags, strict=True) if w.strip()]
            if kept:
                yield sentence([w for w, _ in kept], [t for _, t in kept], corpus, page["title"])


def _redocred_tags(page: dict[str, Any], number: int, words: list[str]) -> list[str]:
    tags = ["O"] * len(words)
    mentions = [m for vertex in page["vertexSet"] for m in vertex if m["sent_id"] == number]
    for mention in sorted(mentions, key=lambda m: m["pos"][0] - m["pos"][1]):
        start, end = mention["pos"]
        name = _REDOCRED.get(mention["type"])
        while start < end and words[start].lower() in {"the", "a", "an"}:
            start += 1
        if name is None or start >= end or any(t != "O" for t in tags[start:end]):
            continue
        if not any(w[:1].isupper() for w in words[start:end]):
            continue
        if name == "ORG" and end - start == 1 and _FAITH.search(words[start]):
            name = "FAITH"
        tags[start:end] = [f"B-{name}"] + [f"I-{name}"] * (end - start - 1)
    return tags


def _repaired(tags: list[str]) -> list[str]:
    """Turn I- tags that follow nothing of their kind into B- tags."""
    result: list[str] = []
    for tag in tags:
        opens = tag[0] == "I" and (not result or result[-1][2:] != tag[2:])
        result.append(f"B-{tag[2:]}" if opens else tag)
    return result
