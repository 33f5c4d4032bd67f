"""What in an article is not reporting: captions, credits, prompts, headings (pure).

Each rule gives a reason, one of `REASONS`. The rules look at form, never at subject: a paragraph without a
full stop is a heading whatever it says. Where they are in doubt a text counts as reporting.
"""

import re
from collections.abc import Sequence

REASONS = ("separator", "stamp", "dateline", "caption", "credit", "byline", "copyright", "promotion", "heading")

_CLOSERS = "\"'’”»›)]}*_"
_ENDS = ".!?…。！？؟।։:;,"
_LIST_ITEM = re.compile(r"(?:[-*•‣–—]|\d{1,3}[.)])\s+\S")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_CAPITALS = r"[A-ZÀ-ÖØ-ÞŁŠŽ][A-ZÀ-ÖØ-ÞŁŠŽ.'’-]+"

_STAMP = re.compile(
    r"\s*(?:date|published|updated|posted)\s*:?\s+\d{4}-\d\d-\d\d(?:[T ][\d:.]{4,12}Z?)?(?:\s+|$)", re.IGNORECASE
)
_STAMP_LINE = re.compile(
    rf"(?:(?:last |first )?(?:published|updated|posted|date)\b[^.!?]{{0,80}}\d[^.!?]{{0,40}}|"
    rf"(?:\w+day,? )?{_MONTH} \d{{1,2}},? \d{{4}}[^.!?]{{0,30}}|\d{{4}}-\d\d-\d\d[^.!?]{{0,30}})$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"(?P<city>{_CAPITALS}(?: {_CAPITALS}){{0,3}})"
    rf"(?P<where>(?:, [A-Z][\w.'’ -]{{1,30}}?){{1,2}})?"
    rf"(?P<agency> \([A-Z][\w &/.-]{{1,30}}\))?\s*(?:—|–|--|-)\s+(?=[\"'“‘«\w])"
)

_PHOTO_CREDIT = re.compile(
    r"\((?:[^()]{0,60}\b)?(?:photo|photograph|image|picture|handout|getty images|file)\b[^()]{0,80}\)"
    r"\s*[\w .'’-]{0,60}$|"
    r"(?:photo|photograph|image|picture|credit)s?(?: credit)?(?: by|:) ?[^.!?]{1,80}$|"
    r"/(?:AP|AFP|Reuters|EPA|Getty Images|Shutterstock|Bloomberg)\W{0,2}$",
    re.IGNORECASE,
)
_CAPTION_OPENS = re.compile(r"(?:file(?: photo)?\s*[-–—:]|photo:|photograph:|caption:|image:|pictured)", re.IGNORECASE)
_POSITION = re.compile(
    r"(?:, (?:(?:far |at )?(?:top|bottom|left|right|cent(?:er|re)|foreground|background|pictured)|"
    r"(?:second|third) from (?:the )?(?:left|right)), |"
    r"\((?:(?:top|bottom|left|right|cent(?:er|re)|l|r|c)|(?:second|third) from (?:the )?(?:left|right))\))"
)
_SOURCE_LINE = re.compile(r"[·|]\s?\S[^.!?]{0,60}$")
_CREDIT = re.compile(
    r"contributed (?:to this (?:report|story|article)|reporting|from)\b|"
    r"^\W*(?:additional )?(?:reporting|writing|editing|compiled|written|edited) by\b|"
    r"^\W*(?:AP|AFP|Reuters|dpa|EFE|ANSA|PTI|Associated Press|Agence France-Presse|with agencies|agencies)\W*$|"
    r"^\W*this (?:story|article|report) (?:was|is) (?:first |originally )?(?:published|provided|produced|supplied)\b|"
    r"^\W*(?:source|via)\s*:",
    re.IGNORECASE,
)
_TAIL_CREDIT = re.compile(r"[A-ZÀ-Þ][^.!?]{0,80} (?:reported|contributed|writes|wrote) (?:from|to|for) [^!?]{1,80}\.$")
_BYLINE = re.compile(r"(?:by|words by|text by|story by) [A-ZÀ-Þ][^.!?:]{1,80}$", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\) ?\d{4}|copyright\b[^.]{0,20}(?:\d{4}|©)|all rights reserved\b|"
    r"this material may not be (?:published|repro))",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"(?:follow (?:AP|us|the|our|\S+['’]s)\b.{0,60}\b(?:coverage|at https?:|"
    r"on (?:x|twitter|facebook|instagram|whatsapp))|"
    r"sign up\b|subscribe\b|click here\b|download (?:the|our) \S+ ?app\b|get (?:the|our) \S{0,20} ?newsletter|"
    r"read (?:more|also|next)\b|see also\b|related\s*:|more (?:on|from)\b.{0,60}:|(?:watch|listen)\s*:|"
    r"advertisement\b|story continues below|support (?:our|independent) journalism|share this\b|"
    r"join (?:our|the) (?:newsletter|whatsapp)|"
    r"headlines delivered\b|for (?:the latest|more) .{0,60}(?:visit|go to|follow|click)\b|have a (?:tip|story)\b)",
    re.IGNORECASE,
)

