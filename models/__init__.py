"""The tables of the archive and nothing else.

An article keeps one row per version of its text; passages, vectors and fingerprints belong to a version.
Deleting an article deletes all of these; verdicts and their citations stay, they copy what they quote,
and reviews that sign them stay too.
"""

from models.article import Article, ArticleVersion, Change, Embedding, Passage
from models.key import ApiKey
from models.origin import Fingerprint, Origin
from models.review import Review
from models.verdict import Citation, Verdict

__all__ = [
    "ApiKey",
    "Article",
    "ArticleVersion",
    "Change",
    "Citation",
    "Embedding",
    "Fingerprint",
    "Origin",
    "Passage",
    "Review",
    "Verdict",
]
