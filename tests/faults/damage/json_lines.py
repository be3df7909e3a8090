"""JSON lines that are cut, mistyped, repeated, bottomless or no JSON at all."""

import json
from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import english
from tests.faults.damage.specimen import Expect, Sizes, Specimen

# One line each; none of them holds a document.
HOPELESS = (
    "{",
    '{"text": "cut in the middle of a str',
    '{"text": "a bad escape \\x"}',
    '{"text": "an escape cut \\u12"}',
    "{'text': 'single quotes'}",
    '{"text": "comma",,}',
    '{"text": }',
    "text,title,date",
    "null",
    "true",
    "42",
    '"only a string"',
    "[]",
    "{}",
    '["text", "in an array"]',
    '{"text": null}',
    '{"text": ""}',
    '{"text": "   "}',
    '{"title": "no text and no html"}',
    "NaN",
    "-Infinity",
    "\x00",
    "<html><body>a page on a line</body></html>",
)
# Values of the wrong type under names that a reader of lines looks for.
MISTYPED = (
    '{"text": 17}',
    '{"text": true}',
    '{"text": ["a", "list"]}',
    '{"text": {"an": "object"}}',
    '{"html": 17}',
    '{"html": []}',
)
# Beside a good text: fields that must not spoil it.
BESIDE = (
    '"date": 20170924',
    '"date": "the day after never"',
    '"date": 1e400',
    '"date": NaN',
    '"date": -Infinity',
    '"date": {"year": 2017}',
    '"date": "9999999-99-99"',
    '"url": "javascript:alert(1)"',
    '"url": "file:///etc/passwd"',
    '"url": "http://[::1"',
    '"url": 17',
    '"url": "http://example.org/\\u0000"',
    '"title": ["a", "list"]',
    '"title": null',
    '"title": "\\u0000\\u001b[2J"',
    '"id": ' + "9" * 10_000,
    '"id": 1.' + "0" * 10_000 + "1",
    '"__proto__": {"a": 1}',
    '"extra": "' + "x" * 100_000 + '"',
)


# What strict JSON forbids, no double holds, or has the wrong type: a reader may refuse the line.
REFUSABLE = {
    '"date": 20170924',
    '"date": 1e400',
    '"date": NaN',
    '"date": -Infinity',
    '"date": {"year": 2017}',
    '"url": 17',
    '"title": ["a", "list"]',
}


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Files of lines; `published` asks that their good lines are, whatever the others say."""
    for line in (*HOPELESS, *MISTYPED):
        expect: Expect = "either" if line in MISTYPED else "reject"
        yield Specimen("json-hopeless-line", ".jsonl", f"{line}\n".encode(), expect)
    for line in (*HOPELESS, *MISTYPED):
        before, after = english(rng), english(rng)
        content = f"{_record(before.text)}\n{line}\n{_record(after.text)}\n"
        yield Specimen("json-line-among-good", ".jsonl", content.encode(), "published", after.says)
    for field in BESIDE:
        article = english(rng)
        content = f'{{{field}, "text": {json.dumps(article.text)}}}\n'
        lawful: Expect = "either" if field in REFUSABLE or "99999" in field else "published"
        yield Specimen("json-odd-field", ".jsonl", content.encode(), lawful, article.says)
    yield from bottomless(rng, sizes)
    yield from misshapen(rng)


def _record(text: str) -> str:
    return json.dumps({"text": text})


def bottomless(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Brackets in brackets, keys without end, numbers that no machine holds."""
    depth = sizes.depth
    good = _record(english(rng).text)
    for opening, closing in (("[", "]"), ('{"text":', "}"), ('[{"a":', "}]")):
        whole = opening * depth + "1" + closing * depth
        yield Specimen("json-nested", ".jsonl", f"{whole}\n".encode(), "reject")
        yield Specimen("json-nested-open", ".jsonl", f"{opening * depth}\n".encode(), "reject")
    article = english(rng)
    inside = f'{{"text": {json.dumps(article.text)}, "deep": {"[" * depth}{"]" * depth}}}\n'
    yield Specimen("json-nested-beside", ".jsonl", inside.encode(), "either", article.says)
    keys = ", ".join(f'"k{n}": {n}' for n in range(sizes.attributes))
    yield Specimen("json-many-keys", ".jsonl", f"{good[:-1]}, {keys}}}\n".encode(), "either")
    yield Specimen("json-huge-number", ".jsonl", b"1" * 100_000 + b"\n", "reject")


def misshapen(rng: Random) -> Iterator[Specimen]:
    """Lone surrogates, repeated keys, foreign encodings, wrong line ends, a cut last line."""
    for escape in ("\\ud800", "\\udfff", "\\ude00\\ud83d", "\\ud83d \\ude00"):
        article = english(rng)
        text = json.dumps(article.text)[:-1]
        lone = f'{{"text": {text} {escape} end"}}\n'
        yield Specimen("json-lone-surrogate", ".jsonl", lone.encode(), "either", article.says)
        titled = f'{{"title": "{escape}", "text": {json.dumps(english(rng).text)}}}\n'
        yield Specimen("json-lone-surrogate-title", ".jsonl", titled.encode(), "either")
    first, last = english(rng), english(rng)
    twice = f'{{"text": {json.dumps(first.text)}, "text": {json.dumps(last.text)}}}\n'
    yield Specimen("json-duplicate-key", ".jsonl", twice.encode(), "either")
    good = english(rng)
    lines = [_record(english(rng).text), _record(good.text), _record(english(rng).text)]
    shapes = {
        "crlf": "\r\n".join(lines).encode(),
        "blank-lines": "\n\n \n".join(lines).encode(),
        "bom": b"\xef\xbb\xbf" + "\n".join(lines).encode(),
        "last-line-cut": "\n".join(lines).encode()[:-30],
    }
    for name, content in shapes.items():
        yield Specimen(f"json-{name}", ".jsonl", content, "published", good.says)
    pretty = json.dumps({"text": english(rng).text}, indent=2)
    either = {
        "cr": "\r".join(lines).encode(),
        "bom-each": "\n".join("\ufeff" + line for line in lines).encode(),
        "utf-16": "\n".join(lines).encode("utf-16"),
        "two-on-a-line": (lines[0] + lines[1]).encode(),
        "pretty": pretty.encode(),
        "array": f"[{', '.join(lines)}]".encode(),
        "feed": ("\x1e" + "\n\x1e".join(lines)).encode(),
        "latin-1": '{"text": "Ein Brückenschlag über die Mühlach, sagte er."}\n'.encode("latin-1"),
    }
    for name, content in either.items():
        yield Specimen(f"json-{name}", ".jsonl", content, "either")
    for _ in range(8):
        content = "\n".join(_record(english(rng).text) for _ in range(3)).encode()
        yield Specimen("json-truncated", ".jsonl", content[: rng.randrange(20, 3000)], "either")
