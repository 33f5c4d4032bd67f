"""Rules that make a labelled pair out of a supported one: each gives an example, or None where it does not apply."""
