"""Why a source or a row is not published: one code, one meaning, one cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """`message` is a format string filled with the particulars of the case; `cure` says what to do.

    `retryable` is true where the same bytes may pass another time.
    """

    message: str
    cure: str
    retryable: bool = False

    def text(self, **particulars: object) -> str:
        """Return the sentence that a person reads in `rejects.message`."""
        return f"{self.message.format(**particulars)}. {self.cure}"


REASONS: dict[str, Reason] = {
    "unreadable": Reason(
        "the file cannot be read ({error})", "Check its permissions and run again.", retryable=True
    ),
    "vanished": Reason(
        "the file was there when the run began and is gone", "Run again.", retryable=True
    ),
    "not_a_file": Reason(
        "this is a {kind}, not a file", "Remove it from the inputs or name the files in it."
    ),
    "empty": Reason("there is no text in it", "Nothing to do, unless it should have some."),
    "too_large": Reason(
        "it has {bytes:,} bytes, the limit is {limit:,}", "Split it or raise `max_bytes`."
    ),
    "too_deep": Reason(
        "its tags are nested {depth:,} deep, the limit is {limit:,}",
        "Mend the page or raise `max_depth`.",
    ),
    "too_many_attributes": Reason(
        "one of its tags has {count:,} attributes, the limit is {limit:,}",
        "Mend the page or raise `max_attributes`.",
    ),
    "too_many_lines": Reason(
        "it has {lines:,} lines, the limit is {limit:,}", "Split it or raise `max_lines`."
    ),
    "binary": Reason("it is {kind}, not text", "Convert it to text or HTML first."),
    "undecodable": Reason(
        "no character encoding fits its bytes", "Save it as UTF-8 and run again."
    ),
    "bad_archive": Reason("the gzip archive is damaged ({error})", "Fetch it again."),
    "bomb": Reason(
        "it unpacks to more than {ratio:g} times its size, the limit is {limit:g}",
        "If it is honest, unpack it first or raise `max_ratio`.",
    ),
    "bad_json": Reason("the line is not a JSON object ({error})", "Mend the line."),
    "no_text": Reason(
        "the record has neither a text nor an html field (asked for: {fields})",
        "Set `fields` to the names that your records use.",
    ),
    "bad_record": Reason("field {field!r} is {found}, not text", "Mend the record."),
    "unknown_type": Reason(
        "files of type {suffix!r} are not read", "Name .txt, .html, .htm or .jsonl files."
    ),
    "stage_failed": Reason(
        "the stage could not process it ({error})",
        "This is a bug of ours: please report it with the source.",
        retryable=True,
    ),
    "timed_out": Reason(
        "it took the stage more than {limit:g} s",
        "Raise `max_seconds` and run `parquetry retry`, or leave it out.",
        retryable=True,
    ),
    "crashed": Reason(
        "the process that worked on it died ({cause})",
        "If that was for lack of memory, raise `max_memory` and run `parquetry retry`.",
        retryable=True,
    ),
    "rule_broken": Reason(
        "table {table}: {rule}, but {count} of its rows do not hold it",
        "This is a bug of ours: please report it with the source.",
        retryable=True,
    ),
}
