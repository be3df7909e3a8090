"""Hugging Face datasets: the stories as a dataset. Usage: datasets_for_training.py SNAPSHOT"""

import sys

from datasets import load_dataset

files = f"{sys.argv[1]}/documents/*.parquet"
documents = load_dataset("parquet", data_files=files, split="train")
print(documents.select_columns(["title", "language", "text"]))
