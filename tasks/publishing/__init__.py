"""Publishing: immutable snapshots, assembled aside, checked, and made visible by one pointer."""
