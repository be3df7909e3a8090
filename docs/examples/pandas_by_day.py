"""pandas: stories and words by day of publication. Usage: pandas_by_day.py SNAPSHOT"""

import sys

import pandas as pd

documents = pd.read_parquet(f"{sys.argv[1]}/documents", columns=["published_on", "words"])
print(documents.groupby("published_on", dropna=False)["words"].agg(["count", "sum"]))
