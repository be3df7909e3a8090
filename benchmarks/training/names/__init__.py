"""Training of the name matcher: ``python -m benchmarks.training.names --data DIR``."""
