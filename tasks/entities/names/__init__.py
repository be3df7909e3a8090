"""Names: reading them, and telling whether two of them are of one thing."""

from tasks.entities.names.match import match_names
from tasks.entities.names.parse import Name, parse

__all__ = ["Name", "match_names", "parse"]
