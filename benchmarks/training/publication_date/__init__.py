"""Training of the two votes of `tasks.dates.publication_date`."""
