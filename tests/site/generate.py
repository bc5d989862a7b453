"""Any number of articles from a seed, each with the truth it states.

Every sentence is written by a pattern below through :class:`Writer`, which adds the
words and the truth in one step, so that the two cannot disagree. Numbers, dates,
places and spellings vary with the seed; the same ``(n, seed)`` gives the same articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from tests.site.source import SECTIONS, ArticleSource, Paragraph, Picture, Run
from tests.site.truth import DateTruth, FigureTruth, ReferenceTruth, Truth

DISTRICTS = ("Đăk Glei", "Ngọc Hồi", "Đăk Tô", "Đăk Hà", "Kon Rẫy", "Kon Plông", "Sa Thầy", "Tu Mơ Rông", "Ia H’Drai")
AUTHORS = ("Y Hạnh Nguyên", "A Thuận Phong", "Lê Hoài Sơn", "Trần Mai Chi", "Y Khuyên Thảo", "Phạm Đức Lương")
FIRST_DAY, LAST_DAY = date(2017, 1, 9), date(2024, 11, 15)
FIRST_ID = 10_001


class Writer:
    """Writes one article's body, words and truth together; :meth:`say` adds words that state nothing."""

    def __init__(self, chance: Random, published_on: date) -> None:
        self.chance = chance
        self.published_on = published_on
        self.year = published_on.year
        self.paragraphs: list[str] = []
        self._words = ""
        self.figures: list[FigureTruth] = []
        self.dates: list[DateTruth] = []
        self.references: list[ReferenceTruth] = []

    def say(self, words: str) -> Writer:
        self._words += words
        return self

    def end_paragraph(self) -> None:
        self.paragraphs.append(self._words.strip())
        self._words = ""

    def count(self, value: int, unit: str, comparator: str | None = None, change: str | None = None, after: str = "") -> Writer:
        number = grouped(value) if value > 9 else self.chance.choice((str(value), f"0{value}"))
        return self._figure(f"{number} {unit}", kind="count", value=float(value), unit=unit, comparator=comparator, change=change).say(after)

    def percent(self, value: float, comparator: str | None = None, change: str | None = None) -> Writer:
        text = f"{decimal(value)}{self.chance.choice(('%', '%', ' %'))}"
        return self._figure(text, kind="percentage", value=value, unit="%", comparator=comparator, change=change)

    def ratio(self, part: int, whole: int, unit: str) -> Writer:
        text = f"{grouped(part)}/{grouped(whole)} {unit}"
        return self._figure(text, kind="ratio", numerator=float(part), denominator=float(whole), unit=unit)

    def money(self, millions: int, comparator: str | None = None) -> Writer:
        billions = millions / 1000
        text = self.chance.choice((f"{decimal(billions)} tỷ đồng", f"{grouped(millions)} triệu đồng"))
        return self._figure(text, kind="money", value=float(millions * 1_000_000), unit="VND", comparator=comparator)

    def measure(self, value: float, unit: str, comparator: str | None = None) -> Writer:
        text = f"{decimal(value)}{self.chance.choice(('', ' '))}{unit}"
        return self._figure(text, kind="measure", value=value, unit=unit, comparator=comparator)

    def vague(self, word: str, low: int, unit: str) -> Writer:
        return self._figure(f"hàng {word} {unit}", kind="count", low=float(low), unit=unit, comparator="vague")

    def day(self, value: date, before: str = "ngày ") -> Writer:
        shown = self.chance.choice((f"{value.day:02}/{value.month}/{value.year}", f"{value.day}/{value.month}/{value.year}", f"{value:%d-%m-%Y}"))
        return self._date(before + shown, "day", value, value)

    def month(self, year: int, month: int) -> Writer:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return self._date(f"tháng {month}/{year}", "month", date(year, month, 1), last)

    def year_(self, year: int, before: str = "năm ") -> Writer:
        return self._date(f"{before}{year}", "year", date(year, 1, 1), date(year, 12, 31))

    def first_half(self, year: int) -> Writer:
        return self._date(f"6 tháng đầu năm {year}", "half_year", date(year, 1, 1), date(year, 6, 30))

    def years(self, first: int, last: int) -> Writer:
        dash = self.chance.choice(("-", " - ", " – "))
        return self._date(f"giai đoạn {first}{dash}{last}", "range", date(first, 1, 1), date(last, 12, 31))

    def document(self, kind: str, number: str, issued_on: date | None = None, issuer: str | None = None) -> Writer:
        """A numbered document, with its day (which is a date of the text, too) and issuer where given."""
        start = len(self._words)
        self.say(f"{kind} số {number}")
        if issued_on is not None:
            self.say(self.chance.choice((" ", ", "))).day(issued_on)
        if issuer is not None:
            self.say(f" của {issuer}")
        text = self._words[start:]
        self.references.append(ReferenceTruth(text=text, doc_type=kind.lower(), number=number, issued_on=issued_on, issuer=issuer))
        return self

    def programme(self, kind: str, name: str, text: str) -> Writer:
        self.references.append(ReferenceTruth(text=text, doc_type=kind, programme=name))
        return self.say(text)

    def truth(self) -> Truth:
        return Truth(figures=tuple(self.figures), dates=tuple(self.dates), references=tuple(self.references))

    def _figure(
        self,
        text: str,
        *,
        kind: str,
        unit: str,
        value: float | None = None,
        numerator: float | None = None,
        denominator: float | None = None,
        low: float | None = None,
        comparator: str | None = None,
        change: str | None = None,
    ) -> Writer:
        self.figures.append(
            FigureTruth(
                text=text, kind=kind, unit=unit, value=value, numerator=numerator, denominator=denominator, low=low, comparator=comparator, change=change
            )
        )
        return self.say(text)

    def _date(self, text: str, kind: str, start: date, end: date) -> Writer:
        self.dates.append(DateTruth(text=text, kind=kind, start=start, end=end))
        return self.say(text)


