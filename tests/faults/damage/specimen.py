"""What one damaged input is, and how large the large ones are."""

from dataclasses import dataclass
from typing import Literal

Expect = Literal["reject", "published", "either"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the large inputs are; the defaults keep the whole corpus under 60 MB."""

    line: int = 2_000_000
    """Characters of a very long line (the slow tests ask for 50 MB)."""
    random: int = 1_000_000
    """Bytes of noise."""
    depth: int = 100_000
    """Elements or brackets inside each other."""
    attributes: int = 100_000
    """Attributes of one element, keys of one object."""
    marks: int = 100_000
    """Combining marks on one letter."""
    bomb: int = 64 * 1024 * 1024
    """Bytes that a compressed bomb unpacks to."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One file to write: its kind, the ending of its name, its bytes and what must become of it.

    `says` is a sentence that the text of a published row must hold (None: nothing is asked).
    `name` is given where the name itself is the damage; otherwise kind, number and suffix make it.
    """

    kind: str
    suffix: str
    content: bytes
    expect: Expect
    says: str | None = None
    name: str | None = None
    counted: bool = True
