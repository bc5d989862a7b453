"""References and the words around them: who issued them and when, names with commas, wrong spelling, the text's own number."""

from __future__ import annotations

import pytest

from tests.facts.test_references import Found, references, told

FORMS: list[tuple[str, list[Found]]] = [
    (
        "Thông tư số 04/2012/TT-BNV ngày 31/8/2012 của Bộ\ntrưởng Bộ Nội vụ về tổ dân phố",
        [
            (
                "circular",
                "04/2012/TT-BNV",
                "Thông tư số 04/2012/TT-BNV ngày 31/8/2012 của Bộ\ntrưởng Bộ Nội vụ",
                "Bộ\ntrưởng Bộ Nội vụ",
                "2012-08-31",
                None,
                None,
            ),
        ],
    ),
    (
        "Quyết định số 12/QĐ-UBND ngày 3/4/2020 của Ủy ban\nnhân dân tỉnh Kon Tum về vốn",
        [
            (
                "decision",
                "12/QĐ-UBND",
                "Quyết định số 12/QĐ-UBND ngày 3/4/2020 của Ủy ban\nnhân dân tỉnh Kon Tum",
                "Ủy ban\nnhân dân tỉnh Kon Tum",
                "2020-04-03",
                None,
                None,
            ),
        ],
    ),
    (
        "Nghị quyết của Bộ Chính trị số 22-NQ/TW ngày 5/3/2020 về hội nhập",
        [("resolution", "22-NQ/TW", "Nghị quyết của Bộ Chính trị số 22-NQ/TW ngày 5/3/2020", "Bộ Chính trị", "2020-03-05", None, None)],
    ),
    (
        "Báo cáo thẩm định của Sở Tư pháp số 318/BC-STP",
        [("report", "318/BC-STP", "Báo cáo thẩm định của Sở Tư pháp số 318/BC-STP", "Sở Tư pháp", None, None, None)],
    ),
    (
        "Công văn của Bộ Tài chính số 123/BTC-HCSN ngày 2/3/2019",
        [("official_letter", "123/BTC-HCSN", "Công văn của Bộ Tài chính số 123/BTC-HCSN ngày 2/3/2019", "Bộ Tài chính", "2019-03-02", None, None)],
    ),
    (
        "Ban Bí thư đã ban hành Chỉ thị số 68-CT/TW, ngày 18-4-1991 về vùng biên giới, Chỉ thị số 45-CT/TW về vùng cao và Kết luận số 9-KL/TW",
        [
            ("directive", "68-CT/TW", "Chỉ thị số 68-CT/TW, ngày 18-4-1991", "Ban Bí thư", "1991-04-18", None, None),
            ("directive", "45-CT/TW", "Chỉ thị số 45-CT/TW", "Ban Bí thư", None, None, None),
            ("conclusion", "9-KL/TW", "Kết luận số 9-KL/TW", "Ban Bí thư", None, None, None),
        ],
    ),
    (
        "Tỉnh ủy ban hành Nghị quyết số 5-NQ/TU. Huyện thực hiện, Chỉ thị số 8-CT/TU nêu rõ",
        [
            ("resolution", "5-NQ/TU", "Nghị quyết số 5-NQ/TU", "Tỉnh ủy", None, None, None),
            ("directive", "8-CT/TU", "Chỉ thị số 8-CT/TU", None, None, None, None),
        ],
    ),
    (
        "HĐND tỉnh Hậu Giang khóa IX thông qua 12 nghị quyết tại kỳ họp thứ 13, trong đó có Nghị quyết số 22/2019/NQ-HĐND",
        [("resolution", "22/2019/NQ-HĐND", "Nghị quyết số 22/2019/NQ-HĐND", "HĐND tỉnh Hậu Giang", None, None, None)],
    ),
    (
        "UBND tỉnh ban hành 15 văn bản chỉ đạo, trong đó có Kế hoạch số 15/KH-UBND và Công văn số 12/UBND-KT",
        [
            ("plan", "15/KH-UBND", "Kế hoạch số 15/KH-UBND", "UBND tỉnh", None, None, None),
            ("official_letter", "12/UBND-KT", "Công văn số 12/UBND-KT", "UBND tỉnh", None, None, None),
        ],
    ),
    ("HĐND tỉnh nhận 12 tờ trình, trong đó có Kế hoạch số 15/KH-UBND", [("plan", "15/KH-UBND", "Kế hoạch số 15/KH-UBND", None, None, None, None)]),
    (
        "HĐND tỉnh khóa XII, kỳ họp thứ 8 đã thông qua Nghị quyết số 12/2023/NQ-HĐND",
        [("resolution", "12/2023/NQ-HĐND", "Nghị quyết số 12/2023/NQ-HĐND", "HĐND tỉnh", None, None, None)],
    ),
    (
        "Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Trung ương khóa XI",
        [("resolution", "25-NQ/TW", "Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Trung ương khóa XI", "Trung ương", "2013-06-03", None, None)],
    ),
    (
        "Chỉ thị số 45-CT/TW, ngày 23-9-1994 của Ban Bí thư Trung ương Đảng (khóa VII) về vùng cao",
        [
            (
                "directive",
                "45-CT/TW",
                "Chỉ thị số 45-CT/TW, ngày 23-9-1994 của Ban Bí thư Trung ương Đảng (khóa VII)",
                "Ban Bí thư Trung ương Đảng",
                "1994-09-23",
                None,
                None,
            ),
        ],
    ),
    (
        "Thủ tướng Chính phủ Nguyễn Văn An ký Quyết định số 152/QĐ-TTg; Phó Thủ tướng Trần Thị Bé ký Quyết định 1404/QĐ-TTg",
        [
            ("decision", "152/QĐ-TTg", "Quyết định số 152/QĐ-TTg", "Thủ tướng Chính phủ", None, None, None),
            ("decision", "1404/QĐ-TTg", "Quyết định 1404/QĐ-TTg", None, None, None, None),
        ],
    ),
    (
        "Chủ tịch UBND tỉnh Kon Tum Trần Văn An vừa ký ban hành Chỉ thị số 8/CT-UBND",
        [("directive", "8/CT-UBND", "Chỉ thị số 8/CT-UBND", "Chủ tịch UBND tỉnh Kon Tum", None, None, None)],
    ),
    (
        "Chủ tịch UBND tỉnh Trần Văn An vừa ký ban hành Chỉ thị số 8/CT-UBND",
        [("directive", "8/CT-UBND", "Chỉ thị số 8/CT-UBND", "Chủ tịch UBND tỉnh", None, None, None)],
    ),
    (
        "Bộ trưởng Bộ Tài chính ban hành Thông tư số 46/2022/TT-BTC và Thông tư số 53/2022/TT-BTC",
        [
            ("circular", "46/2022/TT-BTC", "Thông tư số 46/2022/TT-BTC", "Bộ trưởng Bộ Tài chính", None, None, None),
            ("circular", "53/2022/TT-BTC", "Thông tư số 53/2022/TT-BTC", "Bộ trưởng Bộ Tài chính", None, None, None),
        ],
    ),
    (
        "Công văn số 5/SNNMT-KH của Sở Nông nghiệp và Môi trường hướng dẫn vụ mùa",
        [("official_letter", "5/SNNMT-KH", "Công văn số 5/SNNMT-KH của Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường", None, None, None)],
    ),
    (
        "Kế hoạch số 3/KH-MTTQ-BTT của Ban Thường trực Ủy ban Mặt trận",
        [("plan", "3/KH-MTTQ-BTT", "Kế hoạch số 3/KH-MTTQ-BTT của Ban Thường trực Ủy ban Mặt trận", "Ban Thường trực Ủy ban Mặt trận", None, None, None)],
    ),
    (
        "Thực hiện Nghị quyết số 12/NQ-HĐND ban hành Quy chế số 5/QC-UBND",
        [
            ("resolution", "12/NQ-HĐND", "Nghị quyết số 12/NQ-HĐND", None, None, None, "implements"),
            ("regulations", "5/QC-UBND", "Quy chế số 5/QC-UBND", None, None, None, None),
        ],
    ),
    (
        "Quyết định số 12/2018/QĐ-TTg của Thủ tướng Chính phủ được thực hiện nghiêm",
        [("decision", "12/2018/QĐ-TTg", "Quyết định số 12/2018/QĐ-TTg của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None, None, None)],
    ),
    (
        "Quyết định số 12/2018/QĐ-TTg của Thủ tướng được áp dụng từ ngày 5/3/2018",
        [("decision", "12/2018/QĐ-TTg", "Quyết định số 12/2018/QĐ-TTg của Thủ tướng", "Thủ tướng", None, None, None)],
    ),
    (
        "Công văn số 6213/BNN-TY ngày 16/8/11 nêu rõ",
        [("official_letter", "6213/BNN-TY", "Công văn số 6213/BNN-TY ngày 16/8/11", None, "2011-08-16", None, None)],
    ),
    (
        "Quyết định số 12/QĐ-UB ngày 5/3/98 của UBND tỉnh",
        [("decision", "12/QĐ-UB", "Quyết định số 12/QĐ-UB ngày 5/3/98 của UBND tỉnh", "UBND tỉnh", "1998-03-05", None, None)],
    ),
    (
        "Nghị quyết số 42/NQ-CP (ngày 9/4/2020) của Chính phủ về hỗ trợ người dân",
        [("resolution", "42/NQ-CP", "Nghị quyết số 42/NQ-CP (ngày 9/4/2020) của Chính phủ", "Chính phủ", "2020-04-09", None, None)],
    ),
    (
        "Ngày 10/4, Bộ Chính trị ban hành Nghị quyết số 11-NQ/TW",
        [("resolution", "11-NQ/TW", "Nghị quyết số 11-NQ/TW", "Bộ Chính trị", "2019-04-10", None, None)],
    ),
    (
        "Ngày 18/11, Quốc hội khóa XIV biểu quyết Nghị quyết 88/2018/QH14",
        [("resolution", "88/2018/QH14", "Nghị quyết 88/2018/QH14", "Quốc hội", "2018-11-18", None, None)],
    ),
    ("Nghị định 20/2018/NĐ-CP ngày 15/3", [("decree", "20/2018/NĐ-CP", "Nghị định 20/2018/NĐ-CP ngày 15/3", None, "2018-03-15", None, None)]),
    (
        "Quyết định số 22/2021/QĐ-UBND, 23/2021/QĐ-UBND cùng ngày 5/7/2021",
        [
            ("decision", "22/2021/QĐ-UBND", "Quyết định số 22/2021/QĐ-UBND", None, None, None, None),
            ("decision", "23/2021/QĐ-UBND", "23/2021/QĐ-UBND cùng ngày 5/7/2021", None, "2021-07-05", None, None),
        ],
    ),
    (
        "Quyết định số 5/QĐ-UBND ngày 15tháng 7năm 2018",
        [("decision", "5/QĐ-UBND", "Quyết định số 5/QĐ-UBND ngày 15tháng 7năm 2018", None, "2018-07-15", None, None)],
    ),
    (
        "Theo Quy chế Quản lý rừng thì chủ rừng được hưởng lợi",
        [("regulations", "Quản lý rừng", "Quy chế Quản lý rừng", None, None, None, "based_on")],
    ),
    (
        "Ban hành Quy chế tổ chức, hoạt động của thôn, tổ dân phố",
        [("regulations", "tổ chức, hoạt động của thôn, tổ dân phố", "Quy chế tổ chức, hoạt động của thôn, tổ dân phố", None, None, None, None)],
    ),
    ("Đảng viên vi phạm Điều lệ Đảng bị kỷ luật", [("statute", "Đảng", "Điều lệ Đảng", None, None, None, None)]),
    (
        "theo Điều lệ Hội Nông dân Việt Nam và Điều lệ trường tiểu học",
        [("statute", "Hội Nông dân Việt Nam", "Điều lệ Hội Nông dân Việt Nam", None, None, None, "based_on")],
    ),
    ("Việt Nam thực hiện Thỏa thuận Paris; hai bên ký Thỏa thuận hợp tác", [("accord", "Paris", "Thỏa thuận Paris", None, None, None, "implements")]),
    ("Nghị định thư Kyoto được thông qua năm 1997", [("protocol", "Kyoto", "Nghị định thư Kyoto", None, None, None, None)]),
    (
        "Công ước số 138 của Tổ chức Lao động quốc tế và Công ước 182",
        [
            ("convention", "138", "Công ước số 138 của Tổ chức Lao động quốc tế", "Tổ chức Lao động quốc tế", None, None, None),
            ("convention", "182", "Công ước 182", None, None, None, None),
        ],
    ),
    (
        "Hiệp định vay số 2968-VIE ký ngày 03/4/2017 giữa hai bên",
        [("agreement", "2968-VIE", "Hiệp định vay số 2968-VIE ký ngày 03/4/2017", None, "2017-04-03", None, None)],
    ),
    (
        "chủ đầu tư Dự án Thủy điện Thượng Kon Tum cho biết",
        [("project", "Thủy điện Thượng Kon Tum", "Dự án Thủy điện Thượng Kon Tum", None, None, None, None)],
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 16 tháng 11 năm 2013",
        [
            (
                "law",
                "sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng",
                "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 16 tháng 11 năm 2013",
                None,
                "2013-11-16",
                None,
                None,
            ),
        ],
    ),
    ("Luật Hộ tịch, khen thưởng năm nay được chú ý", [("law", "Hộ tịch", "Luật Hộ tịch", None, None, None, None)]),
    (
        "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
        [("law", "64/2025/QH15", "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", None, None, None, None)],
    ),
    (
        "Thông tư liên bộ số 05/TT-LB ngày 3/4/1990 của Bộ Tài chính - Bộ Y tế",
        [
            (
                "joint_ministries_circular",
                "05/TT-LB",
                "Thông tư liên bộ số 05/TT-LB ngày 3/4/1990 của Bộ Tài chính - Bộ Y tế",
                "Bộ Tài chính - Bộ Y tế",
                "1990-04-03",
                None,
                None,
            ),
        ],
    ),
    (
        "một số dự án thuộc Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021-2025",
        [
            (
                "national_target_programme",
                "mục tiêu quốc gia giảm nghèo bền vững",
                "Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021-2025",
                None,
                None,
                None,
                None,
            ),
        ],
    ),
    (
        "Quyết đinh số 414/QĐ-UBDT ngày 11/7/2017",
        [("decision", "414/QĐ-UBDT", "Quyết đinh số 414/QĐ-UBDT ngày 11/7/2017", None, "2017-07-11", None, None)],
    ),
    (
        "Nghi định số 57/2017/NĐ-CP; Thông tu số 2/TT-BNV; Nghị quyêt số 3/NQ-CP",
        [
            ("decree", "57/2017/NĐ-CP", "Nghi định số 57/2017/NĐ-CP", None, None, None, None),
            ("circular", "2/TT-BNV", "Thông tu số 2/TT-BNV", None, None, None, None),
            ("resolution", "3/NQ-CP", "Nghị quyêt số 3/NQ-CP", None, None, None, None),
        ],
    ),
    (
        "theo Nghị định 73 quy định mức lương; Thông tư 25 hướng dẫn",
        [("decree", "73", "Nghị định 73", None, None, None, "based_on"), ("circular", "25", "Thông tư 25", None, None, None, None)],
    ),
    ("Nghị  quyết  số  1 của HĐND tỉnh", [("resolution", "1", "Nghị  quyết  số  1 của HĐND tỉnh", "HĐND tỉnh", None, None, None)]),
    (
        "33/QĐ-TTg và 612/QĐĐ-TGT; 5/QH13 và 755/QĐ",
        [
            ("decision", "33/QĐ-TTg", "33/QĐ-TTg", None, None, None, None),
            (None, "5/QH13", "5/QH13", None, None, None, None),
            ("decision", "755/QĐ", "755/QĐ", None, None, None, None),
        ],
    ),
    (
        "QUYẾT ĐỊNH PHÊ DUYỆT KẾ HOẠCH ĐÀO TẠO NGHỀ CHO LAO ĐỘNG NÔNG THÔN GIAI ĐOẠN 2017 - 2020\nĐiều 1.",
        [("plan", "ĐÀO TẠO NGHỀ CHO LAO ĐỘNG NÔNG THÔN", "KẾ HOẠCH ĐÀO TẠO NGHỀ CHO LAO ĐỘNG NÔNG THÔN GIAI ĐOẠN 2017 - 2020", None, None, None, None)],
    ),
    (
        "KẾ HOẠCH\nGIẢM NGHÈO BỀN VỮNG NĂM 2022\nI. Mục tiêu",
        [("plan", "GIẢM NGHÈO BỀN VỮNG", "KẾ HOẠCH\nGIẢM NGHÈO BỀN VỮNG", None, None, None, None)],
    ),
    (
        "ĐỀ ÁN PHÁT TRIỂN DU LỊCH, DỊCH VỤ TẠI HUYỆN KON PLÔNG ĐẾN NĂM 2030\nI. Mục tiêu",
        [
            (
                "scheme",
                "PHÁT TRIỂN DU LỊCH, DỊCH VỤ TẠI HUYỆN KON PLÔNG",
                "ĐỀ ÁN PHÁT TRIỂN DU LỊCH, DỊCH VỤ TẠI HUYỆN KON PLÔNG ĐẾN NĂM 2030",
                None,
                None,
                None,
                None,
            ),
        ],
    ),
    (
        "Căn cứ Luật Ban hành văn bản quy phạm pháp luật của HĐND, UBND ngày 03/12/2004;",
        [
            (
                "law",
                "Ban hành văn bản quy phạm pháp luật của HĐND, UBND",
                "Luật Ban hành văn bản quy phạm pháp luật của HĐND, UBND ngày 03/12/2004",
                None,
                "2004-12-03",
                None,
                "based_on",
            )
        ],
    ),
    (
        "Căn cứ Luật Tổ chức HĐND\nvà UBND ngày 26/11/2003;",
        [("law", "Tổ chức HĐND và UBND", "Luật Tổ chức HĐND\nvà UBND ngày 26/11/2003", None, "2003-11-26", None, "based_on")],
    ),
    (
        "Căn cứ Thông tư liên tịch\nsố 11/2004/TTLT-BNN-BNV ngày 02/4/2004 của Bộ Nông nghiệp và Phát triển nông\nthôn và Bộ Nội vụ",
        [
            (
                "joint_circular",
                "11/2004/TTLT-BNN-BNV",
                "Thông tư liên tịch\nsố 11/2004/TTLT-BNN-BNV ngày 02/4/2004 của Bộ Nông nghiệp và Phát triển nông\nthôn và Bộ Nội vụ",
                "Bộ Nông nghiệp và Phát triển nông\nthôn và Bộ Nội vụ",
                "2004-04-02",
                None,
                "based_on",
            )
        ],
    ),
    (
        "tại Công văn số 673/SNgV-VP của Sở Ngoại\nvụ và Tờ trình số 138/TTr -\nSNV của Giám đốc Sở Nội vụ\ntỉnh An Giang,",
        [
            ("official_letter", "673/SNgV-VP", "Công văn số 673/SNgV-VP của Sở Ngoại\nvụ", "Sở Ngoại\nvụ", None, None, "based_on"),
            (
                "submission",
                "138/TTr-SNV",
                "Tờ trình số 138/TTr -\nSNV của Giám đốc Sở Nội vụ\ntỉnh An Giang",
                "Giám đốc Sở Nội vụ\ntỉnh An Giang",
                None,
                None,
                None,
            ),
        ],
    ),
    (
        "thay thế Quyết\nđịnh số 42/2006/QĐ-UBND của Ủy ban nhân dân tỉnh An\nGiang về việc giao đất",
        [
            (
                "decision",
                "42/2006/QĐ-UBND",
                "Quyết\nđịnh số 42/2006/QĐ-UBND của Ủy ban nhân dân tỉnh An\nGiang",
                "Ủy ban nhân dân tỉnh An\nGiang",
                None,
                None,
                "replaces",
            )
        ],
    ),
    (
        "văn bản số 1458/UBDT-VP135 ngày 31/12/2015 của Ủy ban Dân tộc",
        [("document", "1458/UBDT-VP135", "văn bản số 1458/UBDT-VP135 ngày 31/12/2015 của Ủy ban Dân tộc", "Ủy ban Dân tộc", "2015-12-31", None, None)],
    ),
    (
        "số 30c/NQCP ngày 08 tháng 11 năm 2011; Nghị định số 61/2018/NĐCP",
        [
            ("resolution", "30c/NQCP", "số 30c/NQCP ngày 08 tháng 11 năm 2011", None, "2011-11-08", None, None),
            ("decree", "61/2018/NĐCP", "Nghị định số 61/2018/NĐCP", None, None, None, None),
        ],
    ),
    (
        "Ban Thường vụ Tỉnh ủy đã kịp thời ban hành Kế hoạch số 248-KH/TU ngày 9-8-2019",
        [("plan", "248-KH/TU", "Kế hoạch số 248-KH/TU ngày 9-8-2019", "Ban Thường vụ Tỉnh ủy", "2019-08-09", None, None)],
    ),
    (
        "MỨC CHI THEO QUYẾT ĐỊNH 112/2007/QĐ-TTG NGÀY 20 THÁNG 7 NĂM 2007 CỦA THỦ TƯỚNG CHÍNH PHỦ",
        [
            (
                "decision",
                "112/2007/QĐ-TTG",
                "QUYẾT ĐỊNH 112/2007/QĐ-TTG NGÀY 20 THÁNG 7 NĂM 2007 CỦA THỦ TƯỚNG CHÍNH PHỦ",
                "THỦ TƯỚNG CHÍNH PHỦ",
                "2007-07-20",
                None,
                "based_on",
            )
        ],
    ),
    (
        "Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XII về kinh tế tư nhân",
        [
            (
                "resolution",
                "Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XII",
                "Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XII",
                None,
                None,
                None,
                None,
            )
        ],
    ),
    (
        "quy định cho thôn do Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân đề ra",
        [("law", "Tổ chức Hội đồng nhân dân và Ủy ban nhân dân", "Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân", None, None, None, None)],
    ),
    (
        "Thực hiện Nghị quyết 19 của Trung ương; theo Quyết định 2086 của Thủ tướng Chính phủ",
        [
            ("resolution", "19", "Nghị quyết 19 của Trung ương", "Trung ương", None, None, "implements"),
            ("decision", "2086", "Quyết định 2086 của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None, None, "based_on"),
        ],
    ),
    (
        "Công văn số 7/CV-TCTL của Tổng cục Thủy lợi hướng dẫn; Quyết định số 8/QĐ-ĐHTN của Trường Đại học Tây Nguyên",
        [
            ("official_letter", "7/CV-TCTL", "Công văn số 7/CV-TCTL của Tổng cục Thủy lợi", "Tổng cục Thủy lợi", None, None, None),
            ("decision", "8/QĐ-ĐHTN", "Quyết định số 8/QĐ-ĐHTN của Trường Đại học Tây Nguyên", "Trường Đại học Tây Nguyên", None, None, None),
        ],
    ),
    (
        "UBND tỉnh giao Sở Y tế triển khai Kế hoạch số 15/KH-UBND",
        [("plan", "15/KH-UBND", "Kế hoạch số 15/KH-UBND", None, None, None, "implements")],
    ),
    (
        "Thông báo kết luận của Thường trực Tỉnh ủy số 5-TB/TU",
        [("notice", "5-TB/TU", "Thông báo kết luận của Thường trực Tỉnh ủy số 5-TB/TU", "Thường trực Tỉnh ủy", None, None, None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row, id=row[0]) for row in FORMS])
def test_reference(text: str, expected: list[Found]) -> None:
    found = references(text)
    assert [told(r) for r in found] == expected
    assert all(text[r.span_start : r.span_end] == r.reference_text for r in found)


OWN_NUMBERS: list[tuple[str, str, str | None]] = [
    ("Kon Tum, ngày 15 tháng 7 năm 2018\nSố: 45/QĐ-UBND\nĐiều 1.", "45/QĐ-UBND", "2018-07-15"),
    ("UBND TỈNH KON TUM | CỘNG HÒA\nSố: 45/QĐ-UBND | Độc lập - Tự do\nKon Tum, ngày 15 tháng 7 năm 2018", "45/QĐ-UBND", "2018-07-15"),
    ("Số: 45/2018/QĐ-UBND | Kon Tum, ngày 15 tháng 7 năm 2018", "45/2018/QĐ-UBND", "2018-07-15"),
    ("Số: 45/SNV-CCVC\nV/v báo cáo kết quả\nTP. Hồ Chí Minh, ngày 5 tháng 7 năm 2018\nKính gửi: UBND", "45/SNV-CCVC", "2018-07-05"),
    ("Số: 45 /2018/ QĐ -UBND\nBắc Kạn, ngày 15tháng 7năm 2018", "45/2018/QĐ-UBND", "2018-07-15"),
    ("Số 15-NQ/TU\nPleiku, ngày 12-8-2021", "15-NQ/TU", "2021-08-12"),
    ("CÔNG ĐIỆN\nSố: 168/CĐ-TTg hồi 10 giờ 00 ngày 05 tháng 11 năm 2017", "168/CĐ-TTg", "2017-11-05"),
    ("Số: 12/2020/QĐ-UBND Gia Lai, ngày 05 tháng 3 năm 2020", "12/2020/QĐ-UBND", "2020-03-05"),
    (
        "NGHỊ QUYẾT\nSố: 12/2022/NQ-HĐND\nNghị quyết này đã được HĐND tỉnh Kon Tum khóa XII, kỳ họp thứ 4 thông qua ngày 12 tháng 7 năm 2022.",
        "12/2022/NQ-HĐND",
        "2022-07-12",
    ),
    ("Luật số: 31/2024/QH15\nLuật này được Quốc hội khóa XV thông qua ngày 18 tháng 01 năm 2024.", "31/2024/QH15", "2024-01-18"),
    ("Số hiệu: 57/2017/NĐ-CP\nNgày ban hành: 09/5/2017", "57/2017/NĐ-CP", "2017-05-09"),
    ("Số: 45/QĐ-UBND\nCăn cứ Luật Đất đai ngày 29 tháng 11 năm 2013;\nXét đề nghị ngày 5 tháng 4 năm 2014", "45/QĐ-UBND", None),
    ("Số: 31/2017/TTLT-BTC-UBDT\nThông tư liên tịch số 5/2013/TTLT-BTC-UBDT ngày 18 tháng 11 năm 2013", "31/2017/TTLT-BTC-UBDT", None),
    ("Số:\n14/2007/QĐ-UBND\n|\nTam\nKỳ, ngày 19 tháng 6 năm 2007\n|", "14/2007/QĐ-UBND", "2007-06-19"),
    ("Số: 2862/QĐ-UBND\n|\nSơn\nLa, ngày 16 tháng 11\nnăm 2018\n|", "2862/QĐ-UBND", "2018-11-16"),
    (
        "Số hiệu: | 13/2018/QĐ-UBND | Loại văn bản: | Quyết định |\nNơi ban hành: | Tỉnh Điện Biên |\nNgày ban hành: | 26/03/2018 | Ngày hiệu lực: |",
        "13/2018/QĐ-UBND",
        "2018-03-26",
    ),
    (
        "Số hiệu: 31/2008/QĐ-UBND Loại văn bản: Quyết định\nNơi ban hành: Tỉnh Quảng Bình\nNgày ban hành: 30/12/2008 Ngày hiệu lực: Đang cập nhật",
        "31/2008/QĐ-UBND",
        "2008-12-30",
    ),
]


@pytest.mark.parametrize(("text", "number", "day"), OWN_NUMBERS)
def test_own_number_has_the_day_of_its_head(text: str, number: str, day: str | None) -> None:
    found = references(text)[0]
    assert (found.number, found.issued_on.isoformat() if found.issued_on else None) == (number, day)


@pytest.mark.parametrize(
    "text",
    [
        "chữ theo TCVN 6909:2001",
        "nước đạt QCVN 14:2008/BTNMT",
        "Tiêu chuẩn quốc gia TCVN 9411:2012",
        "chứng nhận ISO 9001:2015, ISO 22000",
        "Kèm tờ hướng dẫn số 3b",
        "các Chương trình MTQG năm 2023",
        "Luật pháp quốc tế",
        "dừng Dự án Bến xe, Dự án Khu dân cư mới",
        "Quy chế làm việc được sửa đổi",
        "hai bên ký Thỏa thuận hợp tác",
        "mật độ 12/TT, thửa 12/TĐ",
        "đến ngày 5/1/2024 UBND tỉnh họp",
        "tháng 6/2024 HĐND tỉnh họp",
        "KẾ HOẠCH\nCHI TIÊU\nCăn cứ tình hình năm 2022",
    ],
)
def test_nothing_is_read(text: str) -> None:
    assert [told(r) for r in references(text)] == []


@pytest.mark.parametrize("text", ["33/QĐ-TTg và 612/QĐĐ-TGT", "Luật số 15/2020/QH15, 5/QH13", "Số: 45  /2018/  QĐ -UBND", "Nghị  quyết  số  1", "7/QĐ-7/2014"])
def test_the_own_words_of_a_number_are_read_as_the_same_number(text: str) -> None:
    for reference in references(text):
        assert reference.number in [again.number for again in references(reference.reference_text)]
