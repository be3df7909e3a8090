"""A grammar of temporal expressions: rules are data, in `tasks/dates/data/expressions`."""
