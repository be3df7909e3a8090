"""Resolving names: first inside one document, then across all of them."""
