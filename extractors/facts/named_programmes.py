"""Programmes, schemes, strategies and laws cited by name: ``Chương trình 135``, ``Đề án “…”``, ``Luật Thanh niên``.

A name is found at its type word or where the code list knows it, and read to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from extractors.facts.citation_words import read_before
from extractors.facts.document_names import PERIOD_AFTER, PERIOD_AHEAD, QUOTED, TITLE_TYPES, end_of_name, is_name_of, period_years, upper_title
from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan
from extractors.registry.lookup import DocType, Hit, KnownPolicy, doc_type_table, doc_types, issuers_by_symbol, known_policies, unit_table
from extractors.vietnamese import periods
from extractors.vietnamese.phrases import word_before

_S = r"[ \t\n]{0,2}"
_G = r"[ \t\n]{1,3}"
_DATE_AFTER = re.compile(
    rf"{_S}[,(]?{_S}ngày{_G}(?:(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})|(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}){_G}năm{_G}(\d{{4}}))(?!\d)"
)
_NUMBER_WORD_AT = re.compile(r"[ \n]{0,2}số[ ]?:?[ ]?\d")
_CODED = re.compile(r"[ ]{1,2}(?:(MTQG|mtqg|CT|mục tiêu quốc gia(?:[ ]\(?MTQG\)?)?)[ ])?(\d{1,4}[a-zđ]?)(?![\d]|[.,]\d|[ ]?%|/\d|\w)")
_MORE_CODES = re.compile(r"(?:[ ]?,[ ]|[ ]và[ ])(\d{1,4}[a-zđ]?)(?![\d]|[.,]\d|[ ]?%|/\d|\w)")
_MONEY_AHEAD = re.compile(r"[ ]?(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|%|trăm)(?!\w)")
_ACRONYM = re.compile(r"[A-ZĐ][a-z]{0,3}[A-ZĐ][A-Za-zĐđ0-9]{1,12}(?![\w/])")
_CONGRESS = re.compile(
    r"[ ](Hội nghị[ ](?:lần thứ[ ])?\w{1,6}[ ](?:của[ ])?(?:Ban Chấp hành|BCH)[ ](?:Trung ương|TW)(?:[ ]Đảng)?(?:,?[ ]\(?[kK]hóa[ ][IVX]{1,5}\)?)?"
    r"|(?:Hội nghị[ ])?(?:Trung ương|TW)[ ](?:lần thứ[ ])?(?:\d{1,2}|[IVX]{1,4}|tư|năm|sáu|bảy|tám|chín)(?!\w)(?:,?[ ]\(?[kK]hóa[ ][IVX]{1,5}\)?)?"
    r"|Đại hội[ ](?:(?:đại biểu[ ])?(?:toàn quốc[ ])?(?:Đảng(?:[ ]bộ)?[ ])?(?:toàn quốc[ ])?(?:tỉnh[ ]|huyện[ ]|xã[ ])?"
    r"(?:[A-ZĐ][\w]*[ ]){0,3}lần thứ[ ])?[IVX]{1,5}(?!\w)"
    r"(?:[ ]của[ ]Đảng)?)"
)
_BARE_YEAR = re.compile(r"[ ]\(?((?:19|20)\d\d)(?![\d./-]|[ ][-–]|[ ]\w*[ ]?(?:hộ|người|ha|đồng))\)?")
_CLAUSE_NUMBER = re.compile(r"(?:điều|khoản|điểm|mục|chương)[ ]\d{1,3}[ ]$")
_COUNTING_BEFORE = frozenset({"các", "những", "nhiều", "mọi", "từng", "hai", "ba", "bốn", "kỷ", "pháp", "hội", "đoàn", "quy", "tỷ", "một"})
_CODE_TYPES = frozenset({"chương trình", "dự án", "tiểu dự án", "đề án", "hợp phần"})
_LAWS = ("constitution", "code", "law", "ordinance")
_KINDS_OF_PROJECT = frozenset({"BOT", "PPP", "ODA", "FDI", "NGO", "BTO"})
PERIOD_NAMES = frozenset(
    {
        *("luật", "bộ luật", "pháp lệnh", "hiến pháp", "đề án", "chương trình", "chiến lược", "công ước", "tiểu dự án", "cuộc vận động", "phong trào"),
        *("kế hoạch", "quy hoạch", "dự án", "nghị quyết", "phương án", "chương trình hành động", "chính sách"),
    }
)
"""Types whose mention is a name when a period closes it."""


@cache
def _named_types() -> frozenset[str]:
    """Codes of the types that are cited by name at all."""
    return frozenset(kind.code for kind in doc_types() if kind.cited_by != "number" or kind.name_vi in PERIOD_NAMES)


@cache
def _base_types() -> dict[str, tuple[str, int]]:
    """Of the types that only narrow another one: the name to report and its length (``chương trình mục tiêu quốc gia`` is a `chương trình`)."""
    found = {}
    for kind in doc_types():
        for base in ("chương trình", "kế hoạch"):
            if kind.name_vi.startswith(base + " "):
                found[kind.code] = (base, len(base))
    return found


@cache
def _known_by_name() -> dict[str, KnownPolicy]:
    return {alias.lower(): policy for policy in known_policies() for alias in policy.aliases}


class NamedProgrammes:
    """Finds the references of one text that stand between the numbered ones."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text, self.low = reading.text, reading.low

    def run(self, numbered: list[ReferenceSpan]) -> list[ReferenceSpan]:
        """All mentions by name, in order."""
        named_types = _named_types()
        types = {hit.start: hit for hit in self.reading.keywords.type if hit.value.code in named_types}
        programmes = {hit.start: hit for hit in self.reading.keywords.programme}
        if not types and not programmes:
            return []
        starts = [r.start for r in numbered]
        found: list[ReferenceSpan] = []
        reached = 0
        for place in sorted(types.keys() | programmes.keys()):
            if place < reached:
                continue
            at = bisect_right(starts, place) - 1
            if at >= 0 and place < numbered[at].end:
                continue
            limit = starts[at + 1] if at + 1 < len(starts) else len(self.text)
            for reference in self._at(place, types.get(place), programmes.get(place), limit):
                found.append(reference)
                reached = max(reached, reference.end)
        for reference in found:
            read_before(self.reading, reference)
        return found

    def _at(self, place: int, kind_hit: Hit | None, programme: Hit | None, limit: int) -> list[ReferenceSpan]:
        if kind_hit is not None and self._may_be_name(kind_hit):
            kind: DocType = kind_hit.value
            text, length = _base_types().get(kind.code, (kind.name_vi, 0))
            name_at = place + length if length and self.low.startswith(text, place) else kind_hit.end
            coded = self._coded(place, kind, text, name_at)
            if coded:
                return coded
            if programme is not None and programme.end <= limit and self._is_known_name(programme):
                return [self._alias(place, programme, kind, text)]
            named = self._named(place, kind, text, name_at, limit)
            if named is not None:
                return [named]
            return []
        if programme is not None and programme.end <= limit and self._is_known_name(programme):
            found = doc_type_table().match_at(self.low, place)
            kind_here = found[1] if found is not None and found[0] < programme.end else None
            text = _base_types().get(kind_here.code, (kind_here.name_vi, 0))[0] if kind_here is not None else ""
            return [self._alias(place, programme, kind_here, text)]
        return []

    def _may_be_name(self, hit: Hit) -> bool:
        start, end = hit.start, hit.end
        capital = self.text[start].isupper()
        if not capital and end - start < 3:
            return False
        if not capital and not self._lower_may_be_name(end):
            return False
        if _NUMBER_WORD_AT.match(self.low, end):
            return False
        if start == 0 or self.text[start - 1] != " ":
            return True
        before = word_before(self.low, start)
        if before in _COUNTING_BEFORE and not (before in ("các", "những") and _CODED.match(self.text, end)):
            return False
        return not before.isdigit() or _CLAUSE_NUMBER.search(self.low[max(0, start - 16) : start]) is not None

    def _lower_may_be_name(self, end: int) -> bool:
        """What can follow a type in lower case that is a name: a code, a quotation, `mục tiêu quốc gia`, a period further on."""
        low = self.low
        if low[end : end + 2].strip(" :")[:1] in "“\"‘«0123456789" or low.startswith((" mục tiêu quốc gia", " mtqg", " về", " mang tên"), end):
            return True
        return any(low.find(word, end, end + 190) >= 0 for word in PERIOD_AHEAD)

    # -------------------------------------------------------------- known names
    def _is_known_name(self, programme: Hit) -> bool:
        """Whether a known name is meant: not in ``pháp luật đất đai`` or ``chương trình 135 phút``."""
        capital = self.text[programme.start].isupper()
        if programme.value.doc_type in _LAWS:
            named = capital or self.text[self.text.find(" ", programme.start) + 1].isupper()
            return named and word_before(self.low, programme.start) not in ("pháp", "kỷ", "bộ")
        name = self.text[programme.start : programme.end]
        return capital or (" " in name and not (name[-1].isdigit() and self._counts(programme.end)))

    def _alias(self, start: int, programme: Hit, kind: DocType | None, kind_text: str) -> ReferenceSpan:
        text = self.text[start : programme.end]
        reference = ReferenceSpan(start, programme.end, "known-name", policy=programme.value, programme_text=text)
        digits = any(letter.isdigit() for letter in text)
        if kind is not None:
            reference.doc_type, reference.doc_type_text = kind, kind_text
            if not digits and text.lower().startswith(kind_text):
                reference.programme_text = text[len(kind_text) :].strip() or text
        reference.digits_start, reference.digits_end = (start, programme.end) if digits else (start, start)
        self._tail(reference)
        return reference

    # -------------------------------------------------------------- codes
    def _coded(self, place: int, kind: DocType, kind_text: str, end: int) -> list[ReferenceSpan]:
        """``Chương trình 135``, ``Chương trình 134, 135, 168``, ``Tiểu dự án 1``."""
        found = _CODED.match(self.text, end) if kind_text in _CODE_TYPES else None
        if found is None or _MONEY_AHEAD.match(self.low, found.end()):
            return []
        capital = self.text[place].isupper()
        small = kind_text not in ("chương trình", "đề án")
        if not capital and (small or kind_text == "đề án" or len(found.group(2)) < 3 or unit_table().match_at(self.low, found.end() + 1) is not None):
            return []
        result = [self._code(place, found.end(), found.start(2), kind, kind_text, self.text[place : found.end()])]
        more = _MORE_CODES.match(self.text, found.end())
        while more is not None and len(more.group(1)) >= (1 if small else 2) and not self._counts(more.end()):
            name = f"{self.text[place : found.start(2)].rstrip()} {more.group(1)}"
            result.append(self._code(more.start(1), more.end(), more.start(1), kind, kind_text, name))
            more = _MORE_CODES.match(self.text, more.end())
        self._period(result[-1])
        return result

    def _counts(self, end: int) -> bool:
        return _MONEY_AHEAD.match(self.low, end) is not None or (
            self.text[end : end + 1] == " " and unit_table().match_at(self.low, end + 1) is not None
        )

    def _code(self, start: int, end: int, digits: int, kind: DocType, kind_text: str, name: str) -> ReferenceSpan:
        name = re.sub(r"\s+", " ", name)
        reference = ReferenceSpan(start, end, "programme-number", kind, kind_text, programme_text=name, digits_start=digits, digits_end=end)
        reference.policy = _known_by_name().get(name.lower())
        return reference

    # -------------------------------------------------------------- names
    def _named(self, place: int, kind: DocType, kind_text: str, end: int, limit: int) -> ReferenceSpan | None:
        """A programme, scheme, plan or law by its name."""
        quoted = QUOTED.match(self.text, end)
        if quoted is not None and quoted.end() <= limit:
            return self._quoted(place, kind, kind_text, quoted)
        if kind_text == "hiến pháp" and self.text[place].isupper() and not self.text[place + 1].isupper():
            return self._made(place, end, kind, kind_text, self.text[place:end])
        if self.text[end : end + 1] not in (" ", "\n"):
            return None
        if kind_text == "nghị quyết" and (congress := _CONGRESS.match(self.text, end)) is not None and self.text[place].isupper():
            reference = self._made(place, congress.end(), kind, kind_text, congress.group(1))
            if reference.period is None:
                reference.digits_start, reference.digits_end = congress.span(1)
            return reference
        if kind_text == "dự án" and self.text[place].isupper() and (acronym := _ACRONYM.match(self.text, end + 1)) is not None:
            word = acronym.group()
            if word not in _KINDS_OF_PROJECT and word.upper() not in issuers_by_symbol():
                return self._made(place, acronym.end(), kind, kind_text, word)
        if kind_text in TITLE_TYPES and self.text[place:end].isupper() and (title := upper_title(self.text, place, end)) is not None:
            reference = self._made(place, title.end(1), kind, kind_text, " ".join(title.group(1).split()))
            if title.group(2) is None:
                reference.end = title.end(1)  # the year of a title is the period of all its text
            return reference
        name_end, period = end_of_name(self.text, self.low, kind.code, end + 1, limit)
        name = self.text[end + 1 : name_end].rstrip(" ,-–\n")
        if not is_name_of(kind.code, kind_text, self.text, place, name, period, is_period_type=kind_text in PERIOD_NAMES):
            return None
        return self._made(place, end + 1 + len(name), kind, kind_text, " ".join(name.split()))

    def _quoted(self, place: int, kind: DocType, kind_text: str, quoted: re.Match[str]) -> ReferenceSpan | None:
        inner = quoted.group(1)
        cut = PERIOD_AFTER.search(" " + inner.lower())
        name = inner if cut is None else inner[: max(0, cut.start() - 1)]
        reference = ReferenceSpan(place, quoted.end(), "quoted-name", kind, kind_text, programme_text=name.strip(" ,.;") or inner)
        reference.digits_start = reference.digits_end = place
        if cut is not None:
            reference.period_at = quoted.start(1) + cut.start(1) - 1
            reference.period = period_years(cut.group(1))
        else:
            self._tail(reference)
        return reference

    def _made(self, place: int, end: int, kind: DocType, kind_text: str, name: str) -> ReferenceSpan:
        reference = ReferenceSpan(place, end, "name", kind, kind_text, programme_text=name, digits_start=place, digits_end=place)
        self._tail(reference)
        return reference

    def _tail(self, reference: ReferenceSpan) -> None:
        """``Luật … ngày 19 tháng 6 năm 2015``, ``Đề án … giai đoạn 2016-2020``."""
        dated = _DATE_AFTER.match(self.low, reference.end)
        if dated is not None:
            numbers = [int(g) for g in dated.groups() if g]
            reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
            reference.year = numbers[2]
            reference.end = dated.end()
        self._period(reference)

    def _period(self, reference: ReferenceSpan) -> None:
        found = PERIOD_AFTER.match(self.low, reference.end)
        if found is not None:
            reference.period_at, reference.period = found.start(1), period_years(found.group(1))
            reference.end = found.end()
            if reference.doc_type is not None and reference.doc_type.code in _LAWS and reference.year is None and found.group(1).startswith("năm"):
                reference.year = int(found.group(1)[-4:])
        elif reference.doc_type is not None and reference.doc_type.code in _LAWS and (year := _BARE_YEAR.match(self.text, reference.end)) is not None:
            reference.year, reference.end = int(year.group(1)), year.end()
