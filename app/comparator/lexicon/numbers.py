"""Numbers, measures and times in words (data only)."""

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "pair": 2, "couple": 2,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "k": 1e3,
    "dozen": 12,
}  # fmt: skip
VAGUE = {
    "dozens": (20, 1e3), "hundreds": (100, 1e4), "thousands": (1e3, 1e6), "millions": (1e6, 1e9),
    "billions": (1e9, 1e12), "several": (3, 20), "scores": (20, 1e3),
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "tenth": 10,
}
SHARES = {"all": (1.0, 1.0), "every": (1.0, 1.0), "most": (0.5001, 1.0), "none": (0.0, 0.0), "majority": (0.5001, 1.0)}

MEASURES = {
    "percent": ("share", 0.01), "%": ("share", 0.01), "pct": ("share", 0.01), "percentage": ("points", 1),
    "km": ("length", 1e3), "kilometre": ("length", 1e3), "kilometer": ("length", 1e3), "mile": ("length", 1609.34),
    "metre": ("length", 1), "meter": ("length", 1), "m": ("length", 1), "centimetre": ("length", 0.01),
    "centimeter": ("length", 0.01), "cm": ("length", 0.01), "millimetre": ("length", 0.001),
    "millimeter": ("length", 0.001), "mm": ("length", 0.001), "foot": ("length", 0.3048), "inch": ("length", 0.0254),
    "yard": ("length", 0.9144), "tonne": ("mass", 1e3), "ton": ("mass", 1e3), "kg": ("mass", 1), "kilo": ("mass", 1),
    "kilogram": ("mass", 1), "kilogramme": ("mass", 1), "gram": ("mass", 1e-3), "ounce": ("mass", 0.02835),
    "hectare": ("area", 1e4), "acre": ("area", 4046.86), "litre": ("volume", 1), "liter": ("volume", 1),
    "gallon": ("volume", 3.785), "barrel": ("volume", 159), "degree": ("degrees", 1), "megawatt": ("power", 1),
    "gigawatt": ("power", 1e3), "kilowatt": ("power", 1e-3),
    "second": ("time", 1 / 86400), "minute": ("time", 1 / 1440), "hour": ("time", 1 / 24), "day": ("time", 1),
    "night": ("time", 1), "week": ("time", 7), "fortnight": ("time", 14), "month": ("time", 30.44),
    "year": ("time", 365.25), "decade": ("time", 3652.5), "century": ("time", 36525),
}  # fmt: skip
CURRENCIES = {
    "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "dollar": "dollar", "pound": "pound", "euro": "euro",
    "yen": "yen", "yuan": "yuan", "rupee": "rupee", "peso": "peso", "franc": "franc", "krone": "krone",
    "kroner": "krone", "krona": "krone", "kronor": "krone", "zloty": "zloty", "real": "real", "reais": "real",
    "rand": "rand", "lira": "lira", "ruble": "ruble", "rouble": "ruble", "naira": "naira", "shilling": "shilling",
    "cedi": "cedi", "cent": "cent", "penny": "cent", "pence": "cent", "won": "won", "baht": "baht",
    "ringgit": "ringgit", "rupiah": "rupiah", "dirham": "dirham", "riyal": "riyal", "dinar": "dinar",
    "leu": "leu", "lei": "leu",
    "lev": "lev", "forint": "forint", "koruna": "koruna", "hryvnia": "hryvnia", "taka": "taka", "birr": "birr",
    "kwacha": "kwacha",
}  # fmt: skip

NUMBER_WORDS = frozenset(
    {*UNITS, *TENS, *VAGUE, *ORDINALS, *SCALES, "half", "quarter", "quarters", "thirds", "fifths"}
) - {
    "pair", "couple", "both", "m", "k", "second", "scores", "several", "twice", "thrice", "first", "seconds", "bn",
}  # fmt: skip

AT_LEAST = (
    "at least",
    "no fewer than",
    "no less than",
    "not less than",
    "a minimum of",
    "upwards of",
    "as many as or more",
)
MORE_THAN = (
    "more than",
    "over",
    "above",
    "exceeding",
    "in excess of",
    "upward of",
    "greater than",
    "exceeds",
    "exceeded",
)
AT_MOST = ("at most", "no more than", "not more than", "a maximum of")
UP_TO = ("up to", "as many as", "as much as")
LESS_THAN = ("fewer than", "less than", "under", "below", "short of")
NEARLY = ("nearly", "almost", "close to", "just under", "just short of", "approaching", "not quite")
ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "an estimated",
    "estimated",
    "circa",
    "just over",
    "or so",
)
EXACTLY = ("exactly", "only", "just", "precisely", "a total of")

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
MONTH_SHORT = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
DAY_PARTS = {
    "dawn": (4, 8), "daybreak": (4, 8), "sunrise": (4, 8), "morning": (4, 12), "noon": (11, 13), "midday": (11, 13),
    "lunchtime": (11, 15), "afternoon": (12, 18), "dusk": (17, 22), "sunset": (17, 22), "evening": (17, 24),
    "nightfall": (17, 24), "midnight": (23, 25), "overnight": (20, 30), "night": (18, 30), "tonight": (18, 30),
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
DAYS = frozenset({*WEEKDAYS, "today", "yesterday", "tomorrow"})
TIME_WORDS = frozenset({*WEEKDAYS, *MONTHS, *MONTH_SHORT, "yesterday", "today", "tomorrow"}) - {
    "mar",
    "dec",
    "may",
    "march",
}
