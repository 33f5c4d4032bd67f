"""Offline: labelled pairs in, weights out. May import app; nothing imports it; not in the image."""
