"""DuckDB: who is named most, and in how many stories. Usage: duckdb_people.py DATA"""

import sys

import duckdb

data = sys.argv[1]
duckdb.sql(f"""
    SELECT name, country, mentions, documents
    FROM '{data}/current/entities/*.parquet'
    WHERE type = 'PERSON' ORDER BY mentions DESC, name LIMIT 10
""").show()
