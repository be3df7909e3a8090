"""pyarrow: from a name back to its line of the page. Usage: pyarrow_trace.py SNAPSHOT"""

import sys

import pyarrow.compute as pc
import pyarrow.dataset as ds

snapshot = sys.argv[1]
mention = ds.dataset(f"{snapshot}/mentions").head(1).to_pylist()[0]
of_document = pc.field("document_id") == mention["document_id"]
blocks = ds.dataset(f"{snapshot}/blocks").to_table(filter=of_document).to_pylist()
block = next(
    one for one in blocks if one["keep"] and one["text_start"] <= mention["start"] < one["text_end"]
)
of_source = pc.field("source_id") == block["source_id"]
source = ds.dataset(f"{snapshot}/sources").to_table(filter=of_source).to_pylist()[0]
at = block["start"] + mention["start"] - block["text_start"]
found = source["text"][at : at + mention["end"] - mention["start"]]
print(f"{mention['surface']!r} stands in {source['uri']} at {at}: {found!r}")
assert found == mention["surface"]
