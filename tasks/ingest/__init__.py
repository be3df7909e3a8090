"""Ingest: from files to decoded sources, each with its identity, or to rejects with a reason."""
