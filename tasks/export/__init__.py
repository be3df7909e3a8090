"""The tables in other shapes, for those whose tools want them so."""
