"""Names in texts: finding them, and knowing which are the same."""

from tasks.entities.mention import Mention
from tasks.entities.names import match_names
from tasks.entities.recogniser import find_entities

__all__ = ["Mention", "find_entities", "match_names"]
