"""Vietnamese numbers: digits with their separators, multipliers, and number words.

Every reader takes a text and a place in it and gives a :class:`Number` whose
span is exactly what was read, or ``None``. Nothing here knows what is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.vietnamese.phrases import lower

# `\d\d*`: with one class in front `re` skips quickly to the next digit
DIGITS = re.compile(r"\d\d*(?:[.,]\d+)*")
"""One run of digits with separators inside; :func:`read_digits` says what it means."""

# `1. 000.000`: a space beside a dot; a group that begins with zero is no number of its own
_BROKEN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})*(?:\.[ ]|[ ]\.)0\d\d(?:(?:\.[ ]?|[ ]\.)\d{3})*(?![.,]?\d)")
_BREAKS = (". 0", " .0")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_END = r"(?![.,]?\d)"
_SHAPES = re.compile(
    # no longer than a number can be, so that a line of groups is not read from each of them to its end
    r"(?P<spaces>[1-9]\d{0,2}(?:[ ]\d{3}){1,4}(?:,\d+)?)(?![\d.,]?\d|[ ]\d{3}(?!\d))"
    rf"|(?P<whole>\d{{1,15}}){_END}(?P<vulgar>[½¼¾⅓⅔])?"
    rf"|(?P<dots>[1-9]\d{{0,2}}(?:\.\d{{3}})+)(?P<decimals>,\d+)?{_END}"
    rf"|(?P<comma>\d+,\d+){_END}"
    rf"|(?P<dot>\d+\.(?:\d{{1,2}}|\d{{4,}})|0\.\d+){_END}"
    rf"|(?P<english>[1-9]\d{{0,2}}(?:(?:,\d{{3}}){{2,}}|(?:,\d{{3}})+\.\d+)){_END}"
)
"""What a run of digits may be; the first shape that fits to its end is meant."""

MULTIPLIERS = {
    "chục": 10.0,
    "trăm": 100.0,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
}
_MULTIPLIER = re.compile(r"[ \t\n]?(chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:(?![^\W\d_])|(?=đồng(?!\w)))")
# `435 triệu`, `5 trăm nghìn` after a larger multiplier
_MORE = re.compile(r" (\d{1,3}(?:[.,]\d+)?) ?(chục|trăm|nghìn|ngàn|vạn|triệu)(?: (nghìn|ngàn|vạn|triệu))?(?![^\W\d_])")
_HALF = re.compile(r" (?:rưỡi|rưởi)(?!\w)")
# `1 nghìn 250 tỷ`: the hundreds after thousands, with a unit or a larger multiplier behind
_HUNDREDS = re.compile(r" (\d{2,3})(?= (?!nghìn|ngàn|trăm|chục)[^\W\d_]|\Z)")
# `3 tỷ 8`: tenths of the multiplier, nothing counted behind
_TENTHS = re.compile(r" (\d)(?![\d.,/%]|[ ]?[^\W\d_]|[.,]\d)")


# `3 triệu tư đồng`: the tenths in a word
_TENTHS_SPELLED = re.compile(r" (mốt|hai|ba|tư|bốn|lăm|sáu|bảy|tám|chín)(?= đồng(?!\w))")


@dataclass(slots=True)
class Number:
    """A number as read: ``text[start:end]`` is what says `value`.

    `low` is set instead of a value for a vague number (``hàng chục``: 10).
    `mixed` is the second meaning of ``1.319,652``, whose comma may be a mistyped
    group separator (1 319 652); only what is counted can tell.
    """

    value: float | None
    start: int
    end: int
    rule: str
    low: float | None = None
    mixed: float | None = None
    scale: float = 1.0


def read_digits(text: str, start: int) -> Number | None:
    """The number whose digits begin at `start`, without multiplier.

    Dots group and a comma marks decimals; a dot marks decimals where three digits
    do not follow; groups may be set apart by spaces.

    >>> [read_digits(t, 0).value for t in ("1.438", "28,97", "1.319,652", "4.5", "12 500 000", "05")]
    [1438.0, 28.97, 1319.652, 4.5, 12500000.0, 5.0]
    >>> read_digits("15.7.2019", 0) is None
    True
    """
    found = _SHAPES.match(text, start)
    if found is None:
        return None
    shape, token, end = found.lastgroup, found.group(), found.end()
    if text.startswith(_BREAKS, end) and (broken := _BROKEN.match(text, start)):
        return Number(float(broken.group().replace(".", "").replace(" ", "")), start, broken.end(), "dot-groups")
    if shape == "whole":
        return Number(float(token), start, end, "digits")
    if shape == "comma":
        return Number(float(token.replace(",", ".")), start, end, "decimal-comma")
    if shape == "dots":
        return Number(float(token.replace(".", "")), start, end, "dot-groups")
    if shape == "decimals":
        whole = token.replace(".", "")
        mixed = float(whole.replace(",", "")) if len(found["decimals"]) == 4 else None
        return Number(float(whole.replace(",", ".")), start, end, "dot-groups-decimal-comma", mixed=mixed)
    if shape == "dot":
        return Number(float(token), start, end, "decimal-dot")
    if shape == "spaces":
        return Number(float(token.replace(" ", "").replace(",", ".")), start, end, "space-groups")
    if shape == "vulgar":
        return Number(int(found["whole"]) + _VULGAR[found["vulgar"]], start, end, "mixed-number")
    return Number(float(token.replace(",", "")), start, end, "comma-groups")


def with_multiplier(number: Number, lowered: str) -> Number:
    """`number` with the multipliers that follow it: ``65,077 tỷ``, ``2 tỷ 435 triệu``, ``25 nghìn tỷ``.

    >>> text = "2 tỷ 435 triệu đồng"
    >>> with_multiplier(read_digits(text, 0), text).value
    2435000000.0
    """
    found = _MULTIPLIER.match(lowered, number.end)
    if found is None or number.value is None:
        return number
    scale, end = MULTIPLIERS[found.group(1)], found.end()
    if scale == 1e3 and number.value == int(number.value) and (hundreds := _HUNDREDS.match(lowered, end)):
        whole = Number(number.value * 1e3 + int(hundreds.group(1)), number.start, hundreds.end(), number.rule + "+hundreds")
        larger = with_multiplier(whole, lowered)
        return larger if larger.scale > 1 else Number(whole.value, whole.start, whole.end, whole.rule, scale=1e3)
    chained = _MULTIPLIER.match(lowered, end)
    while chained is not None and MULTIPLIERS[chained.group(1)] > 10 and scale < 1e12:
        scale, end = scale * MULTIPLIERS[chained.group(1)], chained.end()
        chained = _MULTIPLIER.match(lowered, end)
    value = _exact(number.value, scale)
    below = scale
    half = _HALF.match(lowered, end)
    tenths = _TENTHS.match(lowered, end) if scale >= 1e6 else None
    if half is not None:
        value, end = value + scale / 2, half.end()
    elif tenths is not None:
        value, end = value + int(tenths.group(1)) * scale / 10, tenths.end()
    elif scale >= 1e6 and (spelled := _TENTHS_SPELLED.match(lowered, end)) is not None:
        value, end = value + _LAST_DIGITS[spelled.group(1)] * scale / 10, spelled.end()
    else:
        more = _MORE.match(lowered, end)
        while more is not None and (step := MULTIPLIERS[more.group(2)] * MULTIPLIERS.get(more.group(3), 1.0)) < below:
            part = read_digits(lowered, more.start(1))
            if part is None or part.value is None or part.end != more.end(1):
                break
            below = step
            value, end = value + _exact(part.value, below), more.end()
            more = _MORE.match(lowered, end)
    mixed = _exact(number.mixed, scale) if number.mixed is not None else None
    return Number(value, number.start, end, number.rule + "+multiplier", mixed=mixed, scale=scale)


def _exact(value: float, scale: float) -> float:
    """`value` times `scale` without the binary dust of ``1.217 * 1e9``."""
    return float(round(value * scale, 4))


# ------------------------------------------------------------------ number words
_DIGIT_WORDS = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_LAST_DIGITS = _DIGIT_WORDS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
# after tens five is `lăm`: `hai mươi năm` is twenty years, never twenty-five
_AFTER_TENS = {word: value for word, value in _LAST_DIGITS.items() if value and word != "năm"}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
NUMBER_WORDS = frozenset(_LAST_DIGITS) | frozenset(_SCALES) | {"mười", "mươi", "trăm", "chục", "linh", "lẻ", "rưỡi", "rưởi"}
"""Every word that can be part of a spelled number."""

FIRST_WORDS = frozenset(w for w in _DIGIT_WORDS if w != "không") | {"mười"}
"""The words that can begin a spelled number."""

# `một tỷ hai`, `hai triệu tám`, `một trăm tư`: tenths of what stands before; `hai nghìn năm` is a length of time
_TENTHS_WORDS = frozenset({"mốt", "tư"})  # also the beginning of other words: `hai triệu tư liệu`
_SHORTENED = {word: value for word, value in _AFTER_TENS.items() if word not in ("một", "lăm", "nhăm")}
_MOST_PARTS = 3
_IN_ALL = re.compile(r"[ ](?:đồng|đô[ ]la|usd)(?!\w)")
_COUNTED = re.compile(r"[ ](?!(?:đồng|đô[ ]la|usd)(?!\w))[^\W\d_]")
_WORDS_AHEAD = re.compile(rf"[^\W\d_]+(?:[ ](?:{'|'.join(sorted(NUMBER_WORDS))})){{0,30}}(?![^\W\d_])")
_VAGUE = re.compile(r"(hàng|vài|mấy|dăm|nhiều)[ ]((?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:[ ](?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))*)(?!\w)")


def read_words(lowered: str, start: int) -> Number | None:
    """The spelled number that begins at `start` of a lowered text.

    >>> read_words("hai mươi lăm hộ", 0).value, read_words("một trăm linh năm xã", 0).value
    (25.0, 105.0)
    >>> read_words("hai triệu rưỡi đồng", 0).value
    2500000.0
    >>> read_words("mươi", 0) is None
    True
    """
    found = _WORDS_AHEAD.match(lowered, start)
    if found is None:
        return None
    words = found.group().split(" ")
    value, used = _spelled(words)
    if used == 0:
        return None
    end = start + sum(len(w) for w in words[:used]) + used - 1
    if words[used - 1] in _TENTHS_WORDS and words[used - 2] in _SCALES and _COUNTED.match(lowered, end):
        return None
    if words[used - 1] in _SCALES and lowered.startswith(", ", end):
        return _set_apart(lowered, Number(float(value), start, end, "words", scale=float(used)))
    return Number(float(value), start, end, "words", scale=float(used))


def _set_apart(lowered: str, first: Number) -> Number:
    """``Tám tỷ, chín trăm triệu, hai trăm nghìn đồng``: an amount whose parts stand apart by commas; else `first` alone."""
    value, end, words = first.value or 0.0, first.end, first.scale
    for _ in range(_MOST_PARTS):
        below = _SCALES.get(lowered[lowered.rfind(" ", 0, end) + 1 : end])
        found = _WORDS_AHEAD.match(lowered, end + 2) if below is not None and lowered.startswith(", ", end) else None
        if found is None or below is None:
            break
        part = found.group().split(" ")
        more, used = _spelled(part)
        if used < 2 or more >= below:
            break
        value, words, end = value + more, words + used, end + 2 + sum(len(w) for w in part[:used]) + used - 1
    if end > first.end and _IN_ALL.match(lowered, end):
        return Number(value, first.start, end, "words", scale=words)
    return first


def _spelled(words: list[str]) -> tuple[float, int]:
    """Value of the longest number at the head of `words`, and how many words it takes."""
    total, at, below = 0.0, 0, float("inf")
    while at < len(words):
        group, used = _below_thousand(words[at:], inner=at > 0)
        if used == 0:
            if at and words[at] in _TENTHS_WORDS and below > 1:
                return total + _SHORTENED[words[at]] * below / 10, at + 1
            break
        scale, after = 1, at + used
        while after < len(words) and words[after] in _SCALES:
            scale *= _SCALES[words[after]]
            after += 1
        if scale >= below:
            break
        if at and group < 10 and used == scale == 1:
            shortened = _SHORTENED.get(words[at], 0)
            return total + shortened * below / 10, at + (shortened > 0)
        total, at, below = total + group * scale, after, float(scale)
        if at < len(words) and words[at] in ("rưỡi", "rưởi") and scale > 1:
            return total + scale / 2, at + 1
        if scale == 1:
            break
    return total, at


def _below_thousand(words: list[str], *, inner: bool) -> tuple[int, int]:
    """Value of the part of a number below one thousand, and how many words it takes."""
    if not words:
        return 0, 0
    if len(words) > 1 and words[1] == "trăm" and words[0] in _DIGIT_WORDS:
        hundreds = _DIGIT_WORDS[words[0]] * 100
        if len(words) > 2 and words[2] in ("rưỡi", "rưởi"):
            return hundreds + 50, 3
        if len(words) > 3 and words[2] in ("linh", "lẻ") and words[3] in _LAST_DIGITS:
            return hundreds + _LAST_DIGITS[words[3]], 4
        rest, used = _below_hundred(words[2:])
        if used:
            return hundreds + rest, used + 2
        if len(words) == 3 and words[2] in _SHORTENED:
            return hundreds + _SHORTENED[words[2]] * 10, 3
        return hundreds, 2
    rest, used = _below_hundred(words)
    if used:
        return rest, used
    if inner and words[0] in ("linh", "lẻ") and len(words) > 1 and words[1] in _LAST_DIGITS:
        return _LAST_DIGITS[words[1]], 2
    if words[0] in _DIGIT_WORDS:
        return _DIGIT_WORDS[words[0]], 1
    return 0, 0


def _below_hundred(words: list[str]) -> tuple[int, int]:
    """Value of ``mười …``, ``… mươi …`` or ``… chục``; a bare digit is left to the caller."""
    if not words:
        return 0, 0
    if words[0] == "mười":
        if len(words) > 1 and words[1] in _AFTER_TENS:
            return 10 + _AFTER_TENS[words[1]], 2
        return 10, 1
    if len(words) > 1 and words[0] in _DIGIT_WORDS and words[1] in ("mươi", "chục"):
        tens = _DIGIT_WORDS[words[0]] * 10
        if words[1] == "mươi" and len(words) > 2 and words[2] in _AFTER_TENS:
            return tens + _AFTER_TENS[words[2]], 3
        return tens, 2
    if len(words) > 1 and words[0] in _DIGIT_WORDS and words[1] in ("lăm", "nhăm", "mốt"):
        return _DIGIT_WORDS[words[0]] * 10 + _AFTER_TENS[words[1]], 2
    return 0, 0


def read_vague(lowered: str, start: int) -> Number | None:
    """A vague number that begins at `start`: only its lower bound is known.

    >>> read_vague("hàng chục hội nghị", 0).low, read_vague("hàng chục nghìn người", 0).low
    (10.0, 10000.0)
    """
    found = _VAGUE.match(lowered, start)
    if found is None:
        return None
    low = 1.0
    for word in found.group(2).split(" "):
        low *= MULTIPLIERS[word]
    return Number(None, start, found.end(), "vague", low=low, scale=low)


def read_number(text: str, start: int) -> Number | None:
    """The number that begins at `start`, digits or words, with its multipliers.

    >>> read_number("65,077 tỷ đồng", 0).value
    65077000000.0
    >>> read_number("Hai mươi hộ", 0).value
    20.0
    """
    lowered = lower(text)
    if text[start : start + 1].isdigit():
        number = read_digits(text, start)
        return with_multiplier(number, lowered) if number else None
    return read_vague(lowered, start) or read_words(lowered, start)
