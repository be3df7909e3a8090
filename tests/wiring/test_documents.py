"""What the documents point at exists, and what is told twice is told alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from schemas.tables import LABELS
from tasks.boilerplate.page import Label

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/**/*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_labels_of_blocks_are_those_of_the_table() -> None:
    assert get_args(Label) == LABELS


@pytest.mark.parametrize("command", ["run", "test", "ui", "docs", "golden", "lock", "torture"])
def test_the_makefile_has_the_commands_that_the_documents_name(command: str) -> None:
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
