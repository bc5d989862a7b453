"""Documents cited by number: ``Quyết định số 2085/QĐ-TTg``, ``14-CT/TU``, ``Nghị quyết 30a``, ``88/2019/QH14``.

A number is found at its digits; then its type is read to the left, and what stands around both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from extractors.facts.number_symbols import Symbol, read_symbol
from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan
from extractors.facts.surrounding_words import Surroundings
from extractors.registry.lookup import DocType, Hit, doc_type_table, doc_types_by_code, doc_types_by_symbol, unit_table
from extractors.vietnamese.phrases import word_before
from extractors.vietnamese.text import fold

_S = r"[ \t\n]{0,2}"
_PART = r"[A-ZĐÐƯ][A-Za-zĐđÐƯư]{0,15}\d{0,3}(?:&[A-ZĐ]{1,8})?"
_SPACED_PART = r"[A-ZĐ]{1,10}[a-zđ]?(?:&[A-ZĐ]{1,8})?(?=[ ,;.:)\n]|$)"
_SYMBOL = rf"{_PART}(?:(?:[-–/.]|[ ][-–/]|[-–][ \n])(?:{_PART}|\d{{1,3}}(?=[-–/][A-ZĐ]))|[ ][-–][ \n]{_SPACED_PART}){{0,9}}"
_NUMBERED = re.compile(
    rf"(\d{{1,6}}[a-zđA-Z]?){_S}(?:/{_S}((?:19|20)\d\d){_S}[/\-–]?|/|-|–){_S}({_SYMBOL})"
    rf"(?![-–/][A-ZĐÐƯ\d]{{1,3}}[-–/])(?:(?![a-zà-ỹ\d])|(?=ngày))"
)
_LOOSE_SYMBOL = re.compile(r"(\d{1,6}[a-zđ]?)[ ]?(?:/((?:19|20)\d\d)[ ]?[/-]|[/-])[ ]?([a-zđA-ZĐ]{1,5}[-–/][a-zđA-ZĐ]{2,12})(?!\w)")
_NO_SEPARATOR = re.compile(r"(\d{1,6}[a-zđ]?)[ ]()([A-ZĐ][A-Za-zĐđ]{1,4}[-–/][A-ZĐ][A-Za-zĐđ]{1,11}(?:-[A-ZĐ]{2,8})?)(?!\w)")
_SYMBOL_AHEAD = re.compile(rf"[a-zđA-Z]?{_S}(?:/{_S}(?:19|20)\d\d{_S}[/\-–]?|/|-|–){_S}[A-ZĐÐƯ]")
_BARE_NUMBER = re.compile(r"(\d{1,6}(?:[a-zđ](?![\w]))?(?:/(?:19|20)\d\d)?)(?![\d]|[.,]\d|[ ]?%|/\d|-\d|\w)")
_LIST_NUMBER_END = re.compile(r"[ ]?(?:$|[,;.)\n]|của[ ]|ngày[ ]|và[ ](?:số[ ])?\d)")
_NUMBER_WORD = re.compile(r"số(?:\s?hiệu)?[ ]?:?\s{0,2}(?:\|[ ])?")
_LABELS = ("số ", "số", "số: ", "số:", "số\n", "số  ", "hiệu ", "hiệu: ", "số :", "số : ", "số:\n", "hiệu: ", "hiệu:", "số: | ", "hiệu: | ", "hiệu | ")
_LABEL_ENDS = frozenset(label[-2:] for label in _LABELS)
_LIST_LINK = re.compile(r"[ \n]{0,2}(?:,|;|và|,[ ]và|&|hoặc)[ \n]{0,2}(?:số[ ]?)?")
_HYPHENS = frozenset("/-–")
_NEAR = 8
"""Code points after a document within which a bare number may go on with its list."""
_MONEY_AHEAD = re.compile(r"[ ]?(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|%|trăm)(?!\w)")
_LIST_ITEM = re.compile(r"[;,\n][ ]?(?:và[ ])?[-–+•]?[ ]?$")
_NAME_STOP = re.compile(r"[.;:\n()“”\d]")
_SAYS = (" quy định", " hướng dẫn")
"""What a document of a bare number does; the same words count things elsewhere: ``Nghị định 73 quy định mức lương``."""
_LAWS = frozenset({"law", "code", "ordinance", "constitution"})
_PROGRAMME_NAMES = frozenset({"chương trình", "dự án", "tiểu dự án", "đề án"})
_WEAK_WITHOUT_LABEL = frozenset({"report", "document", "letter", "invitation"})
_QUALIFIERS = (
    *(" thẩm tra", " thẩm định", " khẩn", " hỏa tốc", " hoả tốc", " liên tịch", " tổng hợp", " giải trình", " sửa đổi, bổ sung", " sửa đổi", " bổ sung"),
    *(" điều chỉnh", " chi tiết", " chỉ đạo", " triển khai", " vay", " tín dụng", " tài trợ", " kiểm tra"),
    *(" hợp nhất", " kết luận", " mật", " tối mật", " hướng dẫn"),
)
"""What may stand between a type and its number: ``Công điện khẩn số``, ``Báo cáo thẩm tra số``."""
_LIST_LEAD = re.compile(rf"(?:{'|'.join(_QUALIFIERS)})?(?:[ ]của[ ]([^.,;:\n\d]{{2,60}}?))?(?:[ ](?:sau|sau đây))?[ ]?")
_PRIVATE = frozenset({"contract", "minutes", "permit", "invitation", "notice_slip", "dispatch_slip"})
"""Papers that are no policy documents: read only where a capital marks one as an official record."""
_FORM_WORDS = frozenset({"mẫu", "biểu", "án", "bảng", "thửa", "tờ", "mã", "phụ", "lục", "hiệu", "đơn", "lô", "sê-ri", "máy", "thẻ"})
"""Words before a number that is no document's: ``mẫu 01/BC``, ``vụ án số 14/2019/TLST-HS``."""