def grouped(value: int) -> str:
    """Digits in groups of three, as Vietnamese writes them.

    >>> grouped(1438)
    '1.438'
    """
    return f"{value:,}".replace(",", ".")


def decimal(value: float) -> str:
    """A number with a decimal comma and no needless zero.

    >>> decimal(28.97), decimal(1250.5), decimal(40.0)
    ('28,97', '1.250,5', '40')
    """
    whole, _, part = f"{value:,.3f}".rstrip("0").rstrip(".").partition(".")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def generate(n: int, seed: int) -> list[ArticleSource]:
    """``n`` articles with their truth, in the order of their ids and days."""
    return list(_generate(n, Random(f"solieu/{seed}")))


def _generate(n: int, chance: Random) -> Iterator[ArticleSource]:
    span = (LAST_DAY - FIRST_DAY).days
    days = sorted(FIRST_DAY + timedelta(days=chance.randrange(span)) for _ in range(n))
    for number, published_on in enumerate(days):
        yield _article(FIRST_ID + number, published_on, chance)


def _article(article_id: int, published_on: date, chance: Random) -> ArticleSource:
    writer = Writer(chance, published_on)
    district = chance.choice(DISTRICTS)
    for _ in range(chance.randint(3, 6)):
        for pattern in chance.sample(PATTERNS, chance.randint(2, 3)):
            pattern(writer, district)
        writer.end_paragraph()
    paragraphs = [Paragraph((Run(text),)) for text in writer.paragraphs]
    picture = Picture(f"Cán bộ làm công tác dân tộc huyện {district} trao đổi với bà con")
    topic = chance.choice(TOPICS)
    return ArticleSource(
        id=article_id,
        section=chance.choice(tuple(SECTIONS)),
        title=f"Huyện {district} {topic}",
        published_on=published_on,
        author=chance.choice(AUTHORS),
        views=chance.randrange(12, 9_800),
        blocks=(paragraphs[0], picture, *paragraphs[1:]),
        truth=writer.truth(),
    )


TOPICS = (
    "đẩy mạnh tuyên truyền, vận động trong vùng đồng bào dân tộc thiểu số",
    "chăm lo đời sống bà con các thôn, làng",
    "kiểm tra việc thực hiện chính sách dân tộc",
    "tiếp tục nâng cao hiệu quả nguồn vốn đầu tư",
    "gặp mặt, biểu dương gương điển hình tiên tiến",
    "chuẩn bị các điều kiện cho công tác dân tộc cuối năm",
)


def _recognised(w: Writer, district: str) -> None:
    w.say("Tính chung ").year_(w.year).say(f", huyện {district} có ").count(w.chance.randint(40, 180), "người có uy tín")
    if w.year > 2018:
        w.say(" được công nhận theo ").document("Quyết định", "12/2018/QĐ-TTg", date(2018, 3, 6), "Thủ tướng Chính phủ")
    w.say(". ")


