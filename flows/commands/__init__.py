"""The commands beside `parquetry run`: what looks after a dataset."""
