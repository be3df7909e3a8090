"""Training the recogniser: `python -m benchmarks.training.entities --data DIR`."""
