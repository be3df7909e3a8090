"""JSON lines: one record, one source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from schemas.settings import Fields
from tasks.ingest.read import RejectError


@dataclass(frozen=True, slots=True)
class Record:
    """What a record holds: text or HTML, and what it says of itself."""

    content: str
    html: bool
    url: str | None
    title: str | None
    date: str | None
    errors: int


def parse(text: str, fields: Fields) -> Record:
    """Return the record in one line of JSON.

    HTML wins over text where both are given. Half a surrogate pair, which is no character,
    becomes U+FFFD and is counted. Raises RejectError (bad_json, bad_record, no_text).
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RejectError("bad_json", error=_plain(error)) from None
    if not isinstance(value, dict):
        raise RejectError("bad_json", error=f"it is a {_type(value)}")
    html = _field(value, fields.html)
    content = html if html is not None else _field(value, fields.text)
    if content is None:
        raise RejectError("no_text", fields=f"{fields.text}, {fields.html}")
    clean = _whole_characters(content)
    return Record(
        content=clean,
        html=html is not None,
        url=_clean(_field(value, fields.url)),
        title=_clean(_field(value, fields.title)),
        date=_clean(_field(value, fields.date)),
        errors=clean.count("\ufffd"),
    )


def _field(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found
    raise RejectError("bad_record", field=name, found=f"a {_type(found)}")


def _clean(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    return _whole_characters(text)


def _whole_characters(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _type(value: object) -> str:
    names = {dict: "object", list: "list", str: "string", bool: "truth value"}
    return names.get(type(value), "null" if value is None else "number")


def _plain(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "it is nested too deeply"
