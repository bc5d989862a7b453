"""Mentions of legal and policy documents and of named programmes.

A numbered document is found at its digits (``2085/QĐ-TTg``), then its type, date
and issuer are read around it. A programme, scheme or law without a number is found
at its type word and read to the end of its name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from extractors.facts.reading import Reading
from extractors.registry.lookup import (
    DocType,
    Hit,
    Issuer,
    KnownPolicy,
    doc_type_table,
    doc_types_by_symbol,
    issuers_by_symbol,
    unit_table,
)
from extractors.vietnamese import periods
from extractors.vietnamese.phrases import word_before


@dataclass(slots=True)
class ReferenceSpan:
    """A mention of a document: ``text[start:end]`` is what names it.

    `digits_start`/`digits_end` cover the number (and symbol), which no date or
    figure may use; they are equal when there is none.
    """

    start: int
    end: int
    rule: str
    doc_type: DocType | None = None
    doc_type_text: str | None = None
    number: str | None = None
    year: int | None = None
    issuer: Issuer | None = None
    issuer_text: str | None = None
    issuer_place_at: int = -1
    issued_on: date | None = None
    title_text: str | None = None
    programme_text: str | None = None
    policy: KnownPolicy | None = None
    period_at: int = -1
    article_ref: str | None = None
    relation: str | None = None
    digits_start: int = 0
    digits_end: int = 0


_S = r"[ \t\n]{0,2}"
_G = r"[ \t\n]{1,3}"
_PART = r"[A-ZĐÐƯ][A-Za-zĐđÐƯư]{0,11}\d{0,2}(?:&[A-ZĐ]{1,8})?"
_SYMBOL = rf"{_PART}(?:(?:[-–/.]|[ ][-–]|[-–][ ])(?:{_PART}|\d{{1,3}}(?=[/-]))|[ ][-–][ ][A-ZĐ]{{2,10}}(?=[ ,;.)]|$))*"
_NUMBERED = re.compile(rf"(\d{{1,6}}[a-zđA-Z]?){_S}(?:/{_S}((?:19|20)\d\d){_S}[/\-]?|/|-|–){_S}({_SYMBOL})(?![a-zà-ỹ])")
_LOOSE_SYMBOL = re.compile(r"(\d{1,6}[a-zđ]?)[ ]?(?:/((?:19|20)\d\d)[ ]?[/-]|[/-])[ ]?([a-zđA-ZĐ]{1,5}[-–/][a-zđA-ZĐ]{2,12})(?!\w)")
_BARE_NUMBER = re.compile(r"(\d{1,6}(?:[a-zđ](?![\w]))?(?:/(?:19|20)\d\d)?)(?![\d]|[.,]\d|[ ]?%|/\d|-\d|\w)")
_NUMBER_WORD = re.compile(r"(?:số(?:\s?hiệu)?)[ ]?:?\s{0,2}$")
_NUMBER_WORD_AT = re.compile(r"[ \n]{0,2}số[ ]?:?[ ]?\d")
_DATE_AFTER = re.compile(
    rf"(?:{_S}[,(]?{_S}|{_S}[–-]{_S})(?:ký{_G}|ra{_G}|đề{_G}|ban{_G}hành{_G})?(?:ngày|ngày{_G}ban{_G}hành:?){_G}?(?:"
    rf"(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})|(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}){_G}năm{_G}(\d{{4}})|"
    rf"(\d{{1,2}})[/-](\d{{1,2}})(?![\d/-])|(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}),?(?!{_G}năm))"
)
_BARE_DATE_AFTER = re.compile(rf"{_S}[,(]?{_S}(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?!\d)")
_YEAR_AFTER = re.compile(rf"{_S}[,(]?{_S}năm{_G}((?:19|20)\d\d)(?![\d/-]|{_S}[-–]{_S}\d)")
_OF = re.compile(rf"{_S},?{_S}(?:do{_G}|của{_G})")
_PLACE_TAIL = re.compile(
    r"(?:[ ](?:tỉnh|huyện|thành phố|thị xã|tp\.?|TP\.?|Thành phố|Tỉnh|Huyện|xã|phường|thị trấn|quận))?(?:[ ][A-ZĐÀ-Ỹ][\w’'.]*(?:[ -][A-ZĐÀ-Ỹ][\w’']*){0,3})?"
)
_CAPITALISED = re.compile(r"[A-ZĐÀ-Ỹ][\w’'&]*(?:[ ](?:[A-ZĐÀ-Ỹ][\w’'&]*|và|tỉnh|huyện|thành phố)){0,7}")
_BODY_HEADS = re.compile(
    r"(?:sở|phòng|ban|bộ|ủy ban|uỷ ban|hội đồng|huyện ủy|tỉnh ủy|thành ủy|thị ủy|đảng ủy|chi cục|cục|tổng cục|vụ|trường|viện|"
    r"liên đoàn|hội|văn phòng|bác hồ)(?!\w)"
)
_ISSUES = (
    r"(?:đã[ ]|vừa[ ]|mới[ ]|cũng[ ])?(?:ký quyết định ban hành|ký ban hành|ban hành|ký|ra|có|gửi|"
    r"biểu quyết thông qua|biểu quyết|thông qua|phê duyệt|công bố|triển khai)"
    r"(?:[ ](?:các|những|hai|ba))?"
)
_ISSUED_BY = re.compile(rf"[ ,]{{0,2}}{_ISSUES}[ ]$")
_PLAIN_ISSUER = re.compile(rf"(?<!\w)(tỉnh|huyện|thành phố|bác hồ|chủ tịch hồ chí minh|hồ chủ tịch|thủ tướng|quốc hội|chính phủ)[ ]{_ISSUES}[ ]$")
_DATE_BEFORE = re.compile(
    r"(?:(\d{1,2})[ ]?[/.\-–][ ]?(\d{1,2})[ ]?[/.\-–][ ]?(\d{4})|(\d{1,2})[ ]tháng[ ](\d{1,2})[ ]năm[ ](\d{4}))[ ]?,?[ ]?$"
)
_HEADER_DATE = re.compile(rf"ngày{_G}(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}){_G}năm{_G}(\d{{4}})|ngày ban hành:?[ ]?(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})")
_ARTICLE_REF = re.compile(
    r"((?:(?:điểm|tiết)[ ][a-zđ]\d?(?:[ ]?,[ ]?[a-zđ]){0,6}[ ,]{0,2}){0,2}(?:khoản[ ]\d{1,3}(?:[ ]?[,và]{1,2}[ ]?\d{1,3}){0,6}[ ,]{0,2}){0,2}"
    r"điều[ ]\d{1,3}[a-zđ]?)[ ,]{0,2}(?:của[ ])?$"
)
_LAW_NAME = re.compile(r"(?<!\w)(bộ luật|luật|pháp lệnh)[ ]([^.;:\n()“”\d]{2,90})[ ,(]{1,3}$")
_LIST_LINK = re.compile(r"[ \n]{0,2}(?:,|;|và|,[ ]và|&|hoặc)[ \n]{0,2}(?:số[ ]?)?$")
_RELATIONS = (
    (re.compile(r"(?:sửa đổi(?:, bổ sung)?|bổ sung)(?:[ ]một số(?:[ ]điều)?(?:[ ]của)?|[ ]điều[ ]\d+)?[ ]$"), "amends"),
    (re.compile(r"(?:thay thế|thay|bãi bỏ|hủy bỏ)(?:[ ]cho)?[ ]$"), "replaces"),
    (re.compile(r"(?:hướng dẫn|quy định chi tiết)(?:[ ](?:thi hành|thực hiện|một số điều của))?[ ]$"), "guides"),
    (re.compile(r"(?:thực hiện|triển khai|thi hành|thực hịên)(?:[ ](?:tốt|có hiệu quả|nghiêm|các|nội dung|theo))?[ ]$"), "implements"),
    (re.compile(r"(?:căn cứ|theo|chiểu|tại|trên cơ sở)(?:[ ](?:vào|tinh thần|nội dung|các))?[ ]$"), "based_on"),
)
_QUOTED = re.compile(r"[ ]?(?:về(?: việc)?[ ])?[“\"‘«]([^“”\"‘’«»\n]{3,260})[”\"’»]")
_PERIOD_AFTER = re.compile(
    rf"(?:{_S}[,(]{_S}|{_G})(giai{_G}đoạn(?:{_G}từ)?{_G}(?:năm{_G})?(?:19|20)\d\d{_S}(?:[-–—]|đến){_S}(?:năm{_G})?\d{{2,4}}|giai{_G}đoạn{_G}[IV1-9]{{1,3}}(?!\w)"
    rf"|thời{_G}kỳ{_G}(?:19|20)\d\d{_S}[-–—]{_S}(?:19|20)\d\d|đến{_G}năm{_G}(?:19|20)\d\d|nhiệm{_G}kỳ{_G}(?:19|20)\d\d{_S}[-–]{_S}(?:19|20)\d\d"
    rf"|năm{_G}(?:19|20)\d\d(?:{_S}[-–]{_S}(?:19|20)\d\d)?)"
)
_NAME_END = re.compile(
    r"[.;:()\n“”\"…!?\[\]|]|,(?![ ][a-zđà-ỹ]+[ ](?:chống|và)|[ ]bổ sung)|[ ](?:giai đoạn|thời kỳ|nhiệm kỳ|đến năm|tới năm|năm (?:19|20)\d\d|ngày(?=[ ]\d)|"
    r"thu hút|đã|được|đạt|là|có hiệu|"
    r"với|nhằm|còn|mới|theo|do|tại|trên địa bàn|trong|cho|từ|gồm|bao gồm|sẽ|đang|cần|để|thì|mà|khi|nên|này|trên|đó|nói trên|số(?=[ ]\d)|hiện|chưa|phải|"
    r"quy định|nêu|ban hành|ra đời|có|bị|vào|ở|qua|tập trung|góp phần|giúp|mang lại|tới|đến|đi vào|tiếp tục|triển khai|thực hiện|"
    r"bước|cơ bản|năm nay|và các|và nghị|và thông|và quyết|và luật|và bộ luật|và chương)(?!\w)"
)
_LAW_END = re.compile(
    r"[.;:()\n“”\"…!?\[\]|]|,(?![ ][a-zđà-ỹ]+[ ](?:chống|và)|[ ]bổ sung)|[ ](?:giai đoạn|năm (?:19|20)\d\d|ngày(?=[ ]\d)|đã|là|có hiệu|"
    r"có[ ](?!công)|nhằm|theo|do|tại|trên|trong|từ|gồm|sẽ|đang|cần|để|thì|mà|khi|nên|này|số(?=[ ]\d)|hiện|chưa|phải|quy định|nêu|ban hành|được|đến|cho|vào|"
    r"ở|qua|tới|còn|và các|và nghị|và thông|và quyết|và luật|và bộ luật|và chương)(?!\w)"
)
_EMPTY_NAMES = re.compile(
    r"(?:này|trên|đó|nêu|nói|của|và|là|đã|được|cho|các|những|thì|có|trong|với|theo|để|cụ thể|hành động|công tác|phối hợp|thứ|do|tại|ra|đến|vào|khác|mới|"
    r"phát triển kinh tế|số|năm|quốc gia|giai đoạn|tổng thể|chi tiết|đề ra|đầu tư công|trọng điểm|thành phần|"
    r"văn nghệ|thời sự|truyền hình|học|tour|khung|nghị sự|đào tạo|giáo dục|biểu diễn|sư|gia)(?!\w)"
)
_CODED = re.compile(r"[ ]{1,2}(?:(MTQG|mtqg|CT|mục tiêu quốc gia)[ ])?(\d{1,4}[a-zđ]?)(?![\d]|[.,]\d|[ ]?%|/\d|\w)")
_MORE_CODES = re.compile(r"(?:[ ]?,[ ]|[ ]và[ ])(\d{1,4}[a-zđ]?)(?![\d]|[.,]\d|[ ]?%|/\d|\w)")
_MONEY_AHEAD = re.compile(r"[ ]?(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|%|trăm)(?!\w)")
_PROGRAMME_TYPES = {"chương trình", "dự án", "tiểu dự án", "đề án"}
_STRONG_NAMES = {"luật", "bộ luật", "pháp lệnh", "hiến pháp", "đề án", "chương trình", "chiến lược", "công ước", "tiểu dự án", "cuộc vận động", "phong trào"}
_PERIOD_NAMES = _STRONG_NAMES | {"kế hoạch", "quy hoạch", "dự án", "nghị quyết", "phương án", "chương trình hành động", "chính sách"}


class ReferenceFinder:
    """Finds the references of one text; :meth:`run` gives them in order, none inside another."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.low = reading.low
        self.found: list[ReferenceSpan] = []
        self._issuer_ends = [hit.end for hit in reading.keywords.issuer]
        self._programme_ends = {hit.end: hit for hit in reading.keywords.programme}
        self._issuer_starts = {hit.start: hit for hit in reading.keywords.issuer}

    def run(self) -> list[ReferenceSpan]:
        """All references."""
        reached = 0
        for start, end in self.reading.digits:
            if start < reached:
                continue
            reference = self._numbered(start, end)
            if reference is not None:
                self.found.append(reference)
                reached = max(reference.digits_end, reference.end if reference.issued_on else reference.digits_end)
        self._coded_and_named()
        self.found.sort(key=lambda r: r.start)
        return self.found

    # -------------------------------------------------------------- by number
    def _numbered(self, start: int, end: int) -> ReferenceSpan | None:
        text = self.text
        after = text[end : end + 3].lstrip(" \n")[:1]
        if end - start > 6 or (start and (text[start - 1].isalnum() and not self.low.endswith("số", 0, start))):
            return None
        if after and (after in "/-–" or after.isalpha()):
            reference = self._with_symbol(start)
            if reference is not None:
                return reference
        return self._without_symbol(start)

    def _with_symbol(self, start: int) -> ReferenceSpan | None:
        found = _NUMBERED.match(self.text, start)
        kind_at, kind, labelled = self._type_before(start)
        if found is None and (kind is not None or labelled):
            found = _LOOSE_SYMBOL.match(self.text, start)
            if found is not None and found.group(3).split("-")[0].split("/")[0].upper() not in doc_types_by_symbol():
                found = None
        if found is None:
            return None
        symbol = self._clean_symbol(found.group(3))
        first = re.split(r"[-/]", symbol, maxsplit=1)[0].upper().rstrip("0123456789")
        known = first in doc_types_by_symbol() or first in issuers_by_symbol() or symbol.upper() in issuers_by_symbol()
        linked = self._linked(start)
        if not known and kind is None and not labelled and linked is None:
            return None
        end = found.end(3) - (len(found.group(3)) - len(found.group(3).rstrip(" .-–")))
        separator = "/" if "/" in found.group()[: found.start(3) - found.start()] else "-"
        year = found.group(2)
        number = f"{found.group(1)}/{year}/{symbol}" if year else f"{found.group(1)}{separator}{symbol}"
        reference = ReferenceSpan(kind_at, end, "number-symbol", number=number, digits_start=start, digits_end=end)
        reference.year = int(year) if year else None
        named = self._named_before(kind_at) if kind is None and labelled else None
        if named is not None:
            reference.start = named.start(1)
            reference.programme_text = self.text[named.start(2) : named.end(2)]
            kind = doc_type_table().match_at(named.group(1), 0)[1]  # type: ignore[index]
        self._set_type(reference, kind, linked, first)
        reference.issuer = self._issuer_of_symbol(symbol)
        self._around(reference, linked)
        return reference

    def _without_symbol(self, start: int) -> ReferenceSpan | None:
        """``Quyết định số 275``, ``Nghị quyết 30a``, ``đề án số 07``."""
        kind_at, kind, labelled = self._type_before(start)
        if kind is None or kind.cited_by == "name":
            return None
        found = _BARE_NUMBER.match(self.low, start)
        if found is None:
            return None
        if not labelled:
            if kind.name_vi in _PROGRAMME_TYPES or kind.name_vi.startswith("chương trình") or not self.text[kind_at].isupper():
                return None
            if unit_table().match_at(self.low, found.end() + 1) or _MONEY_AHEAD.match(self.low, found.end()):
                return None
            if kind.code in _WEAK_WITHOUT_LABEL:
                return None
        reference = ReferenceSpan(kind_at, found.end(), "number-only", number=found.group(1), digits_start=start, digits_end=found.end())
        reference.doc_type, reference.doc_type_text = kind, self._type_text(kind_at, kind)
        if "/" in found.group(1):
            reference.year = int(found.group(1).split("/")[1])
        self._around(reference, None)
        return reference

    def _type_before(self, start: int) -> tuple[int, DocType | None, bool]:
        """Where the document type before a number begins, the type, and whether `số` stands between."""
        low = self.low
        at = start
        labelled = False
        if low[max(0, start - 3) : start].rstrip(" \n:").endswith(("s", "ố", "u")) or low.startswith("số", start - 2):
            label = _NUMBER_WORD.search(low, max(0, start - 12), start)
            if label is not None and (label.start() == 0 or not low[label.start() - 1].isalnum()):
                labelled, at = True, label.start()
        found = doc_type_table().match_before(low, at)
        if found is not None:
            return found[0], found[1], labelled
        return (at if labelled else start), None, labelled

    def _named_before(self, label_at: int) -> re.Match[str] | None:
        """``Luật Trợ giúp pháp lý số 11/2017/QH14``: the law's name between its type and its number."""
        found = _LAW_NAME.search(self.low, max(0, label_at - 110), label_at)
        return found if found is not None and self.text[found.start(1)].isupper() else None

    def _linked(self, start: int) -> ReferenceSpan | None:
        """The reference that this number continues: ``102/2009/QĐ-TTg, 755/QĐ-TTg``."""
        if not self.found:
            return None
        last = self.found[-1]
        gap = self.text[last.end : start]
        return last if len(gap) <= 12 and _LIST_LINK.fullmatch(gap + "") else None

    def _set_type(self, reference: ReferenceSpan, kind: DocType | None, linked: ReferenceSpan | None, symbol: str) -> None:
        if kind is not None:
            reference.doc_type, reference.doc_type_text = kind, self._type_text(reference.start, kind)
        elif linked is not None and linked.doc_type is not None:
            reference.doc_type, reference.doc_type_text = linked.doc_type, linked.doc_type_text
        else:
            reference.doc_type = doc_types_by_symbol().get(symbol)

    def _type_text(self, at: int, kind: DocType) -> str:
        """The type as written; an abbreviation stands for the name it abbreviates."""
        if self.low.startswith(kind.name_vi, at):
            return kind.name_vi
        return kind.name_vi

    @staticmethod
    def _clean_symbol(symbol: str) -> str:
        return re.sub(r"\s+", "", symbol).replace("–", "-").replace("Ð", "Đ").rstrip("-./")

    @staticmethod
    def _issuer_of_symbol(symbol: str) -> Issuer | None:
        parts = re.split(r"[-/]", symbol.upper())
        table = issuers_by_symbol()
        for size in range(len(parts)):
            tail = "-".join(parts[size:])
            for name in (tail, parts[size]):
                name = name.rstrip("0123456789") or name
                if name in table and (size > 0 or len(parts) == 1 or parts[0] not in doc_types_by_symbol()):
                    return table[name]
        return None

    # -------------------------------------------------------------- around a number
    def _around(self, reference: ReferenceSpan, linked: ReferenceSpan | None) -> None:
        """Date and issuer after or before the number, article before, relation."""
        self._read_after(reference)
        self._read_before(reference, linked)
        self._header(reference)
        if reference.issued_on is not None:
            reference.year = reference.year or reference.issued_on.year

    def _read_after(self, reference: ReferenceSpan) -> None:
        dated = False
        for _ in range(4):
            at = reference.end
            if not dated and reference.issued_on is None and (found := _DATE_AFTER.match(self.low, at) or _BARE_DATE_AFTER.match(self.low, at)):
                numbers = [int(g) for g in found.groups() if g]
                if len(numbers) == 3:
                    reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
                reference.end, dated = found.end(), True
                continue
            if reference.year is None and (year := _YEAR_AFTER.match(self.low, at)):
                reference.year = int(year.group(1))
                reference.end = year.end()
                continue
            if reference.issuer_text is None and (of := _OF.match(self.low, at)):
                end = self._issuer_at(reference, of.end())
                if end is not None:
                    reference.end = end
                    continue
            return

    def _issuer_at(self, reference: ReferenceSpan, at: int) -> int | None:
        """Read the issuer's name at `at`; where it ends, or None."""
        hit = self._issuer_starts.get(at)
        if hit is not None:
            end = hit.end
            tail = _PLACE_TAIL.match(self.text, end)
            if tail:
                end = tail.end()
            reference.issuer = hit.value if reference.issuer is None or hit.value.code != reference.issuer.code else reference.issuer
            reference.issuer_text = self.text[at:end]
            return end
        if _BODY_HEADS.match(self.low, at):
            name = _CAPITALISED.match(self.text, at)
            if name:
                reference.issuer_text = name.group().rstrip()
                return at + len(reference.issuer_text)
        return None

    def _read_before(self, reference: ReferenceSpan, linked: ReferenceSpan | None) -> None:
        low = self.low
        start = reference.start
        left = low[max(0, start - 60) : start]
        article = _ARTICLE_REF.search(left)
        if article is not None:
            reference.article_ref = self.text[start - len(left) + article.start(1) : start - len(left) + article.end(1)]
        for pattern, relation in _RELATIONS:
            if pattern.search(left):
                reference.relation = relation
                break
        if linked is not None and reference.relation is None:
            reference.relation = linked.relation
        if reference.issuer_text is not None:
            return
        begin = self._issuer_before(reference, start, left)
        if begin is not None:
            dated = _DATE_BEFORE.search(low[max(0, begin - 36) : begin])
            if dated is not None and reference.issued_on is None:
                numbers = [int(g) for g in dated.groups() if g]
                reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
        elif linked is None and self.found and self.found[-1].issuer_text and self._joined_by_and(self.found[-1].end, start):
            reference.issuer_text, reference.issuer = self.found[-1].issuer_text, reference.issuer or self.found[-1].issuer
        elif linked is not None:
            reference.issuer_text = linked.issuer_text

    def _joined_by_and(self, end: int, start: int) -> bool:
        return self.low[end:start].strip() in ("và", ",", "")

    def _issuer_before(self, reference: ReferenceSpan, start: int, left: str) -> int | None:
        """``HĐND Kon Tum ra Nghị quyết …``: where the issuer begins, or None."""
        at = bisect_right(self._issuer_ends, start) - 1
        if at >= 0:
            hit: Hit = self.reading.keywords.issuer[at]
            if start - hit.end <= 70:
                tail = _PLACE_TAIL.match(self.text, hit.end)
                end = tail.end() if tail and tail.end() <= start else hit.end
                if _ISSUED_BY.fullmatch(self.low[end:start]):
                    reference.issuer = reference.issuer or hit.value
                    reference.issuer_text = self.text[hit.start : end]
                    return hit.start
        plain = _PLAIN_ISSUER.search(left)
        if plain is not None:
            begin = start - len(left) + plain.start(1)
            reference.issuer_text = self.text[begin : begin + len(plain.group(1))]
            return begin
        return None

    def _header(self, reference: ReferenceSpan) -> None:
        """``Số: 98/QĐ-UBDT`` at the head of a document: the date stands in the next line."""
        if reference.doc_type_text is not None or not self.low.startswith("số", reference.start):
            return
        floor = max(0, reference.start - 40)
        line_start = self.low.rfind("\n", floor, reference.start) + 1
        if (line_start == 0 and floor > 0) or self.low[line_start : reference.start].strip(" |") or reference.issued_on is not None:
            return
        dated = _HEADER_DATE.search(self.low, reference.end, reference.end + 160)
        if dated is not None:
            numbers = [int(g) for g in dated.groups() if g]
            reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
            if "ban hành" in dated.group():
                reference.end = dated.end()

    # -------------------------------------------------------------- by name
    def _coded_and_named(self) -> None:
        taken = sorted((r.start, r.end) for r in self.found)
        starts = [start for start, _ in taken]
        reached = 0
        programmes = {hit.start: hit for hit in self.reading.keywords.programme}
        places = sorted({hit.start for hit in self.reading.keywords.type} | set(programmes))
        types = {hit.start: hit for hit in self.reading.keywords.type}
        numbered = len(self.found)
        for place in places:
            if place < reached:
                continue
            at = bisect_right(starts, place) - 1
            if at >= 0 and place < taken[at][1]:
                continue
            limit = taken[at + 1][0] if at + 1 < len(taken) else len(self.text)
            found = self._named_at(place, types.get(place), programmes.get(place), limit)
            for reference in found:
                self.found.append(reference)
                reached = max(reached, reference.end)
        for reference in self.found[numbered:]:
            self._relation_of(reference)

    def _relation_of(self, reference: ReferenceSpan) -> None:
        left = self.low[max(0, reference.start - 40) : reference.start]
        for pattern, relation in _RELATIONS:
            if pattern.search(left):
                reference.relation = relation
                return

    def _named_at(self, place: int, kind_hit: Hit | None, programme: Hit | None, limit: int) -> list[ReferenceSpan]:
        if kind_hit is not None and self._is_type_name(kind_hit):
            kind, name_at = self._base_type(kind_hit)
            coded = self._coded(place, kind, name_at)
            if coded:
                return coded
            if programme is not None and programme.end <= limit and self._names(programme):
                return [self._alias(place, programme, kind)]
            named = self._named(place, kind, name_at, limit)
            return [named] if named is not None else []
        if programme is not None and programme.end <= limit and self._names(programme):
            return [self._alias(place, programme, None)]
        return []

    def _names(self, programme: Hit) -> bool:
        """Whether a known name is meant: not in ``pháp luật đất đai`` or ``chương trình 135 phút``."""
        capital = self.text[programme.start].isupper()
        if programme.value.doc_type in ("constitution", "code", "law", "ordinance"):
            return capital and word_before(self.low, programme.start) not in ("pháp", "kỷ")
        name = self.text[programme.start : programme.end]
        return capital or (" " in name and not (name[-1].isdigit() and self._counts(programme.end)))

    def _base_type(self, hit: Hit) -> tuple[DocType, int]:
        """The type to report and where the name begins: a national target programme is a `chương trình` by name."""
        kind: DocType = hit.value
        for base in ("chương trình", "kế hoạch"):
            if kind.name_vi != base and kind.name_vi.startswith(base + " "):
                found = doc_type_table().match_at(base, 0)
                if found is not None:
                    return found[1], hit.start + len(base)
        return kind, hit.end

    def _is_type_name(self, hit: Hit) -> bool:
        kind: DocType = hit.value
        if kind.cited_by == "number" and kind.name_vi not in _PERIOD_NAMES:
            return False
        if not self.text[hit.start].isupper() and hit.end - hit.start < 3:
            return False
        if self.text[hit.start - 1 : hit.start] != " ":
            return not _NUMBER_WORD_AT.match(self.low, hit.end)
        before = word_before(self.low, hit.start)
        if before in _COUNTING_BEFORE and not (before in ("các", "những") and _CODED.match(self.text, hit.end)):
            return False
        if before.isdigit() and not _CLAUSE_NUMBER.search(self.low[max(0, hit.start - 16) : hit.start]):
            return False
        return not _NUMBER_WORD_AT.match(self.low, hit.end)

    def _alias(self, start: int, programme: Hit, kind: DocType | None) -> ReferenceSpan:
        """A programme by a name that the code list knows."""
        text = self.text[start : programme.end]
        reference = ReferenceSpan(start, programme.end, "known-name", policy=programme.value, programme_text=text)
        if kind is None:
            found = doc_type_table().match_at(self.low, start)
            kind = found[1] if found is not None and found[0] < programme.end else None
            if kind is not None and kind.name_vi.startswith("chương trình "):
                kind = doc_type_table().match_at("chương trình", 0)[1]  # type: ignore[index]
        if kind is not None:
            reference.doc_type, reference.doc_type_text = kind, kind.name_vi
            if not any(letter.isdigit() for letter in text):
                reference.programme_text = text[len(kind.name_vi) :].strip() if text.lower().startswith(kind.name_vi) else text
        digits = re.search(r"\d+", text)
        reference.digits_start, reference.digits_end = (start, programme.end) if digits else (start, start)
        self._law_tail(reference)
        self._period(reference)
        return reference

    def _coded(self, place: int, kind: DocType, end: int) -> list[ReferenceSpan]:
        """``Chương trình 135``, ``Chương trình 134, 135, 168``, ``Tiểu dự án 1``."""
        if kind.name_vi not in _PROGRAMME_TYPES:
            return []
        found = _CODED.match(self.text, end)
        if found is None:
            return []
        if _MONEY_AHEAD.match(self.low, found.end()):
            return []
        small = kind.name_vi in ("dự án", "tiểu dự án")
        if not self.text[place].isupper() and (small or len(found.group(2)) < 3):
            return []
        if kind.name_vi == "đề án" and not self.text[place].isupper():
            return []
        if unit_table().match_at(self.low, found.end() + 1) is not None and not self.text[place].isupper():
            return []
        result = [self._code(place, found.end(), found.start(2), kind, self.text[place : found.end()])]
        more = _MORE_CODES.match(self.text, found.end())
        while more is not None and len(more.group(1)) >= (1 if small else 2) and not self._counts(more.end()):
            name = f"{self.text[place : end]} {more.group(1)}"
            result.append(self._code(more.start(1), more.end(), more.start(1), kind, name))
            more = _MORE_CODES.match(self.text, more.end())
        self._period(result[-1])
        return result

    def _counts(self, end: int) -> bool:
        return _MONEY_AHEAD.match(self.low, end) is not None or (
            self.text[end : end + 1] == " " and unit_table().match_at(self.low, end + 1) is not None
        )

    def _code(self, start: int, end: int, digits: int, kind: DocType, name: str) -> ReferenceSpan:
        reference = ReferenceSpan(start, end, "programme-number", kind, kind.name_vi, programme_text=re.sub(r"\s+", " ", name))
        reference.digits_start, reference.digits_end = digits, end
        hit = self._programme_ends.get(end)
        if hit is not None and hit.start >= start - 1:
            reference.policy = hit.value
        return reference

    def _named(self, place: int, kind: DocType, end: int, limit: int) -> ReferenceSpan | None:
        """A programme, scheme, plan or law by its name."""
        quoted = _QUOTED.match(self.text, end)
        if quoted is not None and quoted.end() <= limit:
            return self._quoted(place, kind, quoted)
        if self.text[end : end + 1] not in (" ", "\n"):
            return None
        name_at = end + 1
        upper = self.text[place : place + 2].isupper()
        ends = _LAW_END if kind.name_vi in ("luật", "bộ luật", "pháp lệnh") else _NAME_END
        stop = ends.search(self.low, name_at - 1, min(limit, name_at + 180))
        name_end = stop.start() if stop else min(limit, name_at + 180, len(self.text))
        period = _PERIOD_AFTER.match(self.low, name_end)
        if period is None and stop is not None and stop.group() == ",":
            name_end, period = self._past_commas(name_at, name_end, limit)
        name = self.text[name_at:name_end].rstrip(" ,-–")
        if len(name) < 3 or (_EMPTY_NAMES.match(name.lower()) and not (period is not None and name.count(" ") >= 3)):
            return None
        if not self._is_named(kind, place, name, period, upper=upper):
            return None
        reference = ReferenceSpan(place, name_at + len(name), "name", kind, kind.name_vi, programme_text=name)
        reference.digits_start = reference.digits_end = place
        self._law_tail(reference)
        self._period(reference)
        return reference

    def _past_commas(self, name_at: int, name_end: int, limit: int) -> tuple[int, re.Match[str] | None]:
        """A name of short parts with commas counts when a period closes it: ``Brâu, Rơ Măm đến năm 2025``."""
        at = name_end
        for _ in range(3):
            stop = _NAME_END.search(self.low, at + 1, min(limit, name_at + 120))
            if stop is None or stop.start() - at > 40:
                return name_end, None
            period = _PERIOD_AFTER.match(self.low, stop.start())
            if period is not None:
                return stop.start(), period
            if stop.group() != ",":
                return name_end, None
            at = stop.start()
        return name_end, None

    def _is_named(self, kind: DocType, place: int, name: str, period: re.Match[str] | None, *, upper: bool) -> bool:
        """Whether the words after a type are a name: a period closes it, or the type is one that is cited by name."""
        capital = self.text[place].isupper()
        words = name.count(" ") + 1
        if kind.name_vi in ("luật", "bộ luật", "pháp lệnh", "hiến pháp"):
            return capital and words <= 14 and (words >= 2 or name[0].isupper())
        if period is not None and period.group(1)[:3] != "năm":
            return kind.name_vi in _PERIOD_NAMES and words <= 40
        if upper and self.text[place : place + len(kind.name_vi)].isupper():
            return False
        national = self.low.startswith(("mục tiêu quốc gia", "mtqg"), place + len(kind.name_vi) + 1)
        if national:
            return words >= 4 or name.lower().startswith("mtqg")
        return capital and kind.name_vi in _STRONG_NAMES and 2 <= words <= 30 and not self._starts_sentence(place)

    def _starts_sentence(self, place: int) -> bool:
        """A capital at the head of a sentence says nothing of a name."""
        left = self.text[max(0, place - 3) : place].rstrip(" ")
        return not left or left[-1] in ".\n"

    def _quoted(self, place: int, kind: DocType, quoted: re.Match[str]) -> ReferenceSpan | None:
        if kind.name_vi not in _PERIOD_NAMES and kind.cited_by == "number":
            return None
        inner = quoted.group(1)
        cut = _PERIOD_AFTER.search(" " + inner.lower())
        name = inner if cut is None else inner[: max(0, cut.start() - 1)]
        reference = ReferenceSpan(place, quoted.end(), "quoted-name", kind, kind.name_vi, programme_text=name.strip(" ,.;") or inner)
        reference.digits_start = reference.digits_end = place
        if cut is not None:
            reference.period_at = quoted.start(1) + cut.start(1) - 1
        else:
            self._period(reference)
        return reference

    def _law_tail(self, reference: ReferenceSpan) -> None:
        """``Luật … số 15/2012/QH13``, ``Luật … ngày 19 tháng 6 năm 2015``."""
        found = _DATE_AFTER.match(self.low, reference.end)
        if found is not None:
            numbers = [int(g) for g in found.groups() if g]
            if len(numbers) == 3:
                reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
                reference.year = numbers[2]
                reference.end = found.end()

    def _period(self, reference: ReferenceSpan) -> None:
        found = _PERIOD_AFTER.match(self.low, reference.end)
        if found is not None:
            reference.period_at = found.start(1)
            reference.end = found.end()


_WEAK_WITHOUT_LABEL = frozenset({"report", "document", "letter", "invitation"})
_CLAUSE_NUMBER = re.compile(r"(?:điều|khoản|điểm|mục|chương)[ ]\d{1,3}[ ]$")
_COUNTING_BEFORE = frozenset({"các", "những", "nhiều", "mọi", "từng", "hai", "ba", "bốn", "kỷ", "pháp", "hội", "đoàn", "quy", "tỷ", "một"})


def find_references(reading: Reading) -> list[ReferenceSpan]:
    """The references of a text, in order."""
    return ReferenceFinder(reading).run()
