"""The default archive, and the loader of any folder of articles: `python -m seeds [FOLDER]`."""
