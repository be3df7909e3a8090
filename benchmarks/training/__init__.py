"""Training of the small models that lie beside the steps. Needs the `train` extra."""
