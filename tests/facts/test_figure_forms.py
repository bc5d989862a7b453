"""What a form states, told in short: one expression a line, alone and inside a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text
from extractors.records import Figure

KINDS = {"count": "c", "percentage": "p", "money": "$", "measure": "m", "duration": "d", "ratio": "r"}
COMPARATORS = {"about": "~", "over": ">", "under": "<", "nearly": "^", "at_least": ">=", "at_most": "<="}
FORMS = """
trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ | d5
trong thời hạn không quá 15 ngày | d15<=
chậm nhất 30 ngày trước ngày hết hạn | d30
chậm nhất là 10 ngày | d10
thời hạn 90 ngày kể từ ngày ký | d90
mức hỗ trợ 1.500.000 đồng/hộ/năm | $1500000
tối đa 70% tổng mức đầu tư | p70<=
không quá 70% chi phí | p70<=
ít nhất 2/3 tổng số thành viên | r2/3>=
có ít nhất 2/3 số phiếu tán thành | r2/3>=
trên 1/2 tổng số đại biểu | r1/2>
hai phần ba tổng số đại biểu | r2/3
một phần ba diện tích | r1/3
từ đủ 18 tuổi trở lên | m18>=
người từ đủ 16 tuổi đến dưới 18 tuổi | m16-18
đủ 60 tuổi | m60
0,5% GDP | p0.5
1.000 m2 đất ở | m1000
phạt tiền từ 1.000.000 đồng đến 3.000.000 đồng | $1000000-3000000
phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng đối với một trong các hành vi | $5000000-10000000
phạt tù từ 02 năm đến 07 năm | d2-7
phạt cải tạo không giam giữ đến 03 năm | d3
phạt tù từ 03 tháng đến 02 năm | d3 ; d2
bằng 0,5 lần mức lương cơ sở | c0.5
bằng 1,5 lần mức lương cơ sở | c1.5
hệ số 0,3 lần mức lương cơ sở | c0.3
mức phụ cấp 0,7 lần | c0.7
thời gian tập sự 12 tháng | d12
có ít nhất 05 năm công tác | d5>=
có thời gian công tác từ 05 năm trở lên | d5>=
từ 20 năm trở lên | d20>=
dưới 12 tháng | d12<
từ 12 tháng đến 60 tháng | d12-60
01 bản chính và 02 bản sao | c1 ; c2
số lượng hồ sơ: 02 bộ | c2
01 bộ hồ sơ | c1
mỗi xã 01 công chức | c1
bố trí không quá 22 người | c22<=
xã loại 1 tối đa 23 người | c23<=
từ 200 hộ trở lên | c200>=
có từ 15% số hộ dân tộc thiểu số trở lên | p15>=
tỷ lệ hộ nghèo từ 60% trở lên | p60>=
từ 30% đến dưới 60% | p30-60
đạt từ 80 điểm trở lên | c80>=
ngân sách trung ương bảo đảm 100% kinh phí | p100
lãi suất 3,3%/năm | p3.3
lãi suất cho vay bằng 50% lãi suất | p50
phụ cấp bằng 25% mức lương | p25
tăng 20% so với cùng kỳ | p20:by
giảm 1,5 lần | c1.5:by
gấp 3 lần | c3:by
gấp hơn 2 lần | c2>:by
cao gấp 2,5 lần | c2.5:by
nhiều gấp 3 lần | c3:by
gấp rưỡi năm trước | c1.5:by
gấp đôi cùng kỳ | c2:by
cao hơn 2,5 điểm phần trăm so với cả nước | p2.5:by
thấp hơn 0,5% | p0.5:by
hụt 200 tỷ đồng | $200000000000:by
tăng thêm 12 xã | c12:by
bớt 5 thủ tục | c5:by
giảm được 412 hộ | c412:by
giảm tới 45% | p45:by
tăng tới 30% | p30:by
giảm sâu 15,2% | p15.2:by
tốc độ tăng trưởng đạt 6,5% | p6.5
tăng trưởng GRDP đạt 9,16% | p9.16
xấp xỉ 1.200 hộ | c1200~
suýt soát 300 người | c300^
ngót nghét 40 năm | d40^
non 50 hộ | c50^
trên dưới 200 hộ | c200~
tròn 20 tuổi | m20
tròn 100 hộ | c100
đúng 50 người | c50
cỡ 30 hộ | c30~
tầm 20 triệu đồng | $20000000~
áng chừng 50 ha | m50~
chưa đến 10% | p10<
chưa tới 5 triệu đồng | $5000000<
chưa đầy 2 tháng | d2<
chưa đầy 1 ha | m1<
không dưới 30 người | c30>=
không ít hơn 3 người | c3>=
không thấp hơn 50% | p50>=
tối đa không quá 36 tháng | d36<=
lên tới 45% | p45:to
lên đến 300 tỷ đồng | $300000000000:to
nâng lên 45 triệu đồng | $45000000:to
còn khoảng 12% | p12~
chỉ còn 8,88% | p8.88:to
giảm xuống dưới 3% | p3<:to
xuống còn dưới 4,5% | p4.5<:to
xuống dưới 10% | p10<:to
từ 19,7% xuống còn dưới 4,5% | p19.7:from ; p4.5<:to
từ 8,4 triệu đồng năm 2015 lên 21,6 triệu đồng năm 2020 | $8400000:from ; $21600000:to
tăng từ 35,2 triệu đồng/người/năm lên 45 triệu đồng/người/năm | $35200000:from ; $45000000:to
giảm từ 24 xã xuống 10 xã | c24:from ; c10:to
nâng tổng số xã đạt chuẩn lên 45 xã | c45:to
tăng từ 5 đến 7% | p5-7:by
giảm bình quân 3-4%/năm | p3-4:by
giảm 2 - 3%/năm | p2-3:by
hơn 2/3 diện tích | r2/3>
gần một nửa dân số | p50^
hơn một nửa số hộ | p50>
1/3 số xã | r1/3
7/10 huyện, thành phố | r7/10
1.438/1.552 đại biểu, đạt 92,65% | r1438/1552 ; p92.65
19/19 tiêu chí nông thôn mới | r19/19
102/102 xã, phường, thị trấn | r102/102
đạt 25/30 chỉ tiêu | r25/30
15/20 hộ | r15/20
3/4 thời gian | r3/4
2 triệu USD | $2000000
3,5 tỷ USD | $3500000000
500.000 USD | $500000
1,2 triệu euro | $1200000
200 triệu yên | $200000000
50 USD/người | $50
15.000 đô la | $15000
khoảng 35 °C | m35~
37,5 độ C | m37.5
nhiệt độ 22-32 độ C | m22-32
lạnh dưới 10 độ C | m10<
mưa 50 - 100 mm | m50-100
gió 60 km/h | m60
độ ẩm 85% | p85
kinh phí 65,077 tỷ | $65077000000
25 nghìn tỷ đồng | $25000000000000
500 ngàn đồng | $500000
1 tỷ rưỡi đồng | $1500000000
hai triệu đồng | $2000000
năm trăm nghìn đồng | $500000
mười triệu đồng | $10000000
một tỷ đồng | $1000000000
một trăm hộ | c100
hai mươi mốt xã | c21
ba hộ nghèo | c3
bốn xã biên giới | c4
mười hai thôn | c12
hai cháu nhỏ | c2
25 bác sĩ trên 1 vạn dân | c25
28 giường bệnh/1 vạn dân | c28
9,5 bác sĩ/vạn dân | c9.5
1.200 con trâu, bò | c1200
đàn bò 45.000 con | c45000
5.400 nhân khẩu | c5400
350 lao động | c350
12 cơ quan, đơn vị | c12
25 cán bộ, công chức, viên chức | c25
7 đồng chí | c7
3 đồng chí Ủy viên Ban Thường vụ | c3
200 đoàn viên, thanh niên | c200
hơn 500 cán bộ, chiến sĩ | c500>
15 đoàn đại biểu | c15
8 tỉnh, thành phố | c8
63 tỉnh, thành phố | c63
10 huyện, thành phố | c10
54 dân tộc anh em | c54
43 dân tộc thiểu số | c43
12 nhóm dân tộc | c12
27 lễ hội | c27
5 di sản văn hóa phi vật thể | c5
32 di tích | c32
120 nghệ nhân | c120
14 đội chiêng | c14
2 phiên chợ | c2
7 km đường bê tông | m7
1.250 m3 bê tông | m1250
3 phòng học | c3
2 nhà công vụ | c2
15 giếng khoan | c15
120 bồn nước | c120
300 con giống | c300
1.000 cây giống | c1000
4,5 tấn/ha | m4.5
62 tạ/ha | m62
diện tích 0,5 ha | m0.5
2 sào lúa nước | m2
2.500 ha lúa | m2500
bán kính 5 km | m5
cao 12 m | m12
sâu 2-3 m | m2-3
nặng 12 kg | m12
công suất 50 MW | m50
dung tích 1,2 triệu m3 | m1200000
80 km/giờ | m80
5 phút | d5
trong 2 giờ | d2
2 tiếng đồng hồ | d2
48 giờ | d48
trong vòng 24 giờ | d24
suốt 3 ngày đêm | d3
3 tuần | d3
hơn 10 năm qua | d10>
gần 20 năm | d20^
sau 5 năm thực hiện | d5
qua 2 năm triển khai | d2
trong 5 năm (2016-2020) | d5
liên tục 3 năm | d3
5 năm liền | d5
hai năm liên tiếp | d2
ba tháng | d3
hàng chục năm | v10
hàng trăm hộ | v100
hàng nghìn tỷ đồng | v1000000000000
hàng triệu người | v1000000
hàng chục nghìn lượt khách | v10000
vài trăm triệu đồng | v100000000
47 tuổi | m47
9 tháng tuổi | m9
trẻ dưới 6 tuổi | m6<
trẻ em từ 0 đến 16 tuổi | m0-16
trẻ từ 3-5 tuổi | m3-5
người trên 80 tuổi | m80>
5 người chết, 2 người bị thương | c5 ; c2
làm 3 người tử vong | c3
12 ca mắc mới | c12
45 trường hợp | c45
8 vụ tai nạn giao thông | c8
25 đối tượng | c25
3,5 kg ma túy | m3.5
40 bánh heroin | c40
6.000 viên ma túy tổng hợp | c6000
12 bị cáo | c12
xử phạt 45 trường hợp, số tiền 120 triệu đồng | c45 ; $120000000
2 xe ô tô và 3 xe máy | c2 ; c3
200 căn nhà tốc mái | c200
45 ngôi nhà bị ngập | c45
3 km kênh mương | m3
12 điểm sạt lở | c12
5 tàu cá | c5
200 tàu thuyền | c200
300 lồng bè | c300
1.500 con gia cầm | c1500
02 lớp tập huấn | c2
03 hội nghị | c3
01 cuộc thi | c1
05 đợt kiểm tra | c5
12 văn bản | c12
45 kế hoạch | c45
8 quyết định | c8
3 nghị quyết | c3
25 ý kiến | c25
đạt 95,5 điểm | c95.5
8,5 điểm | c8.5
23 huy chương vàng | c23
3 HCV, 2 HCB và 5 HCĐ | c3 ; c2 ; c5
12 giải thưởng | c12
5 tập thể và 12 cá nhân | c5 ; c12
20 bằng khen | c20
4 nhiệm vụ trọng tâm | c4
3 nhóm giải pháp | c3
5 nguyên tắc | c5
Luật gồm 8 chương, 72 điều | c8 ; c72
Nghị định gồm 5 chương và 45 điều | c5 ; c45
thu 1.200 tỷ đồng, bằng 62% dự toán | $1200000000000 ; p62
kim ngạch xuất khẩu 1,2 tỷ USD | $1200000000
chỉ số CPI tăng 3,2% | p3.2:by
chỉ số sản xuất công nghiệp (IIP) tăng 8,5% | p8.5:by
giá xăng tăng 500 đồng/lít | $500:by
23.500 đồng/lít | $23500
vàng 75 triệu đồng/lượng | $75000000
tỷ giá 24.500 đồng/USD | $24500
thặng dư 12 tỷ USD | $12000000000
nhập siêu 1,3 tỷ USD | $1300000000
VN-Index tăng 12,5 điểm | c12.5:by
tăng 12,5 điểm lên 1.250 điểm | c12.5:by ; c1250:to
27 điểm cơ bản | c27
thâm hụt 3,5% GDP | p3.5
nợ công 37% GDP | p37
bội chi 4% | p4
200 MB | m200
độ che phủ rừng 63,12% | p63.12
dân số 540.438 người | c540438
mật độ 56 người/km2 | m56
thu nhập bình quân đầu người 45,5 triệu đồng | $45500000
giảm 10,5% (tương đương 412 hộ) | p10.5:by ; c412:by
trong đó 12 hộ nghèo | c12
gồm 7 ủy viên | c7
bầu 15 đồng chí | c15
với 100% phiếu tán thành | p100
với 95/98 phiếu thuận | r95/98
thấp hơn bình quân cả nước 3,5 điểm phần trăm | p3.5:by
ước tăng 8,5% so với cùng kỳ | p8.5~:by
tăng từ 8% trở lên | p8>=:by
giảm hộ nghèo từ 3% trở lên | p3>=:by
giảm nghèo bình quân 4%/năm | p4:by
giảm 31 vụ (24,03%) | c31:by ; p24.03:by
giảm 412 hộ, còn 1.200 hộ | c412:by ; c1200:to
thâm hụt 200 triệu USD | $200000000
gấp 1.000 con hạc giấy | c1000
ngoài 90 tuổi | m90>
8 bác sĩ trên một vạn dân | c8
tỷ suất 25 ca trên 1.000 dân | c25
2/3 diện tích rừng | r2/3
hai phần ba diện tích | r2/3
hơn 9/10 số hộ | r9/10>
một phần tư số hộ | r1/4
ba đứa trẻ | c3
30 bánh heroin | c30
5 chuyên án | c5
12 nhà hàng | c12
hai quán ăn | c2
3 môn thi | c3
thi đấu 2 hiệp | c2
tần số 98,7 MHz | m98.7
góp 01 ngày lương | c1
112 bé trai/100 bé gái | c112
40 năm nay | d40
74 năm trước | d74
mỗi lớp 12 học viên | c12
mỗi vòng 20 thí sinh | c20
quyết định 33 trường hợp | c33
đường thôn cứng hóa ≥ 80% | p80>=
tỷ lệ hộ nghèo ≤13% | p13<=
thu nhập ≥ 45 triệu đồng/người | $45000000>=
hộ có diện tích > 2 ha | m2>
độ ẩm < 14% | p14<
Tám tỷ, chín trăm bốn mươi bảy triệu, hai trăm mười lăm nghìn đồng | $8947215000
Ba triệu, năm trăm nghìn đồng chẵn | $3500000
Một trăm hai mươi ba tỷ bốn trăm năm mươi sáu triệu bảy trăm tám mươi chín nghìn đồng | $123456789000
hỗ trợ hai triệu đồng, năm trăm cuốn vở | $2000000 ; c500
mức chi 1. 000.000 đồng/buổi | $1000000
hỗ trợ 60. 000 đồng mỗi ngày | $60000
tạm ứng 2.500 .000 đồng | $2500000
tổng mức 86,4 tỷđồng | $86400000000
thu 250 triệuđồng | $250000000
giá 25.000đ - 45.000đ/kg | $25000-45000
giá 5.000 đồng/kg - 7.000 đồng/kg | $5000-7000
giá từ 5.000 đồng/kg đến 7.000 đồng/kg | $5000-7000
mặt đường rộng 20m-36 m | m20-36
sâu 3 m – 5 m | m3-5
dài 3 km - rộng 5 m | m3 ; m5
Mật số 1000 - 3000 con/m2 | c1000-3000
tuổi từ 60 đến 80 | m60-80
trong độ tuổi 15 - 49 | m15-49
độ tuổi từ 18 đến 35, có sức khỏe | m18-35
mỗi ngày giao dịch 100-120 triệu, có ngày hơn | $100000000-120000000
vé vào cửa 100 ngàn | $100000
nhiệt độ xuống -0,5 độ C | m-0.5:to
có nơi âm 3 độ C | m-3
nhiệt độ 5-7 độ C | m5-7
độ mặn đo được 4‰ | m4
độ mặn cao hơn 2,1‰ | m2.1:by
tỷ suất tử vong 38,1‰ | m38.1
khắc phục xong sau 36 giờ | d36
có điện lại sau 48 giờ | d48
kéo dài từ 18 đến 24 giờ | d18-24
dựa trên 48 giờ làm việc mỗi tuần | d48
sưu tầm 116 hiện vật | c116
đi trên 20 km | m20>
Ước thiệt hại 5.900 tỷ đồng | $5900000000000~
ước tổng giá trị 12 tỷ đồng | $12000000000~
hao hụt không quá 0,05% | p0.05<=
không nhỏ hơn 18m2 | m18>=
tối thiểu bằng 20 lần | c20>=
thức ăn tăng 2 lần liên tiếp | c2
giá tăng 2 lần | c2:by
trong đó nữ 35/99, người trẻ 12 người | r35/99 ; c12
số phiếu tán thành 45/48; | r45/48
dùng điện 24/24h thay vì 6 giờ/ngày | r24/24 ; d6
chỗ khác từ15 km trở lên | m15>=
nợ đã trả được một nửa, nay | p50
nữ chiếm hơn một nửa; năm nay | p50>
mỗi ngày hai lạng gạo | m2
chở hơn năm tạ lê | m5>
nhiệm kỳ ba năm | d3
nhiệm kỳ 5 năm | d5
có một giám đốc, hai phó giám đốc | c1 ; c2
một huyện và hai thị xã | c1 ; c2
giảm nghèo 3-4%; 100% xã có bác sĩ | p3-4:by ; p100
nông nghiệp tăng 5,12%, công nghiệp 33,42% | p5.12:by ; p33.42:by
tỷ lệ nghèo giảm 1,17%; ở huyện nghèo 38,62%, giảm 6,35% | p1.17:by ; p38.62 ; p6.35:by
lệ phí giảm 50%, còn 20.000 đồng/lần | p50:by ; $20000:to
mức tăng là 5,9% | p5.9:by
giá cao hơn gỗ thường 15-20% | p15-20:by
thấp hơn bình quân cả nước 2,4% | p2.4:by
thấp hơn mức 5% | p5
vịt 40 ngày tuổi | m40
trợ cấp 10 tháng lương tối thiểu | c10
đã cấp 18.703 CMND | c18703
Quân khu điều hai trực thăng | c2
lập tổ 5 người | c5
hơn một phần ba kế hoạch | r1/3>
vay một tỷ hai, trả trong 3 năm | $1200000000 ; d3
công nghiệp phục hồi với mức tăng 14,8% trong quý II | p14.8:by
tổng thu 6 tháng là 12.221 tỷ đồng, đạt 51,8% dự toán | $12221000000000 ; p51.8
dịch vụ đóng góp 2,07 điểm phần trăm vào mức tăng chung | p2.07
GDP có thể tăng thêm 0,2-0,3% | p0.2-0.3:by
trẻ từ 12-17 tuổi tiêm mũi 2 đạt 98,2 % | m12-17 ; p98.2
trẻ trong độ tuổi từ 05 đến 11 được tiêm | m5-11
mưa từ ngày 6 - 8.10 gây ngập 37 xã | c37
trong các ngày 9 - 10.10 mưa 250 - 350 mm, có nơi trên 400 mm | m250-350 ; m400>
đến cuối ngày 8.10 có 4 người chết | c4
đến 13h ngày 22.7 có 19 người chết | c19
nghèo giảm từ 2% - 2,5%, huyện nghèo giảm từ 3,5% - 4% | p2-2.5:by ; p3.5-4:by
cả 2 vợ chồng không có việc làm | c2
mỗi hộ một con bò giống trị giá hơn 12,5 triệu đồng/con | $12500000>
gầy dựng được gần chục con | c10^
bò nặng từ 120 đến 150 kg, 18-24 tháng tuổi | m120-150 ; m18-24
nâng tổng số người thiệt mạng lên 17 người | c17:to
giá xăng RON95 giảm 620 đồng/lít, còn 22.030 đồng/lít | $620:by ; $22030:to
vàng miếng niêm yết 78,5 - 80,5 triệu đồng/lượng | $78500000-80500000
vàng mua vào 78,5 triệu đồng/lượng, bán ra 80,5 triệu đồng/lượng | $78500000 ; $80500000
vàng thế giới tăng 12,4 USD lên 2.038 USD/ounce | $12.4:by ; $2038:to
lãi suất kỳ hạn 12 tháng là 5,3%/năm | d12 ; p5.3
lãi suất kỳ hạn 6-11 tháng giảm 0,2 điểm phần trăm xuống còn 4,6%/năm | d6-11 ; p0.2:by ; p4.6:to
tỷ giá trung tâm 23.978 đồng/USD, tăng 6 đồng | $23978 ; $6:by
khối ngoại mua ròng 230 tỷ đồng | $230000000000
phạt tiền 7,5 triệu đồng, tước giấy phép lái xe 2 tháng | $7500000 ; d2
nồng độ cồn 0,45 mg/lít khí thở | m0.45
phạt 12 tháng tù nhưng cho hưởng án treo, thử thách 24 tháng | d12 ; d24
lĩnh án 7 năm 6 tháng tù | d7 ; d6
tuyên phạt bị cáo 20 năm tù, buộc bồi thường 1,2 tỷ đồng | d20 ; $1200000000
thu giữ 36 bánh heroin, 6 kg ma túy đá | c36 ; m6
trận động đất 4,7 độ Richter ở độ sâu 8,1 km | m4.7 ; m8.1
mỗi giờ đi được khoảng 15-20 km | m15-20
mưa to, có nơi trên 150 mm/24 giờ | m150>
nhiệt độ thấp nhất 9-12 độ C, vùng núi dưới 6 độ | m9-12 ; m6<
áp thấp cách bờ khoảng 320 km | m320~
tàu chở 45 khách và 3 thuyền viên | c45 ; c3
đường cao tốc dài 88 km, rộng 17 m, 4 làn xe, vận tốc 80 km/giờ | m88 ; m17 ; c4 ; m80
dự án có quy mô 12,5 ha, gồm 3 khối nhà cao 5 tầng | m12.5 ; c3 ; c5
trường có 24 lớp với 865 học sinh | c24 ; c865
thắng với tỷ số 3-0 sau 90 phút | d90
giành 5 HCV, 3 HCB và 7 HCĐ | c5 ; c3 ; c7
chỉ số PCI đạt 67,18 điểm | c67.18
giải ngân đạt 42,3%, cao hơn cùng kỳ 5,1 điểm phần trăm | p42.3 ; p5.1:by
bằng 1,5 lần cùng kỳ, gấp 3 lần năm 2015 | c1.5 ; c3:by
tăng gần gấp đôi so với năm trước | c2^:by
giảm một nửa số hộ nghèo | p50:by
giảm còn một nửa | p50:to
mức đóng bằng 4,5% mức lương cơ sở | p4.5
hỗ trợ 100% tiền đóng bảo hiểm trong 36 tháng đầu | p100 ; d36
thời gian nghỉ thai sản là 06 tháng | d6
trợ cấp một lần bằng 02 tháng lương cơ sở | c2
làm việc 8 giờ/ngày, 48 giờ/tuần | d8 ; d48
nộp trong vòng 10 ngày, kể từ ngày nhận thông báo | d10
không quá 01 lần trong năm | c1<=
hộ có từ 3 nhân khẩu trở lên | c3>=
phạt tiền từ 300.000 đến 500.000 đồng | $300000-500000
phạt tiền đến 50.000.000 đồng | $50000000
xử phạt từ 1 - 3 triệu đồng | $1000000-3000000
mức hỗ trợ: 50.000 đồng/người/ngày x 10 ngày | $50000 ; d10
diện tích tối thiểu 0,5 ha/thửa | m0.5>=
chiều cao từ 1,5 m đến dưới 3 m | m1.5-3
tải trọng trên 3,5 tấn đến 10 tấn | m3.5-10
sau 2 giờ 30 phút leo núi | d2 ; d30
kéo dài 1 giờ 20 phút | d1 ; d20
trong 45 phút | d45
chậm 2 ngày 3 đêm | d2 ; d3
phạt tiền từ 1.000.000 đồng đến dưới 3.000.000 đồng | $1000000-3000000
giá trị từ 50.000.000 đồng đến dưới 200.000.000 đồng | $50000000-200000000
gây thiệt hại từ 100.000.000 đồng trở lên | $100000000>=
diện tích từ 100 m² đến 300 m² | m100-300
có sức chứa từ 50 đến 100 người | c50-100
tỷ lệ tổn thương cơ thể từ 31% đến 60% | p31-60
tỷ lệ thương tật từ 11% - 20% | p11-20
bị phạt cảnh cáo hoặc phạt tiền đến 5.000.000 đồng | $5000000
không quá 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ | d5<=
gia hạn 01 lần, thời gian gia hạn không quá 15 ngày | c1 ; d15<=
thời hạn của giấy phép là 05 (năm) năm | d5
trong thời hạn 15 (mười lăm) ngày | d15
số tiền 12.000.000 đồng (mười hai triệu đồng) | $12000000 ; $12000000
mức chuẩn trợ giúp xã hội là 360.000 đồng/tháng, hệ số 1,5 | $360000
trợ cấp bằng 1,0 lần mức chuẩn | c1
được cộng 0,5 điểm | c0.5
lập thành 03 bản có giá trị như nhau | c3
mỗi bên giữ 01 bản | c1
có ít nhất 03 (ba) thành viên | c3>=
quy mô từ 10 tỷ đồng đến dưới 50 tỷ đồng | $10000000000-50000000000
doanh thu không quá 3 tỷ đồng/năm | $3000000000<=
thu phí 25.000đ/lượt xe dưới 12 chỗ | $25000 ; c12<
vốn điều lệ 20 tỷ đồng, tương ứng 2.000.000 cổ phần | $20000000000 ; c2000000
ngân sách trung ương hỗ trợ 70%, địa phương 30% | p70 ; p30
tổng kinh phí 1.234.567.890 đồng, trong đó: ngân sách tỉnh 1.000.000.000 đồng | $1234567890 ; $1000000000
cấp bù 3.456 triệu đồng cho 12 huyện | $3456000000 ; c12
kinh phí: 15.300 triệu đồng (NSTW: 10.200 triệu đồng; NSĐP: 5.100 triệu đồng) | $15300000000 ; $10200000000 ; $5100000000
số lượng người làm việc: 125 biên chế | c125
thành lập 01 Phó Trưởng đoàn và 05 thành viên | c1 ; c5
chia hai đợt, mỗi đợt 3 ngày | c2 ; d3
thời gian học 03 tháng, 15 học viên/lớp | d3 ; c15
khoán bảo vệ rừng 400.000 đồng/ha/năm, tối đa 30 ha/hộ | $400000 ; m30<=
hỗ trợ 15 kg gạo/khẩu/tháng, không quá 7 tháng | m15 ; d7<=
vay tối đa 50 triệu đồng/hộ, lãi suất 3,3%/năm, thời hạn 10 năm | $50000000<= ; p3.3 ; d10
đất ở 400 m2/hộ, đất sản xuất 0,25 ha/khẩu | m400 ; m0.25
khoảng cách từ 10 km trở lên đối với trường trung học | m10>=
độ tuổi tuyển chọn từ đủ 18 đến hết 25 tuổi | m18-25
người cao tuổi từ 80 tuổi trở lên | m80>=
trẻ em dưới 36 tháng tuổi | m36<
phụ nữ mang thai dưới 12 tuần tuổi | m12<
mật độ dân số 43 người/km2 | m43
thu nhập 54,7 triệu đồng/người/năm, tăng 6,2 triệu đồng | $54700000 ; $6200000:by
diện tích tự nhiên 9.674,2 km², dân số hơn 54 vạn người | m9674.2 ; c540000>
có 43 dân tộc anh em cùng sinh sống | c43
tỷ lệ che phủ rừng 63,12% | p63.12
hơn 2/3 diện tích là đồi núi | r2/3>
độ cao trung bình 600-800 m so với mực nước biển | m600-800
tỉnh có 10 huyện, thành phố với 102 xã, phường, thị trấn | c10 ; c102
kết nạp 27 đảng viên mới, đạt 108% chỉ tiêu | c27 ; p108
95% số hộ dùng nước hợp vệ sinh | p95
tăng 1,5 - 2 lần so với giống cũ | c1.5-2:by
cao gấp 2 - 3 lần trồng lúa | c2-3:by
năng suất 60-65 tạ/ha | m60-65
sản lượng ước 12.500 tấn, bằng 103,4% kế hoạch | m12500~ ; p103.4
đàn bò 25.340 con, giảm 310 con | c25340 ; c310:by
tiết kiệm được 2-3 tiếng mỗi ngày | d2-3
gần 20 năm gắn bó với bản | d20^
đã ngoài 70 tuổi | m70>
hơn chục năm nay | d10>
một ngày làm 10 tiếng, lương 5 triệu | d10 ; $5000000
bán được 3 chỉ vàng, trả nợ 15 triệu | m3 ; $15000000
ba mẹ con sống trong căn nhà 20m2 | m20
gia đình có 7 miệng ăn | c7
nhà có 4 sào ruộng, 2 con trâu, 1 con bò | m4 ; c2 ; c1
mua 50 con gà giống, giá 12 nghìn một con | c50 ; $12000
vốn 2,5tỷ đồng, rộng 1.200ha | $2500000000 ; m1200
doanh thu 12.5 tỷ đồng | $12500000000
lãi 3-4 triệu/tháng | $3000000-4000000
bán 2 tỷ 300 triệu đồng | $2300000000
xây nhà hơn 1 tỷ rưỡi | $1500000000>
viện trợ 3 triệu euro, 500.000 nhân dân tệ | $3000000 ; $500000
viện trợ $5 triệu | $5000000
giá 15 USD/thùng, khoảng 350.000 đồng | $15 ; $350000~
CPI tháng 7 (+0,48%) | p0.48:by
xuất khẩu (-2,5%) | p2.5:by
thêm 125 ca mắc mới | c125:by
ghi nhận 1.234 ca F0, 12 ca tử vong | c1234 ; c12
tiêm mũi 3 cho 12.000 người | c12000
vòng loại có 32 đội, chia 8 bảng | c32 ; c8
lớp 10 có 12 lớp, 540 em | c12 ; c540
thí sinh đạt 27,5 điểm khối A | c27.5
khóa học 45 tiết, 3 tín chỉ | c45 ; c3
chiều dài 1.200 m, rộng 3,5 m, dày 18 cm | m1200 ; m3.5 ; m18
đường bê tông rộng 3 mét, dài gần 2 cây số | m3 ; m2^
đèo dài 12km, cách trung tâm huyện 35km | m12 ; m35
xe chạy 60km/h, đâm hỏng 2 ô tô | m60 ; c2
mưa 120mm trong 6 giờ | m120 ; d6
mực nước lúc 7 giờ là 4,56 m, trên báo động 2 là 0,12 m | m4.56 ; m0.12
hồ chứa 12,3 triệu m3 | m12300000
công suất 49,5 MW, sản lượng 150 triệu kWh/năm | m49.5 ; m150000000
tiêu thụ 2.300 kWh điện | m2300
giá điện 1.920,37 đồng/kWh | $1920.37
phát 5.000 khẩu trang, 200 chai nước sát khuẩn | c5000 ; c200
tặng 100 suất quà, mỗi suất 500.000 đồng | c100 ; $500000
trao 20 suất học bổng trị giá 40 triệu đồng | c20 ; $40000000
khởi tố 12 bị can, bắt tạm giam 5 | c12
bắt 3 đối tượng, thu 2 khẩu súng và 15 viên đạn | c3 ; c2 ; c15
vụ tai nạn làm 3 người chết, 2 người bị thương nặng | c3 ; c2
cứu sống bé 3 tuổi nặng 12kg | m3 ; m12
ca mổ kéo dài 5 giờ, truyền 3 lít máu | d5 ; m3
người đàn ông 45 tuổi (ngụ thôn 3) | m45
anh Nam (SN 1985) vay 30 triệu | $30000000
chị Lan (35 tuổi, trú thôn 5) có 3 con nhỏ | m35 ; c3
dân số năm 1999 là 314.216 người | c314216
giai đoạn 2011-2015, mỗi năm giảm 5-6% | p5-6:by
5 năm 2016-2020 tăng 7,2%/năm | p7.2:by
quý III tăng 6,8%, quý IV tăng 7,1% | p6.8:by ; p7.1:by
tăng từ 15 lên 32 xã | c15:from ; c32:to
nâng từ 3 ha lên 10 ha | m3:from ; m10:to
giảm từ 25,6% năm 2011 xuống 11,2% năm 2015 | p25.6:from ; p11.2:to
kéo giảm còn dưới 5% | p5<:to
rút ngắn từ 15 ngày xuống 7 ngày | d15:from ; d7:to
tăng thêm 15 phòng học | c15:by
tăng gần 1,5 lần | c1.5^:by
vượt 12% kế hoạch | p12
đạt 105,6% so với kế hoạch | p105.6
hoàn thành 15/15 chỉ tiêu, 3 chỉ tiêu vượt | r15/15 ; c3
có 8/10 huyện hoàn thành | r8/10
19/45 xã, chiếm 42,2% | r19/45 ; p42.2
tỷ lệ 98/100 phiếu | r98/100
chiếm 1/3 số hộ | r1/3
ngày 3 bữa cháo | c3
một ngày 20 lượt khách | c20
mỗi ngày 15 chuyến xe | c15
cử một tổ 5 người | c5
"""
"""Kind, value, comparator and change: ``p4.5<:to`` is a percentage under 4.5 that a change ends at; ``v100`` hundreds."""


def short(figure: Figure) -> str:
    if figure.numerator is not None:
        told = f"r{figure.numerator:g}/{figure.denominator:g}"
    elif figure.comparator == "vague":
        told = f"v{figure.value_low:.15g}"
    elif figure.comparator == "range":
        told = f"{KINDS[figure.kind]}{figure.value_low:.15g}-{figure.value_high:.15g}"
    else:
        told = f"{KINDS[figure.kind]}{figure.value:.15g}"
    return told + COMPARATORS.get(figure.comparator, "") + (f":{figure.change}" if figure.change else "")


@pytest.mark.parametrize("frame", ["{}", "Theo đó, {} trên địa bàn tỉnh."], ids=["alone", "in a sentence"])
@pytest.mark.parametrize(("text", "expected"), [pytest.param(*line.split(" | "), id=line) for line in FORMS.strip().split("\n")])
def test_form(text: str, expected: str, frame: str) -> None:
    figures = extract_text(frame.format(text), published_on=date(2019, 7, 22)).figures
    assert [short(f) for f in figures] == expected.split(" ; ")