_LONGEST = 800  # code points; no paragraph beyond it is boilerplate, and no pattern is run on it


def opening(paragraph: str, *, is_first: bool, may_date: bool) -> tuple[int, str]:
    """Measure what stands before the reporting in a paragraph: a date stamp, or a dateline.

    Args:
        paragraph: A paragraph, its leading white space included.
        is_first: Whether nothing that reports came before it; a bare "LONDON -" is a dateline only there.
        may_date: Whether it is near enough to the beginning for a dateline with a country or an agency.

    Returns:
        How many code points to skip, and why: `stamp`, `dateline`, or "" with 0.
    """
    stamp = _STAMP.match(paragraph)
    if stamp:
        return stamp.end(), "stamp"
    found = _DATELINE.match(paragraph) if is_first or may_date else None
    if found is None:
        return 0, ""
    is_bare = not (found["where"] or found["agency"])
    if is_bare and not (is_first and len(found["city"]) > 5):  # NATO - the alliance - is no place
        return 0, ""
    return found.end(), "dateline"


def paragraph_reasons(paragraphs: Sequence[str]) -> list[str]:
    """Say of each paragraph of an article why it is not reporting.

    A text of nothing but headings is taken for reporting without full stops.

    Args:
        paragraphs: All paragraphs, in order, without date stamp and dateline.

    Returns:
        A reason for each, "" where the paragraph reports.
    """
    found = [_paragraph_reason(paragraph.strip()) for paragraph in paragraphs]
    if "" not in found:
        found = ["" if reason == "heading" else reason for reason in found]
    return found


def _paragraph_reason(paragraph: str) -> str:
    if not any(character.isalnum() for character in paragraph[:_LONGEST]):
        return "separator"
    if len(paragraph) > _LONGEST:
        return ""
    return _form(paragraph) or ("heading" if is_heading(paragraph) else "")


def _form(paragraph: str) -> str:
    if _COPYRIGHT.match(paragraph):
        return "copyright"
    if _PROMOTION.match(paragraph) and len(paragraph) <= 300:
        return "promotion"
    if _CAPTION_OPENS.match(paragraph) or _PHOTO_CREDIT.search(paragraph) or _POSITION.search(paragraph[:160]):
        return "caption"
    if _SOURCE_LINE.match(paragraph) or (len(paragraph) <= 120 and _CREDIT.search(paragraph)):
        return "credit"
    if _STAMP_LINE.match(paragraph):
        return "stamp"
    return "byline" if _BYLINE.match(paragraph) else ""


def is_heading(paragraph: str) -> bool:
    """Tell a heading from a sentence: short, with no sentence's end, and not an item of a list."""
    words = len(paragraph.split())
    if paragraph.startswith("#"):
        return True
    bare = paragraph.rstrip(_CLOSERS + " ")
    if not bare or words > 22 or _LIST_ITEM.match(paragraph):
        return not bare
    if bare[-1] == "?":
        return words <= 8 and bare == paragraph
    return bare[-1] not in _ENDS


def sentence_reason(sentence: str, *, in_tail: bool) -> str:
    """Say why a sentence inside a paragraph that reports is not reporting itself.

    Args:
        sentence: The sentence, trimmed.
        in_tail: Whether it stands among the last paragraphs, where contributors are named.

    Returns:
        `credit`, `copyright`, `separator`, or "".
    """
    if len(sentence) > _LONGEST:
        return ""
    if not any(character.isalnum() for character in sentence):
        return "separator"
    if _COPYRIGHT.match(sentence):
        return "copyright"
    if _CREDIT.search(sentence) or (in_tail and _TAIL_CREDIT.match(sentence)):
        return "credit"
    return ""
