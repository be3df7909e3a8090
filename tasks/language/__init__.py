"""Language: which one a text, a block and a document are written in, and how sure that is."""

from tasks.language.detection import (
    detect,
    detect_blocks,
    detect_document,
    detect_documents,
    detect_many,
)
from tasks.language.judging import prepare
from tasks.language.language import UNKNOWN, Language

__all__ = [
    "UNKNOWN",
    "Language",
    "detect",
    "detect_blocks",
    "detect_document",
    "detect_documents",
    "detect_many",
    "prepare",
]
