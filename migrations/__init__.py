"""The database's history, one file a step; the newest is what `models` describes."""
