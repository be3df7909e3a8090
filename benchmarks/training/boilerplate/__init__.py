"""Training of the boilerplate models: ``python -m benchmarks.training.boilerplate --data DIR``."""
