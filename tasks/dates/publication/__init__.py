"""When a document was published: candidates, and the vote that chooses among them."""
