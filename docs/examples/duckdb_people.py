"""DuckDB: who is named most, and in how many stories. Usage: duckdb_people.py SNAPSHOT"""

import sys

import duckdb

snapshot = sys.argv[1]
duckdb.sql(f"""
    SELECT name, country, mentions, documents
    FROM '{snapshot}/entities/*.parquet'
    WHERE type = 'PERSON' ORDER BY mentions DESC, name LIMIT 10
""").show()
