"""Polars: mentions of the most named thing, in context. Usage: polars_in_context.py SNAPSHOT"""

import sys

import polars as pl

snapshot = sys.argv[1]
entities = pl.scan_parquet(f"{snapshot}/entities/*.parquet")
mentions = pl.scan_parquet(f"{snapshot}/mentions/*.parquet")
documents = pl.scan_parquet(f"{snapshot}/documents/*.parquet")

most = (
    entities.sort("mentions", "name", descending=[True, False]).head(1).select("entity_id", "name")
)
start = (pl.col("start").cast(pl.Int64) - 30).clip(0)
context = (
    most.join(mentions, on="entity_id")
    .join(documents.select("document_id", "text"), on="document_id")
    .sort("document_id", "n")
    .select(
        "name",
        pl.col("text").str.slice(start, pl.col("end") - start + 30).str.replace_all("\n", " "),
    )
)
print(context.head(10).collect())
