"""The body and nothing but the body: boilerplate, block roles and stories.

`extract_html` and `extract_text` return a `Page`: every line of the source labelled, the body's
lines joined to the clean text of each story, every kept character mapped to its place.
"""

from tasks.boilerplate.extract import extract_html, extract_text
from tasks.boilerplate.page import BODY, Block, Label, Page, Story

__all__ = ["BODY", "Block", "Label", "Page", "Story", "extract_html", "extract_text"]