def _poverty(w: Writer, district: str) -> None:
    before, after = sorted((w.chance.randint(900, 5_900) / 100, w.chance.randint(900, 5_900) / 100), reverse=True)
    w.say(f"Tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số ở {district} giảm từ ").percent(before, change="from").say(" xuống còn ")
    w.percent(after, change="to").say(". ")


def _disbursed(w: Writer, district: str) -> None:
    w.say("Đến nay, vốn đầu tư cơ sở hạ tầng ").programme("chương trình", "Chương trình 135", "Chương trình 135")
    w.say(f" trên địa bàn {district} giải ngân đạt ").percent(w.chance.randint(1_500, 9_990) / 100).say(" kế hoạch giao. ")


def _delegates(w: Writer, district: str) -> None:
    whole = w.chance.randint(120, 320)
    w.say(f"Hội nghị tại {district} có ").ratio(whole - w.chance.randint(0, 15), whole, "đại biểu").say(" chính thức về dự. ")


def _funds(w: Writer, district: str) -> None:
    w.say("Tổng kinh phí bố trí trong ").first_half(w.year).say(f" cho huyện {district} là ").money(w.chance.randint(1_100, 98_000)).say(". ")


def _funds_over(w: Writer, _district: str) -> None:
    w.say("Nguồn lực lồng ghép trên ").money(w.chance.randint(1_100, 98_000), "over").say(" được chuyển về cơ sở đúng tiến độ. ")


def _roads(w: Writer, district: str) -> None:
    w.say("Nhân dân hiến gần ").measure(w.chance.randint(11, 480) / 10, "ha", "nearly").say(" đất, góp công làm ")
    w.measure(w.chance.randint(11, 900) / 10, "km").say(f" đường vào khu sản xuất ở {district}. ")


def _classes(w: Writer, _district: str) -> None:
    w.say("Cơ quan chuyên môn đã mở ").count(w.chance.randint(2, 48), "lớp tập huấn").say(", thu hút khoảng ")
    w.count(w.chance.randint(12, 290) * 10, "lượt người", "about").say(" tham gia. ")


def _marriages(w: Writer, district: str) -> None:
    w.say("Thực hiện ").document("Quyết định", "498/QĐ-TTg", date(2015, 4, 14)).say(f", số vụ tảo hôn tại {district} giảm ")
    w.count(w.chance.randint(2, 60), "vụ", change="by").say(" so với ").year_(w.year - 1).say(". ")


def _programme(w: Writer, district: str) -> None:
    if w.year > 2019:
        w.say("Kế hoạch ").years(2021, 2030).say(f" của huyện {district} bám sát ")
        w.document("Nghị quyết", "88/2019/QH14", date(2019, 11, 18), "Quốc hội").say(". ")
    else:
        w.say("Kế hoạch ").years(2017, 2020).say(f" của huyện {district} bám sát ")
        w.document("Quyết định", "2085/QĐ-TTg", date(2016, 10, 31), "Thủ tướng Chính phủ").say(". ")


def _visit(w: Writer, district: str) -> None:
    day = w.published_on - timedelta(days=w.chance.randint(1, 9))
    w.say("Trước đó, ").day(day).say(", đoàn công tác đã thăm và tặng quà ").count(w.chance.randint(2, 90), "hộ").say(f" khó khăn ở {district}. ")


def _communes(w: Writer, district: str) -> None:
    whole = w.chance.randint(5, 14)
    w.say(f"Toàn huyện {district} có ").ratio(w.chance.randint(1, whole), whole, "xã")
    w.say(" hoàn thành kế hoạch trong ").month(w.year, w.published_on.month).say(". ")


def _crowd(w: Writer, _district: str) -> None:
    word, low = w.chance.choice((("chục", 10), ("trăm", 100), ("nghìn", 1_000)))
    w.say("Các buổi sinh hoạt cộng đồng đã thu hút ").vague(word, low, "lượt người").say(" đến nghe. ")


PATTERNS: tuple[Callable[[Writer, str], None], ...] = (
    _recognised,
    _poverty,
    _disbursed,
    _delegates,
    _funds,
    _funds_over,
    _roads,
    _classes,
    _marriages,
    _programme,
    _visit,
    _communes,
    _crowd,
)
