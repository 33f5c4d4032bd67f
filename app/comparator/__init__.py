"""The rooms behind `app.compare`: how a claim and a passage are read, aligned and set against each other (pure)."""