class NumberedDocuments:
    """Finds the documents of one text that are cited by number, in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text, self.low = reading.text, reading.low
        self.found: list[ReferenceSpan] = []
        self._types: list[Hit] = reading.keywords.type
        self._type_starts = [hit.start for hit in self._types]
        self._type_ends = {hit.end: hit for hit in self._types}
        self._surroundings = Surroundings(reading)
        self._refused = 0
        self._lead: tuple[DocType | None, str | None] = (None, None)

    def run(self) -> list[ReferenceSpan]:
        """Looks at each number; most are no document's, which a glance at both sides tells."""
        text, low, found, type_ends = self.text, self.low, self.found, self._type_ends
        size = len(text)
        reached = 0
        for start, end in self.reading.digits:
            if start < reached or start < self._refused:
                continue
            follower = text[end] if end < size else ""
            if follower == " " and end + 2 < size:
                ahead = text[end + 1]
                if ahead in _HYPHENS or (ahead == " " and text[end + 2] in _HYPHENS):
                    follower = "/"
            if follower in _HYPHENS or follower.isalpha():
                if _SYMBOL_AHEAD.match(text, end) is None and start - 1 not in type_ends and low[start - 2 : start] not in _LABEL_ENDS:
                    continue
            elif (
                start - 1 not in type_ends
                and (low[start - 2 : start] not in _LABEL_ENDS or not low.endswith(_LABELS, 0, start))
                and not (found and start - found[-1].end <= _NEAR)
            ):
                continue
            reference = self._numbered(start, end)
            if reference is not None:
                found.append(reference)
                reached = max(reference.digits_end, reference.end if reference.issued_on else reference.digits_end)
        return found

    def _numbered(self, start: int, end: int) -> ReferenceSpan | None:
        if end - start > 6 or (start and self.text[start - 1].isalnum() and not self.low.endswith("số", 0, start)):
            return None
        found = _NUMBERED.match(self.text, start)
        if found is None and not (
            start - 1 in self._type_ends or self.low.endswith(_LABELS, 0, start) or (self.found and start - self.found[-1].end <= _NEAR)
        ):
            return None
        kind_at, kind, labelled = self._type_before(start)
        if found is None and (kind is not None or labelled):
            found = _LOOSE_SYMBOL.match(self.text, start) or _NO_SEPARATOR.match(self.text, start)
            if found is not None and read_symbol(found.group(3)).doc_type is None:
                found = None
        if kind is not None and kind.code in _PRIVATE and not self.text[kind_at].isupper():
            self._refused = found.end() if found is not None else end
            return None
        if found is not None:
            return self._with_symbol(found, kind_at, kind, labelled=labelled)
        return self._without_symbol(start, kind_at, kind, labelled=labelled)

    def _made(self, reference: ReferenceSpan, digits_start: int, digits_end: int, linked: ReferenceSpan | None = None) -> ReferenceSpan:
        reference.digits_start, reference.digits_end = digits_start, digits_end
        self._surroundings.complete(reference, linked, self.found[-1] if self.found else None)
        return reference

    # -------------------------------------------------------------- with a symbol
    def _with_symbol(self, found: re.Match[str], kind_at: int, kind: DocType | None, *, labelled: bool) -> ReferenceSpan | None:
        start = found.start()
        symbol = read_symbol(found.group(3))
        linked = self._linked(start)
        if kind is None and not self._is_document(symbol, found, kind_at, labelled=labelled):
            self._refused = found.end()  # `2016/HĐ-XD` within `14/2016/HĐ-XD` is no number either
            return None
        written = found.group(3)
        end = found.end(3) - (len(written) - len(written.rstrip(" .-–\n")))
        year = found.group(2)
        if year:
            number = f"{found.group(1)}/{year}/{symbol.text}"
        else:
            between = self.text[found.end(1) : found.start(3)]
            party = "/" not in between and (between.strip() or symbol.text.endswith(("/TU", "/TW", "/HU", "/ĐU")))
            number = f"{found.group(1)}{'-' if party else '/'}{symbol.text}"
        reference = ReferenceSpan(kind_at, end, "number-symbol", number=number, year=int(year) if year else None)
        law = self._law_before(kind_at) if kind is None and labelled else None
        if kind is None and law is None and labelled and linked is None:
            kind, reference.issuer_text, reference.start = self._introduced(kind_at, symbol.doc_type or _official_letter())
        if kind is None and law is None and symbol.doc_type is not None and (misspelled := self._misspelled(kind_at, symbol.doc_type)) is not None:
            kind, reference.start = symbol.doc_type, misspelled
        if law is not None:
            name = self.text[law.end : kind_at].strip(" ,(\n")
            reference.start, reference.programme_text = law.start, name or None
            kind = law.value
        if kind is not None:
            reference.doc_type, reference.doc_type_text = kind, kind.name_vi
        elif linked is not None and linked.doc_type is not None and symbol.doc_type in (None, linked.doc_type, _circular_of(linked.doc_type)):
            reference.doc_type, reference.doc_type_text = linked.doc_type, linked.doc_type_text
        else:
            reference.doc_type = symbol.doc_type
        if symbol.issuers:
            reference.issuer = reference.symbol_issuer = symbol.issuers[0]
            reference.co_issuers = symbol.issuers[1:]
        return self._made(reference, start, end, linked)

    def _is_document(self, symbol: Symbol, found: re.Match[str], label_at: int, *, labelled: bool) -> bool:
        """Whether a number without a type is a document's: its letters are known, and no other noun stands before it."""
        if word_before(self.low, label_at) in _FORM_WORDS:
            return False
        if not labelled and found.group(2) is not None and self.text[found.start(3) - 1] not in _HYPHENS and self.text[found.start(3) - 2] not in _HYPHENS:
            return False  # `tháng 6/2024 UBND tỉnh` is a month and a body
        if not symbol.is_known:
            return labelled and self._heads_line(label_at)
        return labelled or symbol.parts > 1 or found.group(2) is not None or symbol.is_telling

    def _heads_line(self, at: int) -> bool:
        floor = max(0, at - 20)
        return not self.low[max(self.low.rfind("\n", floor, at), floor - 1) + 1 : at].strip(" |") and (floor == 0 or "\n" in self.low[floor:at])

    def _linked(self, start: int) -> ReferenceSpan | None:
        """The reference that this number continues: ``102/2009/QĐ-TTg, 755/QĐ-TTg``."""
        if not self.found:
            return None
        last = self.found[-1]
        if start - last.end > 12 or not _LIST_LINK.fullmatch(self.low, last.end, start):
            return None
        return last

    # -------------------------------------------------------------- without one
    def _without_symbol(self, start: int, kind_at: int, kind: DocType | None, *, labelled: bool) -> ReferenceSpan | None:
        """``Quyết định số 275``, ``Nghị quyết 30a``, ``đề án số 07``."""
        found = _BARE_NUMBER.match(self.low, start)
        if found is None:
            return None
        if kind is None:
            return self._list_number(found, kind_at)
        if kind.cited_by == "name":
            return None
        if not self.text[kind_at].isupper() and word_before(self.low, kind_at) in _FORM_WORDS:
            return None
        if not labelled:
            if kind.name_vi in _PROGRAMME_NAMES or kind.name_vi.startswith("chương trình") or not self.text[kind_at].isupper():
                return None
            counts = unit_table().match_at(self.low, found.end() + 1) and not self.low.startswith(_SAYS, found.end())
            if counts or _MONEY_AHEAD.match(self.low, found.end()):
                return None
            if kind.code in _WEAK_WITHOUT_LABEL:
                return None
        reference = ReferenceSpan(kind_at, found.end(), "number-only", kind, kind.name_vi, found.group(1))
        if "/" in found.group(1):
            reference.year = int(found.group(1).split("/")[1])
        return self._made(reference, start, found.end())

    def _list_number(self, found: re.Match[str], label_at: int) -> ReferenceSpan | None:
        """``các Nghị quyết số 12, 25 và 31``: a number that continues a list of bare numbers."""
        last = self._linked(found.start())
        if last is None or last.rule != "number-only" or last.end != last.digits_end or not _LIST_NUMBER_END.match(self.low, found.end()):
            return None
        reference = ReferenceSpan(label_at, found.end(), "number-only", last.doc_type, last.doc_type_text, found.group(1))
        return self._made(reference, found.start(), found.end(), last)

    # -------------------------------------------------------------- to the left
    def _type_before(self, start: int) -> tuple[int, DocType | None, bool]:
        """Where the document type before a number begins, the type, and whether `số` stands between."""
        low = self.low
        at, labelled = start, False
        if low.endswith(_LABELS, 0, start):
            label = low.rfind("số", max(0, start - 12), start)
            if label >= 0 and (label == 0 or not low[label - 1].isalnum()) and _NUMBER_WORD.fullmatch(low, label, start):
                labelled, at = True, label
        stop = at
        while stop and low[stop - 1] in " \n(" and at - stop < 3:
            stop -= 1
        hit = self._type_ends.get(stop)
        if hit is None and low.endswith(_QUALIFIERS, 0, stop):
            qualifier = next(words for words in _QUALIFIERS if low.endswith(words, 0, stop))
            hit = self._type_ends.get(stop - len(qualifier))
        elif hit is not None and hit.value.code == "law" and low.endswith("pháp ", 0, hit.start):
            hit = None  # `Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13` is found by its name
        elif hit is not None and hit.value.code == "conclusion":
            hit = self._type_ends.get(hit.start - 1, hit)  # `Thông báo kết luận số 12/TB-UBND` is a notice
        if hit is not None:
            return hit.start, hit.value, labelled
        floor = max(0, at - 24)
        if low.find("\n", floor, at) >= 0 or low.find("  ", floor, at) >= 0:  # a line break or two blanks in the name
            found = doc_type_table().match_before(low, at)
            if found is not None:
                return found[0], found[1], labelled
        return at, None, labelled

    def _misspelled(self, label_at: int, expected: DocType) -> int | None:
        """Where the type that the number's letters name stands before it with wrong accents: ``Quyết đinh số 414/QĐ-UBDT``."""
        stop = label_at - 1
        begin = stop - len(expected.name_vi)
        if begin < 0 or self.low[stop] not in " \n" or self.low[begin] != expected.name_vi[0] or fold(self.low[begin:stop]) != fold(expected.name_vi):
            return None
        return None if begin and self.low[begin - 1].isalnum() else begin

    def _introduced(self, label_at: int, expected: DocType) -> tuple[DocType | None, str | None, int]:
        """Type and issuer from words that lead to a number or a list, and where the mention begins.

        ``Thông tư của Bộ Tài chính số 15/2017/TT-BTC``; ``các Quyết định của Thủ tướng Chính phủ: số 1719/QĐ-TTg …; số 39/2021/QĐ-TTg``.
        """
        floor = max(0, label_at - 120)
        colon = self.low.rfind(":", floor, label_at)
        is_list = colon >= 0 and not self.low[colon + 1 : label_at].strip(" \n-–+•")
        stop = colon if is_list else label_at
        at = bisect_left(self._type_starts, stop) - 1
        while at >= 0 and self._types[at].start >= floor:
            hit = self._types[at]
            lead = _LIST_LEAD.fullmatch(self.text, hit.end, stop) if hit.value is expected else None
            if lead is not None and (is_list or lead.group(1)):
                issuer = (lead.group(1) or "").split(" về ", 1)[0] or None
                if is_list:
                    self._lead = (expected, issuer)
                return expected, issuer, label_at if is_list else hit.start
            at -= 1
        if self._lead[0] is expected and self.found and self.found[-1].doc_type is expected and _LIST_ITEM.search(self.low, floor, label_at):
            return (*self._lead, label_at)
        return None, None, label_at

    def _law_before(self, label_at: int) -> Hit | None:
        """``Luật Trợ giúp pháp lý số 11/2017/QH14``: the law whose name ends at the number."""
        at = bisect_left(self._type_starts, label_at) - 1
        best = None
        while at >= 0 and label_at - self._types[at].start <= 260:
            hit = self._types[at]
            if _NAME_STOP.search(self.text[hit.end : label_at].rstrip(" (,")):
                break
            if hit.value.code in _LAWS and self.text[hit.start].isupper() and (best is None or self.low.startswith(" sửa đổi", hit.end)):
                best = hit
            at -= 1
        return best


@cache
def _official_letter() -> DocType:
    """The type of what bears no letters of a type in its number: ``Công văn của Bộ Tài chính số 15/BTC-HCSN``."""
    return doc_types_by_code()["official_letter"]


def _circular_of(kind: DocType) -> DocType | None:
    """The type that has the letters of a Party circular letter too: ``TT``."""
    return doc_types_by_symbol().get(kind.symbols[0].upper()) if kind.symbols else None
