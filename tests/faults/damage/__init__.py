"""The makers of damaged inputs, one module per way in which an input goes wrong."""
