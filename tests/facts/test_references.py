"""Policy references: one row a form, what is none, and what makes two mentions one document."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text
from extractors.records import Reference

Found = tuple[str | None, str | None, str, str | None, str | None, str | None, str | None]
"""Type, number or name, words, issuer, day of issue, article cited, relation."""


def references(text: str) -> list[Reference]:
    return extract_text(text, published_on=date(2019, 7, 22)).references


def told(reference: Reference) -> Found:
    day = reference.issued_on.isoformat() if reference.issued_on else None
    name = reference.number or reference.programme_text
    return reference.doc_type_code, name, reference.reference_text, reference.issuer_text, day, reference.article_ref, reference.relation


FORMS: list[tuple[str, list[Found]]] = [
    (
        "Thực hiện Quyết định 2085/QĐ-TTg của Thủ tướng Chính phủ.",
        [("decision", "2085/QĐ-TTg", "Quyết định 2085/QĐ-TTg của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None, None, "implements")],
    ),
    (
        "Quyết định số 2085/QĐ-TTg ngày 31/10/2016 của Thủ tướng Chính phủ.",
        [("decision", "2085/QĐ-TTg", "Quyết định số 2085/QĐ-TTg ngày 31/10/2016 của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "2016-10-31", None, None)],
    ),
    (
        "Chỉ thị số 14-CT/TU ngày 02-04-2018 của Tỉnh ủy Kon Tum.",
        [("directive", "14-CT/TU", "Chỉ thị số 14-CT/TU ngày 02-04-2018 của Tỉnh ủy Kon Tum", "Tỉnh ủy Kon Tum", "2018-04-02", None, None)],
    ),
    (
        "Chỉ thị số 14-CT/TU, ngày 02-04-2018 của Tỉnh ủy Kon Tum",
        [("directive", "14-CT/TU", "Chỉ thị số 14-CT/TU, ngày 02-04-2018 của Tỉnh ủy Kon Tum", "Tỉnh ủy Kon Tum", "2018-04-02", None, None)],
    ),
    (
        "Kế hoạch số 1348/KH-UBND, ngày 31/5/2018 thực hiện Chỉ thị số 14-CT/TU",
        [
            ("plan", "1348/KH-UBND", "Kế hoạch số 1348/KH-UBND, ngày 31/5/2018", None, "2018-05-31", None, None),
            ("directive", "14-CT/TU", "Chỉ thị số 14-CT/TU", None, None, None, "implements"),
        ],
    ),
    (
        "Nghị định số 05/2011/NĐ-CP ngày 14 tháng 01 năm 2011 của Chính phủ",
        [("decree", "05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP ngày 14 tháng 01 năm 2011 của Chính phủ", "Chính phủ", "2011-01-14", None, None)],
    ),
    ("Nghị quyết số 88/2019/QH14 của Quốc hội", [("resolution", "88/2019/QH14", "Nghị quyết số 88/2019/QH14 của Quốc hội", "Quốc hội", None, None, None)]),
    (
        "Nghị quyết số 120/2020/QH14 ngày 19/6/2020",
        [("resolution", "120/2020/QH14", "Nghị quyết số 120/2020/QH14 ngày 19/6/2020", None, "2020-06-19", None, None)],
    ),
    ("Luật số 45/2013/QH13", [("law", "45/2013/QH13", "Luật số 45/2013/QH13", None, None, None, None)]),
    ("Luật Đất đai số 45/2013/QH13", [("law", "45/2013/QH13", "Luật Đất đai số 45/2013/QH13", None, None, None, None)]),
    (
        "Thông tư liên tịch số 05/2013/TTLT-UBDT-NNPTNT-KHĐT-TC-XD",
        [("joint_circular", "05/2013/TTLT-UBDT-NNPTNT-KHĐT-TC-XD", "Thông tư liên tịch số 05/2013/TTLT-UBDT-NNPTNT-KHĐT-TC-XD", None, None, None, None)],
    ),
    (
        "Thông tư số 02/2017/TT-UBDT ngày 22/5/2017 của Ủy ban Dân tộc",
        [("circular", "02/2017/TT-UBDT", "Thông tư số 02/2017/TT-UBDT ngày 22/5/2017 của Ủy ban Dân tộc", "Ủy ban Dân tộc", "2017-05-22", None, None)],
    ),
    (
        "Công văn số 567/UBDT-CSDT ngày 5/6/2018 của Ủy ban Dân tộc",
        [("official_letter", "567/UBDT-CSDT", "Công văn số 567/UBDT-CSDT ngày 5/6/2018 của Ủy ban Dân tộc", "Ủy ban Dân tộc", "2018-06-05", None, None)],
    ),
    ("Công văn 1234/UBND-KGVX", [("official_letter", "1234/UBND-KGVX", "Công văn 1234/UBND-KGVX", None, None, None, None)]),
    (
        "Nghị quyết số 07/2022/NQ-HĐND của HĐND tỉnh",
        [("resolution", "07/2022/NQ-HĐND", "Nghị quyết số 07/2022/NQ-HĐND của HĐND tỉnh", "HĐND tỉnh", None, None, None)],
    ),
    ("Nghị quyết số 24-NQ/TW ngày 12/3/2003", [("resolution", "24-NQ/TW", "Nghị quyết số 24-NQ/TW ngày 12/3/2003", None, "2003-03-12", None, None)]),
    (
        "Kết luận số 65-KL/TW ngày 30/10/2019 của Bộ Chính trị",
        [("conclusion", "65-KL/TW", "Kết luận số 65-KL/TW ngày 30/10/2019 của Bộ Chính trị", "Bộ Chính trị", "2019-10-30", None, None)],
    ),
    ("Thông báo số 123/TB-VP", [("notice", "123/TB-VP", "Thông báo số 123/TB-VP", None, None, None, None)]),
    ("Tờ trình số 58/TTr-UBND", [("submission", "58/TTr-UBND", "Tờ trình số 58/TTr-UBND", None, None, None, None)]),
    ("Báo cáo số 45/BC-BDT", [("report", "45/BC-BDT", "Báo cáo số 45/BC-BDT", None, None, None, None)]),
    ("Hướng dẫn số 03-HD/BTCTW", [("guidance", "03-HD/BTCTW", "Hướng dẫn số 03-HD/BTCTW", None, None, None, None)]),
    ("Quy định số 55-QĐ/TW", [("rules", "55-QĐ/TW", "Quy định số 55-QĐ/TW", None, None, None, None)]),
    (
        "Quyết định 900/QĐ-TTg; số900/QĐ-TTg",
        [("decision", "900/QĐ-TTg", "Quyết định 900/QĐ-TTg", None, None, None, None), ("decision", "900/QĐ-TTg", "số900/QĐ-TTg", None, None, None, None)],
    ),
    ("Quyết định số 2085/QĐ- TTg", [("decision", "2085/QĐ-TTg", "Quyết định số 2085/QĐ- TTg", None, None, None, None)]),
    ("Nghị định 359/ CP", [("decree", "359/CP", "Nghị định 359/ CP", None, None, None, None)]),
    ("Sắc lệnh số 58/SL", [("decree_law", "58/SL", "Sắc lệnh số 58/SL", None, None, None, None)]),
    ("Kế hoạch 941b/KH-UBND", [("plan", "941b/KH-UBND", "Kế hoạch 941b/KH-UBND", None, None, None, None)]),
    (
        "Quyết định số 07 năm 2008 của Thủ tướng Chính phủ",
        [("decision", "07", "Quyết định số 07 năm 2008 của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None, None, None)],
    ),
    ("QĐ số 449/QĐ-TTg", [("decision", "449/QĐ-TTg", "QĐ số 449/QĐ-TTg", None, None, None, None)]),
    (
        "các Quyết định số 102/2009/QĐ-TTg, 755/QĐ-TTg",
        [
            ("decision", "102/2009/QĐ-TTg", "Quyết định số 102/2009/QĐ-TTg", None, None, None, None),
            ("decision", "755/QĐ-TTg", "755/QĐ-TTg", None, None, None, None),
        ],
    ),
    (
        "Quyết định số 102/2009/QĐ-TTg và 755/QĐ-TTg",
        [
            ("decision", "102/2009/QĐ-TTg", "Quyết định số 102/2009/QĐ-TTg", None, None, None, None),
            ("decision", "755/QĐ-TTg", "755/QĐ-TTg", None, None, None, None),
        ],
    ),
    ("Quyết định số 275 của Thủ tướng Chính phủ", [("decision", "275", "Quyết định số 275 của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None, None, None)]),
    ("Nghị quyết 30a/2008/NQ-CP", [("resolution", "30a/2008/NQ-CP", "Nghị quyết 30a/2008/NQ-CP", None, None, None, None)]),
    ("Nghị quyết số 30a của Chính phủ", [("resolution", "30a", "Nghị quyết số 30a của Chính phủ", "Chính phủ", None, None, None)]),
    ("Điều 5 Nghị định số 05/2011/NĐ-CP", [("decree", "05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP", None, None, "Điều 5", None)]),
    ("khoản 2 Điều 7 của Luật Đất đai", [("law", "Đất đai", "Luật Đất đai", None, None, "khoản 2 Điều 7", None)]),
    (
        "điểm a khoản 1 Điều 4 Thông tư số 02/2017/TT-UBDT",
        [("circular", "02/2017/TT-UBDT", "Thông tư số 02/2017/TT-UBDT", None, None, "điểm a khoản 1 Điều 4", None)],
    ),
    ("Chương trình 135", [("programme", "Chương trình 135", "Chương trình 135", None, None, None, None)]),
    (
        "Chương trình 134, 135, 168",
        [
            ("programme", "Chương trình 134", "Chương trình 134", None, None, None, None),
            ("programme", "Chương trình 135", "135", None, None, None, None),
            ("programme", "Chương trình 168", "168", None, None, None, None),
        ],
    ),
    ("MTQG 1719", [(None, "MTQG 1719", "MTQG 1719", None, None, None, None)]),
    (
        "Tiểu dự án 1, Dự án 10",
        [("sub_project", "Tiểu dự án 1", "Tiểu dự án 1", None, None, None, None), ("project", "Dự án 10", "Dự án 10", None, None, None, None)],
    ),
    (
        "Đề án “Giảm thiểu tình trạng tảo hôn” giai đoạn 2015-2025",
        [("scheme", "Giảm thiểu tình trạng tảo hôn", "Đề án “Giảm thiểu tình trạng tảo hôn” giai đoạn 2015-2025", None, None, None, None)],
    ),
    (
        "Đề án hỗ trợ hoạt động bình đẳng giới vùng dân tộc thiểu số giai đoạn 2018-2025",
        [
            (
                "scheme",
                "hỗ trợ hoạt động bình đẳng giới vùng dân tộc thiểu số",
                "Đề án hỗ trợ hoạt động bình đẳng giới vùng dân tộc thiểu số giai đoạn 2018-2025",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    (
        "Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
        [
            (
                "national_target_programme",
                "mục tiêu quốc gia xây dựng nông thôn mới",
                "Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    (
        "Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2016-2020",
        [
            (
                "national_target_programme",
                "mục tiêu quốc gia giảm nghèo bền vững",
                "Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2016-2020",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    (
        "theo Luật Thanh niên, Luật Bình đẳng giới",
        [("law", "Thanh niên", "Luật Thanh niên", None, None, None, "based_on"), ("law", "Bình đẳng giới", "Luật Bình đẳng giới", None, None, None, None)],
    ),
    ("Bộ luật Hình sự năm 2015", [("code", "Hình sự", "Bộ luật Hình sự năm 2015", None, None, None, None)]),
    ("Hiến pháp năm 2013", [("constitution", "Hiến pháp", "Hiến pháp năm 2013", None, None, None, None)]),
    ("Căn cứ Nghị định số 05/2011/NĐ-CP", [("decree", "05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP", None, None, None, "based_on")]),
    ("sửa đổi, bổ sung Quyết định số 18/2011/QĐ-TTg", [("decision", "18/2011/QĐ-TTg", "Quyết định số 18/2011/QĐ-TTg", None, None, None, "amends")]),
    ("thay thế Quyết định số 18/2011/QĐ-TTg", [("decision", "18/2011/QĐ-TTg", "Quyết định số 18/2011/QĐ-TTg", None, None, None, "replaces")]),
    ("hướng dẫn Nghị định số 05/2011/NĐ-CP", [("decree", "05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP", None, None, None, "guides")]),
    ("triển khai thực hiện Quyết định số 12/2018/QĐ-TTg", [("decision", "12/2018/QĐ-TTg", "Quyết định số 12/2018/QĐ-TTg", None, None, None, "implements")]),
    ("theo Quyết định số 12/2018/QĐ-TTg", [("decision", "12/2018/QĐ-TTg", "Quyết định số 12/2018/QĐ-TTg", None, None, None, "based_on")]),
    (
        "Thủ tướng Chính phủ ban hành Quyết định số 1719/QĐ-TTg ngày 14/10/2021",
        [("decision", "1719/QĐ-TTg", "Quyết định số 1719/QĐ-TTg ngày 14/10/2021", "Thủ tướng Chính phủ", "2021-10-14", None, None)],
    ),
    (
        "UBND tỉnh Kon Tum đã ban hành Kế hoạch số 1348/KH-UBND ngày 31/5/2018",
        [("plan", "1348/KH-UBND", "Kế hoạch số 1348/KH-UBND ngày 31/5/2018", "UBND tỉnh Kon Tum", "2018-05-31", None, None)],
    ),
    ("Số: 07/2022/NQ-HĐND", [("resolution", "07/2022/NQ-HĐND", "Số: 07/2022/NQ-HĐND", None, None, None, None)]),
    (
        "Ngày 14/10/2021, Thủ tướng Chính phủ ký Quyết định số 1719/QĐ-TTg",
        [("decision", "1719/QĐ-TTg", "Quyết định số 1719/QĐ-TTg", "Thủ tướng Chính phủ", "2021-10-14", None, None)],
    ),
    ("Pháp lệnh Dân quân tự vệ", [("ordinance", "Dân quân tự vệ", "Pháp lệnh Dân quân tự vệ", None, None, None, None)]),
    (
        "Chiến lược công tác dân tộc giai đoạn 2021-2030",
        [("strategy", "công tác dân tộc", "Chiến lược công tác dân tộc giai đoạn 2021-2030", None, None, None, None)],
    ),
    ("Quyết định số 1557/QĐ-TTg phê duyệt một số chỉ tiêu", [("decision", "1557/QĐ-TTg", "Quyết định số 1557/QĐ-TTg", None, None, None, None)]),
    ("Chỉ thị 40-CT/TW của Ban Bí thư", [("directive", "40-CT/TW", "Chỉ thị 40-CT/TW của Ban Bí thư", "Ban Bí thư", None, None, None)]),
    (
        "Nghị quyết số 18-NQ/TU của Ban Thường vụ Tỉnh ủy",
        [("resolution", "18-NQ/TU", "Nghị quyết số 18-NQ/TU của Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", None, None, None)],
    ),
    ("Nghị quyết số 04-NQ/ĐH", [("resolution", "04-NQ/ĐH", "Nghị quyết số 04-NQ/ĐH", None, None, None, None)]),
    ("Quyết định số 12/QĐ-BDT của Ban Dân tộc", [("decision", "12/QĐ-BDT", "Quyết định số 12/QĐ-BDT của Ban Dân tộc", "Ban Dân tộc", None, None, None)]),
    (
        "Quyết định số 1163/QĐ-TTg ngày 08/8/2017 về việc phê duyệt Đề án “Đẩy mạnh công tác phổ biến pháp luật”",
        [
            ("decision", "1163/QĐ-TTg", "Quyết định số 1163/QĐ-TTg ngày 08/8/2017", None, "2017-08-08", None, None),
            ("scheme", "Đẩy mạnh công tác phổ biến pháp luật", "Đề án “Đẩy mạnh công tác phổ biến pháp luật”", None, None, None, None),
        ],
    ),
    (
        "Quyết định số 1719/QĐ-TTg ngày 14 tháng 10 năm 2021",
        [("decision", "1719/QĐ-TTg", "Quyết định số 1719/QĐ-TTg ngày 14 tháng 10 năm 2021", None, "2021-10-14", None, None)],
    ),
    ("Quyết định số: 1719/QĐ-TTg", [("decision", "1719/QĐ-TTg", "Quyết định số: 1719/QĐ-TTg", None, None, None, None)]),
    ("quyết định số 1719/qđ-ttg", [("decision", "1719/qđ-ttg", "quyết định số 1719/qđ-ttg", None, None, None, None)]),
    ("QUYẾT ĐỊNH SỐ 1719/QĐ-TTg", [("decision", "1719/QĐ-TTg", "QUYẾT ĐỊNH SỐ 1719/QĐ-TTg", None, None, None, None)]),
    ("Quyết định 1719 /QĐ - TTg", [("decision", "1719/QĐ-TTg", "Quyết định 1719 /QĐ - TTg", None, None, None, None)]),
    ("Quyết định số 1719/QĐ–TTg", [("decision", "1719/QĐ-TTg", "Quyết định số 1719/QĐ–TTg", None, None, None, None)]),
    ("NQ số 88/2019/QH14", [("resolution", "88/2019/QH14", "NQ số 88/2019/QH14", None, None, None, None)]),
    ("NĐ 05/2011/NĐ-CP", [("decree", "05/2011/NĐ-CP", "NĐ 05/2011/NĐ-CP", None, None, None, None)]),
    ("CT 14-CT/TU", [("directive", "14-CT/TU", "CT 14-CT/TU", None, None, None, None)]),
    ("KH số 1348/KH-UBND", [("plan", "1348/KH-UBND", "KH số 1348/KH-UBND", None, None, None, None)]),
    (
        "Thông tư 09/2016/TT-BTC của Bộ Tài chính",
        [("circular", "09/2016/TT-BTC", "Thông tư 09/2016/TT-BTC của Bộ Tài chính", "Bộ Tài chính", None, None, None)],
    ),
    (
        "Thông tư số 15/2017/TT-BTC ngày 15 tháng 02 năm 2017 của Bộ trưởng Bộ Tài chính",
        [
            (
                "circular",
                "15/2017/TT-BTC",
                "Thông tư số 15/2017/TT-BTC ngày 15 tháng 02 năm 2017 của Bộ trưởng Bộ Tài chính",
                "Bộ trưởng Bộ Tài chính",
                "2017-02-15",
                None,
                None,
            )
        ],
    ),
    (
        "Quyết định số 582/QĐ-UBDT ngày 18/12/2015 của Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc",
        [
            (
                "decision",
                "582/QĐ-UBDT",
                "Quyết định số 582/QĐ-UBDT ngày 18/12/2015 của Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc",
                "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc",
                "2015-12-18",
                None,
                None,
            )
        ],
    ),
    ("Nghị quyết số 52/NQ-CP ngày 15/6/2016", [("resolution", "52/NQ-CP", "Nghị quyết số 52/NQ-CP ngày 15/6/2016", None, "2016-06-15", None, None)]),
    ("Công điện số 1177/CĐ-TTg", [("telegram", "1177/CĐ-TTg", "Công điện số 1177/CĐ-TTg", None, None, None, None)]),
    ("Giấy mời số 12/GM-UBND", [("invitation", "12/GM-UBND", "Giấy mời số 12/GM-UBND", None, None, None, None)]),
    ("Kế hoạch số 15-KH/TU của Tỉnh ủy", [("plan", "15-KH/TU", "Kế hoạch số 15-KH/TU của Tỉnh ủy", "Tỉnh ủy", None, None, None)]),
    ("Chương trình số 42-CTr/TU", [("programme", "42-CTr/TU", "Chương trình số 42-CTr/TU", None, None, None, None)]),
    ("Hướng dẫn số 12/HD-BDT ngày 3/4/2019", [("guidance", "12/HD-BDT", "Hướng dẫn số 12/HD-BDT ngày 3/4/2019", None, "2019-04-03", None, None)]),
    (
        "Quyết định số 33/2013/QĐ-TTg và Quyết định số 1776/QĐ-TTg",
        [
            ("decision", "33/2013/QĐ-TTg", "Quyết định số 33/2013/QĐ-TTg", None, None, None, None),
            ("decision", "1776/QĐ-TTg", "Quyết định số 1776/QĐ-TTg", None, None, None, None),
        ],
    ),
    (
        "các Nghị định 05/2011/NĐ-CP, 136/2013/NĐ-CP và 20/2021/NĐ-CP",
        [
            ("decree", "05/2011/NĐ-CP", "Nghị định 05/2011/NĐ-CP", None, None, None, None),
            ("decree", "136/2013/NĐ-CP", "136/2013/NĐ-CP", None, None, None, None),
            ("decree", "20/2021/NĐ-CP", "20/2021/NĐ-CP", None, None, None, None),
        ],
    ),
    (
        "Kế hoạch số 12/KH-BDT và số 13/KH-BDT",
        [("plan", "12/KH-BDT", "Kế hoạch số 12/KH-BDT", None, None, None, None), ("plan", "13/KH-BDT", "số 13/KH-BDT", None, None, None, None)],
    ),
    (
        "Nghị quyết 22-NQ/TW của Bộ Chính trị khóa VI",
        [("resolution", "22-NQ/TW", "Nghị quyết 22-NQ/TW của Bộ Chính trị khóa VI", "Bộ Chính trị", None, None, None)],
    ),
    ("Văn bản số 345/SNV-CCHC", [("document", "345/SNV-CCHC", "Văn bản số 345/SNV-CCHC", None, None, None, None)]),
    ("Công văn số 1187/UBND-NC", [("official_letter", "1187/UBND-NC", "Công văn số 1187/UBND-NC", None, None, None, None)]),
    (
        "Quyết định số 861/QĐ-TTg, Quyết định số 612/QĐ-UBDT",
        [
            ("decision", "861/QĐ-TTg", "Quyết định số 861/QĐ-TTg", None, None, None, None),
            ("decision", "612/QĐ-UBDT", "Quyết định số 612/QĐ-UBDT", None, None, None, None),
        ],
    ),
    ("Luật Trẻ em năm 2016", [("law", "Trẻ em", "Luật Trẻ em năm 2016", None, None, None, None)]),
    ("Luật Hôn nhân và gia đình", [("law", "Hôn nhân và gia đình", "Luật Hôn nhân và gia đình", None, None, None, None)]),
    ("Bộ luật Dân sự", [("code", "Dân sự", "Bộ luật Dân sự", None, None, None, None)]),
    ("Pháp lệnh Ưu đãi người có công", [("ordinance", "Ưu đãi người có công", "Pháp lệnh Ưu đãi người có công", None, None, None, None)]),
    ("Dự án 8", [("project", "Dự án 8", "Dự án 8", None, None, None, None)]),
    (
        "Dự án 1, Dự án 2 và Dự án 3",
        [
            ("project", "Dự án 1", "Dự án 1", None, None, None, None),
            ("project", "Dự án 2", "Dự án 2", None, None, None, None),
            ("project", "Dự án 3", "Dự án 3", None, None, None, None),
        ],
    ),
    ("Chương trình 30a", [("programme", "Chương trình 30a", "Chương trình 30a", None, None, None, None)]),
    ("Chương trình 1719", [("programme", "Chương trình 1719", "Chương trình 1719", None, None, None, None)]),
    (
        "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi giai đoạn 2021-2030",
        [
            (
                "national_target_programme",
                "mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
                "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi giai đoạn 2021-2030",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    (
        "Đề án bảo tồn và phát triển sâm Ngọc Linh đến năm 2030",
        [("scheme", "bảo tồn và phát triển sâm Ngọc Linh", "Đề án bảo tồn và phát triển sâm Ngọc Linh đến năm 2030", None, None, None, None)],
    ),
    ("Đề án “Xây dựng xã hội học tập”", [("scheme", "Xây dựng xã hội học tập", "Đề án “Xây dựng xã hội học tập”", None, None, None, None)]),
    (
        "Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2030",
        [("strategy", "quốc gia về bình đẳng giới", "Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2030", None, None, None, None)],
    ),
    (
        "Tiểu dự án 2, Dự án 3",
        [("sub_project", "Tiểu dự án 2", "Tiểu dự án 2", None, None, None, None), ("project", "Dự án 3", "Dự án 3", None, None, None, None)],
    ),
    ("Điều 7 Luật Đất đai", [("law", "Đất đai", "Luật Đất đai", None, None, "Điều 7", None)]),
    ("Khoản 3, Điều 12 Nghị định số 05/2011/NĐ-CP", [("decree", "05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP", None, None, "Khoản 3, Điều 12", None)]),
    (
        "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015",
        [("law", "Ngân sách nhà nước", "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015", None, "2015-06-25", None, "based_on")],
    ),
    ("bãi bỏ Quyết định số 18/2011/QĐ-TTg", [("decision", "18/2011/QĐ-TTg", "Quyết định số 18/2011/QĐ-TTg", None, None, None, "replaces")]),
    ("bổ sung Nghị quyết số 07/2022/NQ-HĐND", [("resolution", "07/2022/NQ-HĐND", "Nghị quyết số 07/2022/NQ-HĐND", None, None, None, "amends")]),
    ("Xét Tờ trình số 58/TTr-UBND", [("submission", "58/TTr-UBND", "Tờ trình số 58/TTr-UBND", None, None, None, None)]),
    # ---- articles, clauses, points
    (
        "các điểm a, b và c khoản 3 Điều 18 Nghị định số 47/2014/NĐ-CP",
        [("decree", "47/2014/NĐ-CP", "Nghị định số 47/2014/NĐ-CP", None, None, "các điểm a, b và c khoản 3 Điều 18", None)],
    ),
    (
        "hướng dẫn Điều 5, Điều 6 và khoản 2 Điều 9 Nghị định số 57/2017/NĐ-CP",
        [("decree", "57/2017/NĐ-CP", "Nghị định số 57/2017/NĐ-CP", None, None, "Điều 5, Điều 6 và khoản 2 Điều 9", "guides")],
    ),
    (
        "theo Phụ lục I ban hành kèm theo Thông tư số 03/2018/TT-BGDĐT",
        [("circular", "03/2018/TT-BGDĐT", "Thông tư số 03/2018/TT-BGDĐT", None, None, "Phụ lục I", "based_on")],
    ),
    ("bãi bỏ Chương III Nghị định 136/2013/NĐ-CP", [("decree", "136/2013/NĐ-CP", "Nghị định 136/2013/NĐ-CP", None, None, "Chương III", "replaces")]),
    (
        "sửa đổi, bổ sung một số điều của Nghị định số 43/2014/NĐ-CP",
        [("decree", "43/2014/NĐ-CP", "Nghị định số 43/2014/NĐ-CP", None, None, None, "amends")],
    ),
    (
        "quy định chi tiết thi hành một số điều của Luật Đầu tư công",
        [("law", "Đầu tư công", "Luật Đầu tư công", None, None, None, "guides")],
    ),
    # ---- laws
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019",
        [
            (
                "law",
                "sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
                "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019",
                None,
                "2019-11-22",
                None,
                None,
            )
        ],
    ),
    (
        "Luật Ban hành văn bản quy phạm pháp luật ngày 22/6/2015",
        [("law", "Ban hành văn bản quy phạm pháp luật", "Luật Ban hành văn bản quy phạm pháp luật ngày 22/6/2015", None, "2015-06-22", None, None)],
    ),
    ("Luật Căn cước (số 26/2023/QH15)", [("law", "26/2023/QH15", "Luật Căn cước (số 26/2023/QH15", None, None, None, None)]),
    ("Luật số 83/2015/QH13 về Ngân sách nhà nước", [("law", "83/2015/QH13", "Luật số 83/2015/QH13", None, None, None, None)]),
    ("Bộ luật Lao động 2019", [("code", "Lao động", "Bộ luật Lao động 2019", None, None, None, None)]),
    ("chấp hành luật Giao thông đường bộ", [("law", "Giao thông đường bộ", "luật Giao thông đường bộ", None, None, None, "implements")]),
    ("Luật Phòng thủ dân sự quy định", [("law", "Phòng thủ dân sự", "Luật Phòng thủ dân sự", None, None, None, None)]),
    # ---- joint documents, offices, lists
    (
        "Thông tư liên tịch số 88/2016/TTLT-BTC-BTNMT của Bộ trưởng Bộ Tài chính và Bộ trưởng Bộ Tài nguyên và Môi trường",
        [
            (
                "joint_circular",
                "88/2016/TTLT-BTC-BTNMT",
                "Thông tư liên tịch số 88/2016/TTLT-BTC-BTNMT của Bộ trưởng Bộ Tài chính và Bộ trưởng Bộ Tài nguyên và Môi trường",
                "Bộ trưởng Bộ Tài chính và Bộ trưởng Bộ Tài nguyên và Môi trường",
                None,
                None,
                None,
            )
        ],
    ),
    (
        "Thông tư liên tịch số 109/2009/TTLT/BTC-BGDĐT",
        [("joint_circular", "109/2009/TTLT/BTC-BGDĐT", "Thông tư liên tịch số 109/2009/TTLT/BTC-BGDĐT", None, None, None, None)],
    ),
    (
        "Quyết định số 1055/QĐ-UBND của Chủ tịch Ủy ban nhân dân tỉnh",
        [
            (
                "decision",
                "1055/QĐ-UBND",
                "Quyết định số 1055/QĐ-UBND của Chủ tịch Ủy ban nhân dân tỉnh",
                "Chủ tịch Ủy ban nhân dân tỉnh",
                None,
                None,
                None,
            )
        ],
    ),
    (
        "các Quyết định của Thủ tướng Chính phủ: số 1719/QĐ-TTg ngày 14/10/2021; số 39/2021/QĐ-TTg",
        [
            ("decision", "1719/QĐ-TTg", "số 1719/QĐ-TTg ngày 14/10/2021", "Thủ tướng Chính phủ", "2021-10-14", None, None),
            ("decision", "39/2021/QĐ-TTg", "số 39/2021/QĐ-TTg", "Thủ tướng Chính phủ", None, None, None),
        ],
    ),
    (
        "các nghị quyết số 12, 15 và 19",
        [
            ("resolution", "12", "nghị quyết số 12", None, None, None, None),
            ("resolution", "15", "15", None, None, None, None),
            ("resolution", "19", "19", None, None, None, None),
        ],
    ),
    (
        "Thông tư của Bộ Tài chính số 15/2017/TT-BTC",
        [("circular", "15/2017/TT-BTC", "Thông tư của Bộ Tài chính số 15/2017/TT-BTC", "Bộ Tài chính", None, None, None)],
    ),
    ("Nghị quyết số 12 và 25 hộ", [("resolution", "12", "Nghị quyết số 12", None, None, None, None)]),
    # ---- spellings
    ("Nghị định số\n171/2004/NĐ-CP", [("decree", "171/2004/NĐ-CP", "Nghị định số\n171/2004/NĐ-CP", None, None, None, None)]),
    ("Chỉ\nthị số 37-CT/TW", [("directive", "37-CT/TW", "Chỉ\nthị số 37-CT/TW", None, None, None, None)]),
    ("Nghị quyết 20 NQ/TW", [("resolution", "20-NQ/TW", "Nghị quyết 20 NQ/TW", None, None, None, None)]),
    ("Chỉ thị số 05 - CT/TW", [("directive", "05-CT/TW", "Chỉ thị số 05 - CT/TW", None, None, None, None)]),
    ("Công điện khẩn số 1063/CĐ-TTg", [("telegram", "1063/CĐ-TTg", "Công điện khẩn số 1063/CĐ-TTg", None, None, None, None)]),
    ("Thông báo kết luận số 123/TB-UBND", [("notice", "123/TB-UBND", "Thông báo kết luận số 123/TB-UBND", None, None, None, None)]),
    (
        "Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        [
            (
                "joint_resolution",
                "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
                "Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    ("Quyết định 72-HĐBT", [("decision", "72-HĐBT", "Quyết định 72-HĐBT", None, None, None, None)]),
    ("Chỉ thị 525/TTg", [("directive", "525/TTg", "Chỉ thị 525/TTg", None, None, None, None)]),
    # ---- names
    ("tham gia Dự án VnSAT với 9 triệu USD", [("project", "VnSAT", "Dự án VnSAT", None, None, None, None)]),
    ("Nghị quyết Đại hội XIII của Đảng", [("resolution", "Đại hội XIII của Đảng", "Nghị quyết Đại hội XIII của Đảng", None, None, None, None)]),
    ("Nghị quyết Trung ương 4 khóa XII", [("resolution", "Trung ương 4 khóa XII", "Nghị quyết Trung ương 4 khóa XII", None, None, None, None)]),
    ("Hiệp định Genève năm 1954", [("agreement", "Genève", "Hiệp định Genève năm 1954", None, None, None, None)]),
    ("Công ước về quyền trẻ em", [("convention", "về quyền trẻ em", "Công ước về quyền trẻ em", None, None, None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row, id=row[0]) for row in FORMS])
def test_reference(text: str, expected: list[Found]) -> None:
    found = references(text)
    assert [told(r) for r in found] == expected
    assert all(text[r.span_start : r.span_end] == r.reference_text for r in found)


NOTHING = [
    "Thực hiện Chỉ thị trên.",
    "Tiến độ của Đề án còn chậm.",
    "các chương trình, chính sách dân tộc",
    "các chương trình, dự án, đề án",
    "ban hành nhiều quyết định, chỉ thị",
    "theo quy định của pháp luật",
    "kế hoạch đề ra",
    "nghị quyết của cấp ủy",
    "Hội nghị quyết định chọn 5 xã",
    "Ban quyết định hỗ trợ 12 hộ",
    "đại biểu biểu quyết thông qua 3 nghị quyết",
    "ký 25 quyết định",
    "tỷ lệ 12/15 xã",
    "19/19 tiêu chí",
    "1.438/1.552 đại biểu",
    "ngày 16/7/2019",
    "giai đoạn 2016-2020",
    "xe 82C-123.45",
    "biển số 82B1-881.69",
    "điện thoại 0260-3862710",
    "đạt 28,97% kế hoạch",
    "nông thôn mới",
    "hộ nghèo theo chuẩn",
    "chương trình văn nghệ chào mừng",
    "chương trình truyền hình lúc 19 giờ",
    "kế hoạch vốn năm 2019",
    "báo cáo của Ban Dân tộc",
    "luật sư Nguyễn Văn A",
    "kỷ luật 5 cán bộ",
    "pháp luật về đất đai",
    "thông tư tưởng",
    "dự án đầu tư 12 tỷ đồng",
    "dự án trồng 25 ha sâm",
    "đề án khoảng 30 trang",
    "24/7",
    "1/500",
    "km/h",
    "đồng/người/năm",
    "A/B",
    "và/hoặc",
    "vụ án số 14/2019/TLST-HS",
    "hợp đồng số 14/2016/HĐ-XD",
    "mẫu 01/BC-UBND",
    "theo Mẫu số 04/ĐK",
    "thẻ căn cước số 062185001234",
    "Kế hoạch trên địa bàn huyện còn chậm",
    "Quyết định nêu rõ năm nhiệm vụ",
    "Tuyên bố lý do, giới thiệu đại biểu",
    "các hiệp định thương mại",
    "quyết định chọn 5 xã",
    "Luật này có 7 chương",
    "Điều 5. Tổ chức thực hiện",
    "Covid-19",
    "cúm A/H5N1",
    "nhà số 27/3B đường Trần Phú",
    "xe 48K-1234",
    "Quốc lộ 14B",
    "vốn các chương trình mục tiêu quốc gia",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_read(text: str) -> None:
    assert [told(r) for r in references(text)] == []


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_read_beside_a_document(text: str) -> None:
    found = references(f"Theo Quyết định số 1719/QĐ-TTg. {text}")
    assert [r.number for r in found] == ["1719/QĐ-TTg"]


# ------------------------------------------------------------------ one document, many mentions
@pytest.mark.parametrize(
    "mentions",
    [
        pytest.param(("Quyết định 2085/QĐ-TTg", "Quyết định số 2085/QĐ-TTg ngày 31/10/2016 của Thủ tướng Chính phủ", "QĐ số 2085/QĐ- TTg"), id="listed"),
        pytest.param(("Nghị định 05/2011/NĐ-CP", "Nghị định số 05/2011/NĐ-CP ngày 14/01/2011 của Chính phủ"), id="year in the number"),
        pytest.param(("Nghị quyết 88/2019/QH14", "Nghị quyết số 88/2019/QH14 ngày 18/11/2019 của Quốc hội"), id="National Assembly"),
        pytest.param(("Thông tư 02/2017/TT-UBDT", "Thông tư số 02/2017/TT-UBDT ngày 22/5/2017 của Ủy ban Dân tộc"), id="ministry"),
        pytest.param(("Chương trình 135", "Chương trình số 135"), id="programme"),
        pytest.param(("Chương trình 135", "Chương trình 134, 135"), id="programme in a list"),
        pytest.param(("Nghị quyết 30a/2008/NQ-CP", "Nghị quyết số 30a của Chính phủ"), id="short number"),
    ],
)
def test_mentions_meet_across_articles(mentions: tuple[str, ...]) -> None:
    ids = {references(f"Thực hiện {mention}.")[-1].policy_id for mention in mentions}
    assert len(ids) == 1 and None not in ids


def test_mentions_meet_within_an_article() -> None:
    found = references("Thực hiện Kế hoạch số 4321/KH-UBND ngày 31/5/2018 của UBND tỉnh Kon Tum. Kế hoạch số 4321/KH-UBND giao các xã.")
    assert len({r.policy_id for r in found}) == 1
    assert [str(r.issued_on) for r in found] == ["2018-05-31", "None"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quyết định 2085/QĐ-TTg", "Quyết định 2086/QĐ-TTg"),
        ("Quyết định 12/QĐ-UBND", "Kế hoạch 12/KH-UBND"),
        ("Nghị quyết số 07/2021/NQ-HĐND", "Nghị quyết số 07/2022/NQ-HĐND"),
        ("Chương trình 134", "Chương trình 135"),
        ("Chỉ thị số 14-CT/TU của Tỉnh ủy Kon Tum", "Chỉ thị số 14-CT/TU của Tỉnh ủy Gia Lai"),
    ],
)
def test_other_documents_stay_apart(one: str, other: str) -> None:
    first, second = (references(f"Thực hiện {text}.")[0].policy_id for text in (one, other))
    assert first != second


@pytest.mark.parametrize(
    ("text", "policy_id", "urn"),
    [
        (
            "Nghị định số 136/2013/NĐ-CP ngày 21/10/2013 của Chính phủ",
            "vn/government/decree/2013/136-2013-nd-cp",
            "urn:lex:vn:chinh.phu:nghi.dinh:2013-10-21;136-2013-nd-cp",
        ),
        (
            "Chỉ thị số 14-CT/TU ngày 02-04-2018 của Tỉnh ủy Kon Tum",
            "vn/kon-tum-provincial-party-committee/directive/2018/14-ct-tu",
            "urn:lex:vn:tinh.uy.kon.tum:chi.thi:2018-04-02;14-ct-tu",
        ),
        (
            "Thông tư số 02/2017/TT-UBDT ngày 22/5/2017 của Ủy ban Dân tộc",
            "vn/committee-for-ethnic-affairs/circular/2017/02-2017-tt-ubdt",
            "urn:lex:vn:uy.ban.dan.toc:thong.tu:2017-05-22;02-2017-tt-ubdt",
        ),
        ("Công văn 1234/UBND-KGVX", "vn/people-committee/official_letter/-/1234-ubnd-kgvx", None),
    ],
)
def test_identifiers(text: str, policy_id: str, urn: str | None) -> None:
    (found,) = references(text)
    assert (found.policy_id, found.urn_lex) == (policy_id, urn)


def test_a_urn_needs_type_issuer_and_date() -> None:
    for text, _ in FORMS:
        for found in references(text):
            if found.urn_lex is not None:
                assert found.urn_lex.startswith("urn:lex:vn:") and found.urn_lex.isascii() and " " not in found.urn_lex
                assert found.policy_id is not None


def test_periods_of_programmes() -> None:
    (found,) = references("Thực hiện Đề án hỗ trợ hoạt động bình đẳng giới vùng dân tộc thiểu số giai đoạn 2018-2025.")
    assert (str(found.period_start_on), str(found.period_end_on)) == ("2018-01-01", "2025-12-31")

ABOVE = "Ban Thường vụ ban hành Chỉ thị số 14-CT/TU. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ABOVE + "Chỉ thị trên được các chi bộ học tập.", {"14-CT/TU": ["Chỉ thị trên"]}),
        (ABOVE + "Xã ra Kế hoạch số 5/KH-UBND thực hiện Chỉ thị này.", {"14-CT/TU": ["Chỉ thị này"]}),
        (ABOVE + "Nội dung của chỉ thị nói trên, chỉ thị đó.", {"14-CT/TU": ["chỉ thị nói trên", "chỉ thị đó"]}),
        (ABOVE + "Chỉ thị trên địa bàn huyện.", {}),
        (ABOVE + "Quyết định này có hiệu lực.", {}),
        (ABOVE + "Các chỉ thị trên còn chậm.", {}),
        ("Chỉ thị trên được học tập. " + ABOVE, {}),
        (ABOVE + "Xã nhận Chỉ thị số 20/CT-TTg. Chỉ thị này giao 5 việc.", {"20/CT-TTg": ["Chỉ thị này"]}),
        ("Chương trình MTQG 1719 có 10 dự án. Chương trình này kéo dài.", {"Chương trình MTQG 1719": ["Chương trình này"]}),
        # a legal text speaks of itself, not of what it cites
        ("Căn cứ Nghị định số 05/2011/NĐ-CP;\nĐiều 1. Nghị định này quy định chính sách.", {}),
        (
            "Số: 12/QĐ-UBND\nKon Tum, ngày 5 tháng 3 năm 2020\nCăn cứ Quyết định số 9/QĐ-TTg;\nĐiều 1. Quyết định này có hiệu lực.",
            {"12/QĐ-UBND": ["Quyết định này"]},
        ),
    ],
)
def test_anaphora_lead_to_their_antecedent(text: str, expected: dict[str, list[str]]) -> None:
    found = references(text)
    assert {r.number or r.programme_text: [a.text for a in r.anaphora] for r in found if r.anaphora} == expected
    assert all(text[a.span_start : a.span_end] == a.text and a.span_start >= r.span_end and a.where == "body" for r in found for a in r.anaphora)


def test_what_points_back_to_nothing_is_counted() -> None:
    assert extract_text("Theo Luật Đất đai, Đề án trên còn chậm.").skipped["anaphor"] == 1


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param(
            "Kế hoạch số 15/KH-UBND ngày 10/01/2020 của UBND huyện Đăk Hà; Kế hoạch số 15/KH-UBND của UBND huyện Sa Thầy",
            ["vn/kon-tum-dak-ha-people-committee/plan/2020/15-kh-ubnd", "vn/kon-tum-sa-thay-people-committee/plan/-/15-kh-ubnd"],
            id="two districts",
        ),
        pytest.param("Nghị quyết số 5/NQ-HĐND của HĐND tỉnh Gia Lai", ["vn/gia-lai-people-council/resolution/-/5-nq-hdnd"], id="another province"),
        pytest.param(
            "Quyết định số 9/QĐ-UBND của Chủ tịch UBND tỉnh Kon Tum",
            ["vn/kon-tum-people-committee/decision/-/9-qd-ubnd"],
            id="the chair signs for the committee",
        ),
        pytest.param(
            "Quyết định số 4321/QĐ-TTg ngày 14/10/2021; Quyết định 4321/QĐ-TTg; Quyết định 4321",
            ["vn/prime-minister/decision/2021/4321-qd-ttg"] * 3,
            id="number alone",
        ),
        pytest.param(
            "Đề án “Giữ gìn tiếng nói” giai đoạn 2021-2025. Đề án “Giữ gìn tiếng nói” chọn 5 xã.",
            ["vn/-/scheme/2021-2025/giu-gin-tieng-noi"] * 2,
            id="a name with and without its period",
        ),
        pytest.param(
            "Đề án “Giảm thiểu tình trạng tảo hôn” và Đề án “Giảm thiểu tình trạng tảo hôn ở các trường nội trú” năm học mới",
            ["vn/prime-minister/decision/2015/498-qd-ttg", "vn/-/scheme/-/giam-thieu-tinh-trang-tao-hon-o-cac-truong-noi-tru"],
            id="the beginning of a known name, and a longer name",
        ),
        pytest.param(
            "Đề án “Giảm thiểu tình trạng tảo hôn và hôn nhân cận huyết thống trong vùng DTTS” giai đoạn 2015-2025",
            ["vn/prime-minister/decision/2015/498-qd-ttg"],
            id="a known name with a short form",
        ),
        pytest.param(
            "Quyết định số 900/QĐ-TTg phê duyệt Quy hoạch tỉnh Bến Tre",
            ["vn/prime-minister/decision/-/900-qd-ttg"],
            id="a listed number with another deed",
        ),
        pytest.param(
            "Nghị quyết số 24-NQ/TW về chủ động ứng phó với biến đổi khí hậu; Nghị quyết số 24-NQ/TW về công tác dân tộc",
            ["vn/party-central-committee/resolution/-/24-nq-tw", "vn/party-central-committee/resolution/2003/24-nq-tw"],
            id="a listed number with another subject, and with its own",
        ),
        pytest.param(
            "Luật Đất đai năm 2013 được thay bằng Luật Đất đai năm 2024",
            ["vn/national-assembly/law/2013/law-land", "vn/national-assembly/law/2024/law-land"],
            id="a law by name and year",
        ),
        pytest.param(
            "Luật Đất đai số 31/2024/QH15 đã có hiệu lực; theo Luật Đất đai, hộ nghèo được giao đất",
            ["vn/national-assembly/law/2024/31-2024-qh15"] * 2,
            id="a law by number and by name",
        ),
        pytest.param(
            "Tiểu dự án 2, Dự án 5 giải ngân 5%; Tiểu dự án 2 thuộc Dự án 9 giải ngân 6%",
            ["vn/-/sub_project/-/du-an-5-tieu-du-an-2", "vn/-/project/-/du-an-5", "vn/-/sub_project/-/du-an-9-tieu-du-an-2", "vn/-/project/-/du-an-9"],
            id="sub-projects of one number in two projects",
        ),
    ],
)
def test_policy_ids(text: str, ids: list[str]) -> None:
    assert [r.policy_id for r in references(text)] == ids


def test_the_place_of_the_site_names_the_body() -> None:
    text = "Kế hoạch số 77/KH-UBND và Kế hoạch số 78/KH-UBND của UBND huyện"
    first, second = extract_text(text, site="kontum").references
    assert (first.policy_id, second.policy_id) == ("vn/kon-tum-people-committee/plan/-/77-kh-ubnd", "vn/people-committee/plan/-/78-kh-ubnd")


def test_all_bodies_of_a_joint_document_are_named() -> None:
    (found,) = references("Thông tư liên tịch số 01/2017/TTLT-BCA-VKSNDTC ngày 16/8/2017")
    assert (found.issuer_code, found.co_issuer_codes) == ("ministry-of-public-security", ["supreme-peoples-procuracy"])
    assert found.urn_lex == "urn:lex:vn:bo.cong.an+vien.kiem.sat.nhan.dan.toi.cao:thong.tu.lien.tich:2017-08-16;01-2017-ttlt-bca-vksndtc"


def test_the_subject_is_the_title() -> None:
    (found,) = references("Chỉ thị số 14-CT/TU ngày 02-04-2018 của Tỉnh ủy Kon Tum về việc tăng cường công tác dân tộc.")
    assert found.title_text == "tăng cường công tác dân tộc"
