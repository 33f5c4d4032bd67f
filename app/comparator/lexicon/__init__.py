"""Word lists written for news English: what counts as the same, the opposite, a person, a place (data only)."""
