"""Hugging Face datasets: the stories as a dataset. Usage: datasets_for_training.py DATA"""

import sys

from datasets import load_dataset

files = f"{sys.argv[1]}/current/documents/*.parquet"
documents = load_dataset("parquet", data_files=files, split="train")
print(documents.select_columns(["title", "language", "text"]))
