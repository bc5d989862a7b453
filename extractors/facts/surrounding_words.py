"""What stands after the number of a document, and who the words before it say has issued it: date, year, issuer."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from extractors.facts.body_names import CAPITALISED, COMPOUND_AHEAD, PERSON, UPPER
from extractors.facts.citation_words import read_before
from extractors.facts.issuing_bodies import is_place
from extractors.facts.own_number import find_own_day
from extractors.facts.reading import Reading
from extractors.facts.reference_span import ReferenceSpan
from extractors.registry.lookup import Hit, Issuer, issuer_table
from extractors.vietnamese import periods

_S = r"[ \t\n]{0,2}"
_G = r"[ \t\n]{1,3}"
_DATE_AFTER = re.compile(
    rf"(?:{_S}[,(]?{_S}|{_S}[–-]{_S})(?:được{_G}|cùng{_G})?(?:ký{_G}|ra{_G}|đề{_G}|ban{_G}hành{_G})?ngày(?:{_G}ban{_G}hành:?)?{_G}?(?:"
    rf"(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{1,2}}){_S}[/.\-–]{_S}(\d{{4}})|(\d{{1,2}}){_S}tháng{_S}(\d{{1,2}}),?{_S}năm{_S}(\d{{4}})|"
    rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d\d)(?![\d/-])|(\d{{1,2}})[/-](\d{{1,2}})(?![\d/-])|(\d{{1,2}}){_G}tháng{_S}(\d{{1,2}})(?!\d|[,]?{_G}năm))"
)
_BARE_DATE_AFTER = re.compile(rf"{_S}[,(]?{_S}(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?!\d)")
_YEAR_AFTER = re.compile(rf"{_S}(?:(,)|[(])?{_S}năm{_G}((?:19|20)\d\d)(?![\d/-]|{_S}[-–]{_S}\d)")
_BY = re.compile(rf"{_G}(?:của|do)(?!\w)|{_S}[).;\n]|$")
_OF = re.compile(rf"{_S},?{_S}(?:do|của|giữa){_G}")
_LEAD = re.compile(r"[ \t\n,(–-]{0,5}(ngày|được|cùng|ký|ra|đề|ban|năm|do|của|giữa|\d)")
_PLACE_WORDS = r"tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn|quận|[tT][pP]\.?|Thành phố|Tỉnh|Huyện"
_PLACE_TAIL = re.compile(rf"(?:[ \n](?:{_PLACE_WORDS})(?!\w))?(?:[ \n][{UPPER}][\w’'.]*(?:(?:[ \n]-?[ ]?|-)[{UPPER}][\w’']*){{0,3}})?")
_TOWN_TAIL = re.compile(r"(?:[ \n](?:tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn|quận))(?!\w)")
_TERM = re.compile(r"[ \n]\(?kh(?:óa|oá)[ ][ivxlc]{1,6}(?!\w)\)?")
_BODY_HEADS = re.compile(
    r"(?:sở|phòng|ban|bộ|ủy ban|uỷ ban|hội đồng|huyện ủy|tỉnh ủy|thành ủy|thị ủy|đảng ủy|chi cục|cục|tổng cục|vụ|trường|viện|"
    r"liên đoàn|hội|văn phòng|bác hồ|trung ương|tổ chức)(?!\w)"
)
_OFFICE = re.compile(
    r"(?:bộ[ \n]trưởng(?:,[ ]chủ nhiệm)?|(?:phó[ \n])?(?:chủ[ \n]tịch|chủ[ \n]nhiệm|giám[ \n]đốc|trưởng ban|cục trưởng|tổng cục trưởng|viện trưởng)"
    r"|thống đốc|tổng thanh tra|tổng kiểm toán|chánh án|chánh văn phòng|ban chấp hành|ban thường vụ|thường trực|lãnh đạo|liên)[ \n]"
)
_AND_BODY = re.compile(r"[ ]?(?:,|và|-|–|,[ ]và)[ \n]")
_ISSUES = (
    r"(?:đã[ ]|vừa[ ]|mới[ ]|cũng[ ]|tiếp tục[ ]|lần lượt[ ])?(?:kịp thời[ ]|chính thức[ ]|thống nhất[ ]|nhất trí[ ])?"
    r"(?:ký quyết định ban hành|ký ban hành|xây dựng và ban hành|ban hành|ký|ra|có|gửi|"
    r"biểu quyết thông qua|biểu quyết|thông qua|phê duyệt|công bố|triển khai)"
    r"(?:[ ](?:các|những|hai|ba))?"
)
_MEETING = r"(?:[ ]kh(?:óa|oá)[ ][ivxlc]{1,6})?(?:,?[ ](?:tại[ ])?kỳ họp thứ[ ]\w{1,5}(?:[ ]\w{1,5})?)?,?"
_ISSUED_BY = re.compile(rf"{_MEETING}[ ,]{{0,2}}{_ISSUES}[ ]$")
_ISSUE_ENDS = ("hành ", "ký ", "ra ", "có ", "gửi ", "quyết ", "qua ", "duyệt ", "bố ", "khai ", "các ", "những ", "hai ", "ba ", "đó, ", "đó ")
_AMONG = (" trong đó có ", " trong đó, có ", " trong đó, ", " trong đó ", " trong số đó có ", " trong đó có các ")
_ISSUED_SEVERAL = re.compile(rf"{_MEETING}[ ]{_ISSUES}[ ](?:\d[\d/]{{0,6}}|nhiều|bốn|năm|sáu|bảy|tám|chín|mười)?[ ]?[^.;\n]{{2,90}}[,.(][ ]?$")
_PLAIN_ISSUER = re.compile(
    rf"(?<!\w)(tỉnh|huyện|thành phố|bác hồ|chủ tịch hồ chí minh|hồ chủ tịch|thủ tướng|quốc hội|chính phủ){_MEETING}[ ]{_ISSUES}[ ]$"
)
_DATE_BEFORE = re.compile(
    r"(?:(\d{1,2})[ ]?[/.\-–][ ]?(\d{1,2})[ ]?[/.\-–][ ]?(\d{4})|(\d{1,2})[ ]tháng[ ](\d{1,2})[ ]năm[ ](\d{4})"
    r"|ngày[ ](\d{1,2})[/-](\d{1,2})|ngày[ ](\d{1,2})[ ]tháng[ ](\d{1,2}))[ ]?,?[ ]?$"
)
_IN_NUMBERS = ("-", "/", "–")
_CARRIED_OUT = re.compile(r"triển khai|phê duyệt|công bố")
"""What is done with a document of one's own or of another: ``Sở Y tế triển khai Kế hoạch số 15/KH-UBND``."""
_HEADS_OF_BODIES = ("bộ trưởng ", "phó chủ tịch ", "chủ tịch ", "phó giám đốc ", "giám đốc ", "chủ nhiệm ", "thống đốc ")
_CENTURY = 45
"""Years of two digits below it are of this century."""
_PAUSES = frozenset(".;:\n")


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
        elif (start := reference.start) < 500 and (start == 0 or self.text[start - 1] == "\n") and (self._titled(reference) or self._fills_line(reference)):
            self._own(reference)
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
                term = _TERM.match(self.low, end)
                reference.end = term.end() if term is not None else end
            elif word == "năm":
                year = _YEAR_AFTER.match(self.low, at)
                if year is None or reference.year is not None or dated:
                    return
                if year.group(1) and not _BY.match(self.low, year.end()):
                    return  # `Theo Quyết định 318/QĐ-TTg, năm 2025 có …`: the year of what follows
                reference.year, reference.end = int(year.group(2)), year.end()
            else:
                found = _DATE_AFTER.match(self.low, at) or _BARE_DATE_AFTER.match(self.low, at)
                if found is None or dated:
                    return
                self._date(reference, [int(g) for g in found.groups() if g])
                reference.end, dated = found.end(), True
                if self.text.startswith(")", found.end()) and "(" in lead.group():
                    reference.end += 1

    def _issuer_from(self, reference: ReferenceSpan, at: int) -> int | None:
        """Read the issuer's name at `at`; where it ends, or None."""
        hit = self._issuer_hit(at)
        office = _OFFICE.match(self.low, at) if hit is None else None
        if office is not None:
            hit = self._issuer_hit(office.end())
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
            name = CAPITALISED.match(self.text, head.end())
            end = name.end() if name is not None else head.end()
            reference.issuer_text = self.text[at:end]
            return end
        return None

    def _issuer_hit(self, at: int) -> Hit | None:
        """The known body named at `at`, also where a line of the page breaks its name."""
        if self.low.find("\n", at, at + 40) < 0 or not self.text[at : at + 1].isupper():
            return self._issuer_at.get(at)
        hit, broken = self._issuer_at.get(at), issuer_table().match_at(self.low, at)
        return hit if broken is None or (hit is not None and hit.end >= broken[0]) else Hit(at, *broken)

    def _tail(self, hit: Hit) -> int:
        """Where an issuer's name ends with its place: ``UBND tỉnh``, ``HĐND tỉnh Gia Lai``."""
        issuer: Issuer = hit.value
        if issuer.generic and COMPOUND_AHEAD.match(self.text, hit.end) and (name := CAPITALISED.match(self.text, hit.end)) is not None:
            return name.end()
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
            hit = self._issuer_hit(link.end()) or (self._issuer_hit(office.end()) if office is not None else None)
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
                self._date(reference, [int(g) for g in dated.groups() if g])
                if reference.issued_on is None and reference.year is None and (published := self.reading.published_on) is not None:
                    self._date(reference, [int(g) for g in dated.groups() if g], published)
        elif linked is not None:
            reference.issuer_text = linked.issuer_text
        elif previous is not None and previous.issuer_text and 0 <= reference.start - previous.end <= 120:
            same = reference.issuer is None or reference.issuer is previous.issuer
            if same and self._continues(reference, previous) and self.text.find(previous.issuer_text, previous.start, previous.end) < 0:
                reference.issuer_text, reference.issuer = previous.issuer_text, reference.issuer or previous.issuer

    def _continues(self, reference: ReferenceSpan, previous: ReferenceSpan) -> bool:
        """Whether a list of documents goes on: ``ban hành Chỉ thị A về …, Chỉ thị B``; words between them only where type or letters are the same."""
        between = self.low[previous.end : reference.start].strip()
        if between in ("và", ",", ""):
            return True
        alike = reference.doc_type is previous.doc_type or (reference.symbol_issuer is not None and reference.symbol_issuer is previous.symbol_issuer)
        return alike and between.endswith((",", " và")) and _PAUSES.isdisjoint(between)

    def _issuer_before(self, reference: ReferenceSpan) -> int | None:
        """``HĐND Kon Tum ra Nghị quyết …``: where the issuer begins, or None."""
        start = reference.start
        among = next((words for words in _AMONG if self.low.endswith(words, 0, start)), None)
        if among is not None:
            return self._issuer_of_several(reference, start - len(among))
        at = bisect_right(self._issuer_ends, start) - 1
        if at >= 0:
            hit = self._issuers[at]
            if start - hit.end <= 70 and not self.low.endswith("phó ", 0, hit.start):
                end, after = self._body_and_person(hit, min(self._tail(hit), start))
                issued = _ISSUED_BY.fullmatch(self.low[after:start]) if not self.low.endswith(_IN_NUMBERS, 0, hit.start) else None
                if issued is not None and not (_CARRIED_OUT.search(issued.group()) and _is_another(reference, hit)):
                    office = next((len(words) for words in _HEADS_OF_BODIES if self.low.endswith(words, 0, hit.start)), 0)
                    reference.issuer = reference.issuer or hit.value
                    reference.issuer_text = self.text[hit.start - office : end]
                    return hit.start - office
        left = self.low[max(0, start - 60) : start]
        plain = _PLAIN_ISSUER.search(left)
        if plain is not None:
            begin = start - len(left) + plain.start(1)
            reference.issuer_text = self.text[begin : begin + len(plain.group(1))]
            return begin
        return None

    def _body_and_person(self, hit: Hit, end: int) -> tuple[int, int]:
        """Where the body's name ends, and where the name of the person ends who signs for it: ``Chủ tịch UBND tỉnh Trần Văn An``."""
        if hit.value.generic and not self.low.endswith(_HEADS_OF_BODIES, 0, hit.start) and not self.low.startswith(_HEADS_OF_BODIES, hit.start):
            return end, end
        body = end
        while body > hit.end and not is_place(self.text[hit.end : body]):
            body = max(hit.end, self.text.rfind(" ", hit.end, body))
        person = PERSON.match(self.text, body)
        return (body, person.end()) if person is not None and person.end() >= end else (end, end)

    def _issuer_of_several(self, reference: ReferenceSpan, stop: int) -> int | None:
        """``HĐND tỉnh Gia Lai thông qua 12 nghị quyết, trong đó có Nghị quyết …``: where the issuer begins, or None.

        The letters of the number must name the same body.
        """
        at = bisect_right(self._issuer_ends, stop) - 1
        while at >= 0 and stop - self._issuers[at].end <= 160:
            hit = self._issuers[at]
            if reference.symbol_issuer is not None and hit.value.code.endswith(reference.symbol_issuer.code):
                end = self._tail(hit)
                if end < stop and _ISSUED_SEVERAL.fullmatch(self.low[end:stop]):
                    reference.issuer_text = self.text[hit.start : end]
                    return hit.start
            at -= 1
        return None

    def _fills_line(self, reference: ReferenceSpan) -> bool:
        """``Nghị quyết số: 43/2022/QH15`` alone on its line: the text's own number."""
        return reference.digits_end == reference.end and self.text.startswith("\n", reference.end)

    def _titled(self, reference: ReferenceSpan) -> bool:
        """``NGHỊ QUYẾT`` in a line of its own above ``Số: 862/NQ-UBTVQH14``."""
        title, line_break, label = self.text[reference.start : reference.digits_start].partition("\n")
        return bool(line_break) and title.isupper() and label.lower().startswith("số")

    def _head(self, reference: ReferenceSpan) -> None:
        """``Số: 98/QĐ-UBDT`` at the head of a document."""
        if not self.low.startswith("số", reference.start):
            return
        floor = max(0, reference.start - 40)
        line_start = self.low.rfind("\n", floor, reference.start) + 1
        if (line_start == 0 and floor > 0) or self.low[line_start : reference.start].strip(" |"):
            return
        self._own(reference)

    def _own(self, reference: ReferenceSpan) -> None:
        reference.is_head = True
        if reference.issued_on is None:
            find_own_day(reference, self.text, self.low)

    @staticmethod
    def _date(reference: ReferenceSpan, numbers: list[int], published: date | None = None) -> None:
        """Day, month and year as written; a day without a year is of the year in the number, else the last before `published`."""
        year = numbers[2] if len(numbers) == 3 else reference.year
        if year is None and published is not None:
            year = published.year - ((numbers[1], numbers[0]) > (published.month, published.day))
        if year is not None and year < 100:
            year += 2000 if year < _CENTURY else 1900
        reference.issued_on = periods.day(year, numbers[1], numbers[0]) if year is not None else None


def _is_another(reference: ReferenceSpan, hit: Hit) -> bool:
    """Whether the letters of the number name another body than the words before it."""
    return reference.symbol_issuer is not None and not hit.value.code.endswith(reference.symbol_issuer.code)
