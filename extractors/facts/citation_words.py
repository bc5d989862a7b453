"""What stands around the number or name of a document: date, issuer, article cited, relation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan
from extractors.registry.lookup import Hit, Issuer
from extractors.vietnamese import periods

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_S = r"[ \t\n]{0,2}"
_G = r"[ \t\n]{1,3}"
_DATE_AFTER = re.compile(
    rf"(?:{_S}[,(]?{_S}|{_S}[–-]{_S})(?:được{_G})?(?:ký{_G}|ra{_G}|đề{_G}|ban{_G}hành{_G})?ngày(?:{_G}ban{_G}hành:?)?{_G}?(?:"
    rf"(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})|(\d{{1,2}}){_G}tháng{_S}(\d{{1,2}}),?{_G}năm{_G}(\d{{4}})|"
    rf"(\d{{1,2}})[/-](\d{{1,2}})(?![\d/-])|(\d{{1,2}}){_G}tháng{_S}(\d{{1,2}})(?!\d|[,]?{_G}năm))"
)
_BARE_DATE_AFTER = re.compile(rf"{_S}[,(]?{_S}(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?!\d)")
_YEAR_AFTER = re.compile(rf"{_S}[,(]?{_S}năm{_G}((?:19|20)\d\d)(?![\d/-]|{_S}[-–]{_S}\d)")
_OF = re.compile(rf"{_S},?{_S}(?:do|của|giữa){_G}")
_LEAD = re.compile(r"[ \t\n,(–-]{0,5}(ngày|được|ký|ra|đề|ban|năm|do|của|giữa|\d)")
_PLACE_WORDS = r"tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn|quận|[tT][pP]\.?|Thành phố|Tỉnh|Huyện"
_PLACE_TAIL = re.compile(rf"(?:[ \n](?:{_PLACE_WORDS})(?!\w))?(?:[ \n][{UPPER}][\w’'.]*(?:(?:[ \n]-?[ ]?|-)[{UPPER}][\w’']*){{0,3}})?")
_TOWN_TAIL = re.compile(r"(?:[ \n](?:tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn|quận))(?!\w)")
_CAPITALISED = re.compile(rf"(?:[ ](?:[{UPPER}][\w’'&]*|và(?=[ ][{UPPER}])|tỉnh|huyện|thành phố(?=[ ][{UPPER}]))){{1,8}}")
_BODY_HEADS = re.compile(
    r"(?:sở|phòng|ban|bộ|ủy ban|uỷ ban|hội đồng|huyện ủy|tỉnh ủy|thành ủy|thị ủy|đảng ủy|chi cục|cục|tổng cục|vụ|trường|viện|"
    r"liên đoàn|hội|văn phòng|bác hồ)(?!\w)"
)
_OFFICE = re.compile(
    r"(?:bộ trưởng(?:,[ ]chủ nhiệm)?|(?:phó[ ])?(?:chủ tịch|chủ nhiệm|giám đốc|trưởng ban|cục trưởng|tổng cục trưởng|viện trưởng)|thống đốc|tổng thanh tra|"
    r"tổng kiểm toán|chánh án|chánh văn phòng|ban chấp hành|ban thường vụ|thường trực|lãnh đạo|liên)[ \n]"
)
_AND_BODY = re.compile(r"[ ]?(?:,|và|-|–|,[ ]và)[ \n]")
_ISSUES = (
    r"(?:đã[ ]|vừa[ ]|mới[ ]|cũng[ ])?(?:ký quyết định ban hành|ký ban hành|ban hành|ký|ra|có|gửi|"
    r"biểu quyết thông qua|biểu quyết|thông qua|phê duyệt|công bố|triển khai)"
    r"(?:[ ](?:các|những|hai|ba))?"
)
_ISSUED_BY = re.compile(rf"[ ,]{{0,2}}{_ISSUES}[ ]$")
_ISSUE_ENDS = ("hành ", "ký ", "ra ", "có ", "gửi ", "quyết ", "qua ", "duyệt ", "bố ", "khai ", "các ", "những ", "hai ", "ba ")
_PLAIN_ISSUER = re.compile(rf"(?<!\w)(tỉnh|huyện|thành phố|bác hồ|chủ tịch hồ chí minh|hồ chủ tịch|thủ tướng|quốc hội|chính phủ)[ ]{_ISSUES}[ ]$")
_DATE_BEFORE = re.compile(
    r"(?:(\d{1,2})[ ]?[/.\-–][ ]?(\d{1,2})[ ]?[/.\-–][ ]?(\d{4})|(\d{1,2})[ ]tháng[ ](\d{1,2})[ ]năm[ ](\d{4}))[ ]?,?[ ]?$"
)
_HEADER_DATE = re.compile(rf"ngày{_G}(\d{{1,2}}){_G}tháng{_G}(\d{{1,2}}){_G}năm{_G}(\d{{4}})|ngày ban hành:?[ ]?(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})")


# ------------------------------------------------------------------ articles
_MORE = r"(?:,|[ ]và|,[ ]và|;|[ ]hoặc)[ \n]"
_UNITS = (
    rf"(?:điểm|tiết)[ \n][a-zđ]\d?(?:{_MORE}(?:(?:điểm|tiết)[ ])?[a-zđ]\d?(?!\w)){{0,9}}",
    rf"khoản[ \n]\d{{1,3}}[a-zđ]?(?:{_MORE}(?:khoản[ ])?\d{{1,3}}[a-zđ]?(?!\w)){{0,9}}",
    rf"điều[ \n]\d{{1,3}}[a-zđ]?(?:{_MORE}(?:điều[ ])?\d{{1,3}}[a-zđ]?(?!\w)){{0,9}}",
    r"(?:mục|chương|phần|phụ lục)(?:[ ]số)?[ \n](?:[ivxl]{1,6}|\d{1,3}|[a-e])(?!\w)",
)
_UNIT = rf"(?:các[ ])?(?:{'|'.join(_UNITS)})"
_BETWEEN_UNITS = r"(?:,?[ \n]|[ ]và[ ]|,[ ]và[ ]|[ ]của[ ]|;[ ])"
_ARTICLE_REF = re.compile(
    rf"(?<!\w)({_UNIT}(?:{_BETWEEN_UNITS}{_UNIT}){{0,5}})[ ,\n]{{1,2}}(?:(?:ban hành )?kèm theo |của[ \n]|tại |thuộc )?$"
)


# ------------------------------------------------------------------ relations
def _backwards(phrases: Iterable[str]) -> str:
    """The alternatives of a pattern that reads reversed text, the longest first."""
    return "|".join(phrase[::-1].replace(" ", "[ \\n]{1,2}") for phrase in sorted(phrases, key=len, reverse=True))


_FILLERS = (
    *("các", "những", "hai", "ba", "bốn", "nội dung", "nội dung của", "tinh thần", "theo", "tốt", "nghiêm", "nghiêm túc", "có hiệu quả", "hiệu quả", "đồng bộ"),
    *("cho", "vào", "của", "một số", "một số điều", "một số điều của", "một số nội dung của", "một số quy định của", "một số điểm của", "chi tiết", "số"),
    *("đầy đủ", "kịp thời", "quyết liệt", "toàn bộ", "một phần", "quy định tại", "tên"),
)
_RELATIONS = {
    "amends": ("sửa đổi", "bổ sung", "điều chỉnh", "sửa đổi, bổ sung", "sửa đổi bổ sung", "sửa đổi và bổ sung", "đính chính"),
    "replaces": ("thay thế", "thay", "bãi bỏ", "hủy bỏ", "huỷ bỏ", "thay cho"),
    "guides": (
        *("hướng dẫn", "quy định chi tiết", "hướng dẫn thi hành", "hướng dẫn thực hiện", "quy định chi tiết thi hành"),
        *("quy định chi tiết và hướng dẫn thi hành", "quy định chi tiết và biện pháp thi hành", "hướng dẫn triển khai thực hiện", "hướng dẫn triển khai"),
        *("quy định chi tiết một số điều và biện pháp thi hành", "quy định chi tiết một số điều và biện pháp để tổ chức, hướng dẫn thi hành"),
    ),
    "implements": ("thực hiện", "triển khai", "thi hành", "thực hịên", "quán triệt", "chấp hành"),
    "based_on": ("căn cứ", "theo", "chiểu", "tại", "trên cơ sở", "chiếu theo"),
}
_RELATION_BEFORE = re.compile(
    rf"[ \n]{{0,3}}(?:(?:{_backwards(_FILLERS)})[ \n]{{1,2}}){{0,4}}?(?:"
    + "|".join(f"(?P<{name}>{_backwards(phrases)})" for name, phrases in _RELATIONS.items())
    + r")(?!\w)"
)


def relation_before(low: str, start: int) -> str | None:
    """What the words before a document say is done with it.

    >>> relation_before("căn cứ các nội dung của ", 24)
    'based_on'
    """
    found = _RELATION_BEFORE.match(low[max(0, start - 100) : start][::-1])
    return found.lastgroup if found is not None else None


def article_before(reading: Reading, start: int) -> tuple[int, int] | None:
    """Where the article, clause or point stands that is cited of the document at `start`.

    The words are ``điểm a khoản 2 Điều 5``, ``các Điều 5, 6 và 7``, ``Phụ lục II ban hành kèm theo``.
    """
    low = reading.low
    begin = max(0, start - 140)
    left = low[begin:start]
    near = left[-36:]
    if not ("iều" in near or "hoản" in near or "hụ lục" in near or "ục " in near or "ương " in near or "iểm " in near):
        return None
    found = _ARTICLE_REF.search(left)
    return None if found is None else (begin + found.start(1), begin + found.end(1))


def read_before(reading: Reading, reference: ReferenceSpan) -> None:
    """The article that is cited, and what is done with the document."""
    at = reference.start
    cited = article_before(reading, at)
    if cited is not None:
        at = cited[0]
        reference.article_ref = reading.text[at : cited[1]]
    reference.relation = relation_before(reading.low, at)


# ------------------------------------------------------------------ dates and issuers
class Surroundings:
    """Reads what stands around the numbers of one text."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.low = reading.text, reading.low
        self.reading = reading
        self._issuers: list[Hit] = reading.keywords.issuer
        self._issuer_ends = [hit.end for hit in self._issuers]
        self._issuer_at = {hit.start: hit for hit in self._issuers}

    def complete(self, reference: ReferenceSpan, linked: ReferenceSpan | None, previous: ReferenceSpan | None) -> None:
        """Date and issuer after or before the number, article before, relation.

        `linked` is the document of the same list that a bare number continues, `previous` the one before.
        """
        self._read_after(reference)
        read_before(self.reading, reference)
        if linked is not None and reference.relation is None:
            reference.relation = linked.relation
        if reference.issuer_text is None:
            self._issuer_from_left(reference, linked, previous)
        if reference.doc_type_text is None:
            self._head(reference)
        elif reference.start < 500 and self._fills_line(reference):
            reference.is_head = True
        if reference.issued_on is not None:
            reference.year = reference.year or reference.issued_on.year

    # ---------------------------------------------------------- to the right
    def _read_after(self, reference: ReferenceSpan) -> None:
        dated = False
        for _ in range(4):
            at = reference.end
            lead = _LEAD.match(self.low, at)
            if lead is None:
                return
            word = lead.group(1)
            if word in ("của", "do", "giữa"):
                of = _OF.match(self.low, at)
                end = self._issuer_from(reference, of.end()) if of is not None and reference.issuer_text is None else None
                if end is None:
                    return
                reference.end = end
            elif word == "năm":
                year = _YEAR_AFTER.match(self.low, at)
                if year is None or reference.year is not None:
                    return
                reference.year, reference.end = int(year.group(1)), year.end()
            else:
                found = _DATE_AFTER.match(self.low, at) or _BARE_DATE_AFTER.match(self.low, at)
                if found is None or dated:
                    return
                numbers = [int(g) for g in found.groups() if g]
                if len(numbers) == 3:
                    reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
                reference.end, dated = found.end(), True

    def _issuer_from(self, reference: ReferenceSpan, at: int) -> int | None:
        """Read the issuer's name at `at`; where it ends, or None."""
        hit = self._issuer_at.get(at)
        office = _OFFICE.match(self.low, at) if hit is None else None
        if office is not None:
            hit = self._issuer_at.get(office.end())
        if hit is not None:
            end = self._tail(hit)
            reference.issuer = hit.value
            if reference.doc_type is not None and reference.doc_type.code.startswith(("joint_", "coordination_")):
                end = self._more_bodies(reference, end)
            reference.issuer_text = self.text[at:end]
            return end
        body_at = office.end() if office is not None else at
        head = _BODY_HEADS.match(self.low, body_at)
        if head is not None and self.text[body_at].isupper():
            name = _CAPITALISED.match(self.text, head.end())
            end = name.end() if name is not None else head.end()
            reference.issuer_text = self.text[at:end]
            return end
        return None

    def _tail(self, hit: Hit) -> int:
        """Where an issuer's name ends with its place: ``UBND tỉnh``, ``HĐND tỉnh Gia Lai``."""
        issuer: Issuer = hit.value
        tail = (_PLACE_TAIL if issuer.generic else _TOWN_TAIL).match(self.text, hit.end)
        return tail.end() if tail is not None and (issuer.generic or issuer.level != "central") else hit.end

    def _more_bodies(self, reference: ReferenceSpan, end: int) -> int:
        """The other bodies of a joint document: ``Bộ Nội vụ, Bộ Tài chính``."""
        others: list[Issuer] = []
        for _ in range(6):
            link = _AND_BODY.match(self.low, end)
            if link is None:
                break
            office = _OFFICE.match(self.low, link.end())
            hit = self._issuer_at.get(link.end()) or (self._issuer_at.get(office.end()) if office is not None else None)
            if hit is None:
                break
            others.append(hit.value)
            end = self._tail(hit)
        if others:
            reference.co_issuers = tuple(others)
        return end

    # ---------------------------------------------------------- to the left
    def _issuer_from_left(self, reference: ReferenceSpan, linked: ReferenceSpan | None, previous: ReferenceSpan | None) -> None:
        begin = self._issuer_before(reference) if self.low.endswith(_ISSUE_ENDS, 0, reference.start) else None
        if begin is not None:
            dated = _DATE_BEFORE.search(self.low[max(0, begin - 36) : begin])
            if dated is not None and reference.issued_on is None:
                numbers = [int(g) for g in dated.groups() if g]
                reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
        elif linked is not None:
            reference.issuer_text = linked.issuer_text
        elif previous is not None and previous.issuer_text and 0 <= reference.start - previous.end <= 8:
            between = self.low[previous.end : reference.start].strip()
            same = reference.issuer is None or reference.issuer is previous.issuer
            if between in ("và", ",", "") and same and self.text.find(previous.issuer_text, previous.start, previous.end) < 0:
                reference.issuer_text, reference.issuer = previous.issuer_text, reference.issuer or previous.issuer

    def _issuer_before(self, reference: ReferenceSpan) -> int | None:
        """``HĐND Kon Tum ra Nghị quyết …``: where the issuer begins, or None."""
        start = reference.start
        at = bisect_right(self._issuer_ends, start) - 1
        if at >= 0:
            hit = self._issuers[at]
            if start - hit.end <= 70:
                end = min(self._tail(hit), start)
                if _ISSUED_BY.fullmatch(self.low[end:start]):
                    reference.issuer = reference.issuer or hit.value
                    reference.issuer_text = self.text[hit.start : end]
                    return hit.start
        left = self.low[max(0, start - 60) : start]
        plain = _PLAIN_ISSUER.search(left)
        if plain is not None:
            begin = start - len(left) + plain.start(1)
            reference.issuer_text = self.text[begin : begin + len(plain.group(1))]
            return begin
        return None

    def _fills_line(self, reference: ReferenceSpan) -> bool:
        """``Nghị quyết số: 43/2022/QH15`` alone on its line: the text's own number."""
        start, end = reference.start, reference.end
        return (start == 0 or self.text[start - 1] == "\n") and self.text[end : end + 1] == "\n" and reference.digits_end == end

    def _head(self, reference: ReferenceSpan) -> None:
        """``Số: 98/QĐ-UBDT`` at the head of a document: the date stands in the next line."""
        if not self.low.startswith("số", reference.start):
            return
        floor = max(0, reference.start - 40)
        line_start = self.low.rfind("\n", floor, reference.start) + 1
        if (line_start == 0 and floor > 0) or self.low[line_start : reference.start].strip(" |"):
            return
        reference.is_head = True
        if reference.issued_on is not None:
            return
        dated = _HEADER_DATE.search(self.low, reference.end, reference.end + 160)
        if dated is not None:
            numbers = [int(g) for g in dated.groups() if g]
            reference.issued_on = periods.day(numbers[2], numbers[1], numbers[0])
            if "ban hành" in dated.group():
                reference.end = dated.end()
