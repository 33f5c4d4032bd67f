"""What kind of word each word of a text is, and where its clauses end (pure)."""

import re

from app.comparator.grammar import FORMS, KNOWN, PHRASE_GROUPS, TAGS, stem

Matches = list[re.Match[str]]

_SHORT_DEMONYM = 3
_COMMON_ENDINGS = ("ing", "ers", "ors", "ists", "ents", "ians", "ly", "ions", "ees", "men")
_MARKS = {"$": "cur", "£": "cur", "€": "cur", "¥": "cur", "-": "hyphen", '"': "quote", "“": "quote", "‘": "quote"}
_BEFORE_NOUN = frozenset({"det", "num", "poss", "adj", "nation"})
_NOUNISH = _BEFORE_NOUN | {"prep", "verb", "cur", "start", "punct", "conj"}
_HELPERS = frozenset({"to", "not", "did", "do", "does"})
_BREAKS = frozenset({";", ":", "—", "–", "(", ")"})
_MAY_OPEN = frozenset({"and", "but", "or", "nor", ",", "after", "before", "until", "since", "as"})
_FINITE = frozenset({"verb", "aux", "modal"})


def tag_words(matches: Matches, lows: list[str], sentences: list[int]) -> tuple[list[str], list[str]]:
    """Give every word its kind, and verbs their form (`base`, `s`, `past`, `ing`, `any`, else "")."""
    tags: list[str] = []
    forms: list[str] = []
    shouting = _is_title_case(matches)
    for index in range(len(matches)):
        opens = index == 0 or sentences[index] != sentences[index - 1] or tags[-1] == "quote"
        tag, form = _tag_one(matches, lows, index, tags, may_open=opens or shouting)
        tags.append(tag)
        forms.append(form)
    return tags, forms


def _is_title_case(matches: Matches) -> bool:
    """In a headline Where Every Word Is Capitalised, capitals say nothing."""
    long = [match[0] for match in matches if match.lastgroup == "word" and len(match[0]) > 3]
    return len(long) > 4 and sum(word[0].isupper() for word in long) > 0.8 * len(long)


def _tag_one(  # noqa: PLR0911 - a ladder of cases
    matches: Matches, lows: list[str], index: int, tags: list[str], *, may_open: bool
) -> tuple[str, str]:
    word, low, kind = matches[index][0], lows[index], matches[index].lastgroup
    fixed, caps = TAGS.get(low), word[:1].isupper()
    if kind == "punct":
        return _MARKS.get(word, "punct"), ""
    if kind in {"num", "poss"}:
        return str(kind), ""
    if fixed == "time" or (fixed == "may_time" and caps) or (word in {"Dec", "Mar"} and index + 1 < len(lows)):
        return "time", ""
    if fixed == "may_time":
        return "modal", ""
    if fixed == "nation" and (caps or len(low) > _SHORT_DEMONYM):
        return "nation", ""
    if caps and (kind == "acronym" or _is_name(matches, lows, index, may_open=may_open)):
        return "name", ""
    if fixed is not None and fixed != "nation":
        return fixed, ""
    return ("adv", "") if kind == "acronym" else _tag_open(index, lows, tags)


def _is_name(matches: Matches, lows: list[str], index: int, *, may_open: bool) -> bool:
    low = lows[index]
    if not may_open:
        return low != "i"
    if low in TAGS or low in FORMS or low in KNOWN:
        return False
    following = matches[index].string[matches[index].end() : matches[index].end() + 2]
    goes_on = len(following) == 2 and following[0] == " " and following[1].isupper()
    return goes_on or not (low.endswith(_COMMON_ENDINGS) and len(low) > 5)


def _tag_open(index: int, lows: list[str], tags: list[str]) -> tuple[str, str]:
    low, previous = lows[index], tags[index - 1] if index else "start"
    following = lows[index + 1] if index + 1 < len(lows) else ""
    if previous == "hyphen" or following == "-" or low == "acting":
        return "adj", ""
    form = FORMS.get(low) or _guess_form(low)
    if not form:
        return ("adv" if low.endswith("ly") and len(low) > 4 else "noun"), ""
    before = lows[index - 1] if index else ""
    if form == "past":
        before_noun = following[:1].isalpha() and TAGS.get(following) is None and FORMS.get(following) != "past"
        return ("adj" if previous in _BEFORE_NOUN | {"cur", "prep"} and before_noun else "verb"), form
    if form == "any":
        return ("noun" if previous in _NOUNISH and before != "to" else "verb"), form
    if form == "ing":
        return ("noun" if previous in _BEFORE_NOUN or before == "no" else "verb"), form
    return ("verb" if _is_finite(index, lows, tags, form) else "noun"), form


def _guess_form(low: str) -> str:
    if low in KNOWN:
        return ""
    if low.endswith("ed") and len(low) > 4:
        return "past"
    return "ing" if low.endswith("ing") and len(low) > 5 else ""


def _is_finite(index: int, lows: list[str], tags: list[str], form: str) -> bool:
    """Tell whether a word such as "release" or "strikes" is a verb here."""
    if not index:
        return False
    previous, before = tags[index - 1], lows[index - 1]
    plural = previous == "noun" and before.endswith("s") and not before.endswith("ss")
    if form == "base":
        if previous in {"modal", "pron"} or before in _HELPERS or before.endswith("n't"):
            return True
        if previous in {"neg", "adv"} and index > 1 and tags[index - 2] in {"modal", "aux", "pron"}:
            return True
        following = TAGS.get(lows[index + 1]) if index + 1 < len(lows) else None
        return plural and following in {"det", "pron", "prep", "num"}
    if previous in {"name", "nation"} or (previous == "pron" and before not in {"this", "these", "his"}):
        return True
    return previous == "noun" and not plural and "verb" not in tags[max(0, index - 4) : index]


def number_clauses(matches: Matches, lows: list[str], tags: list[str], sentences: list[int]) -> list[int]:
    """Number the clauses: a new one at strong marks, and where a word may open one and a verb follows."""
    numbers: list[int] = []
    clause, verb_seen = 0, False
    for index in range(len(lows)):
        fresh = index > 0 and sentences[index] != sentences[index - 1]
        if fresh or matches[index][0] in _BREAKS or (verb_seen and _opens_clause(index, lows, tags)):
            clause, verb_seen = clause + 1, False
        numbers.append(clause)
        verb_seen = verb_seen or tags[index] in _FINITE
    return numbers


def _opens_clause(index: int, lows: list[str], tags: list[str]) -> bool:
    if tags[index] == "sub":
        return lows[index - 1] != "of"
    if lows[index] not in _MAY_OPEN:
        return False
    if lows[index] == "," and lows[index + 2 : index + 4] in (["of", "which"], ["of", "whom"]):
        return True
    for near in range(index + 1, min(index + 8, len(lows))):
        if tags[near] in _FINITE:
            return True
        if tags[near] in {"punct", "sub"} or lows[near] in {"and", "but"}:
            return False
    return False


def phrase_groups(lows: list[str], tags: list[str]) -> dict[int, str]:
    """Find two-word verbs ("set free", "let the men go"): the group of both stands at the first word."""
    found: dict[int, str] = {}
    for index, tag in enumerate(tags):
        particles = PHRASE_GROUPS.get(stem(lows[index])) if tag in {"verb", "noun"} else None
        if particles is None:
            continue
        for near in range(index + 1, min(index + 5, len(lows))):
            if lows[near] in particles:
                found[index] = particles[lows[near]]
                break
            if tags[near] in {"punct", "verb", "prep"} and near > index + 1:
                break
    return found
