"""Validation: row rules and laws route what is wrong to the rejects, a gate guards every table."""
