import type { BookContext, PlaceResolvers } from "./record-view.ts";
import type { Cells } from "./sample-records.ts";

export interface RecordRuleCase {
  readonly rule: string;
  readonly type: string;
  /** cells with which the rule must speak, and with which it must not */
  readonly fires: Cells;
  readonly silent: Cells;
  readonly book?: BookContext | undefined;
  readonly places?: PlaceResolvers | undefined;
}

export const places: PlaceResolvers = {
  office: (name, on) => name === "UBND xã Mẫu Một" && on >= "2000-01-01",
  province: (name) => name === "Bến Tre",
};

/** Each rule from both sides. */
export const recordRuleCases: readonly RecordRuleCase[] = [
  { rule: "required-missing", type: "KS", fires: { nksHoTen: undefined }, silent: {} },
  { rule: "placeholder-value", type: "KS", fires: { ghiChu: "0" }, silent: { ghiChu: "10" } },
  {
    rule: "placeholder-value",
    type: "KS",
    fires: { nksNoiSinh: "- - -" },
    silent: { nycLoaiGiayToTuyThan: "0" },
  },
  { rule: "registration-number-invalid", type: "KS", fires: { so: "mười hai" }, silent: { so: "012a/2008" } },
  { rule: "book-number-invalid", type: "KS", fires: { quyenSo: "01-08" }, silent: { quyenSo: "1/2008" } },
  { rule: "page-number-invalid", type: "KS", fires: { trangSo: "mười" }, silent: { trangSo: "007" } },
  { rule: "number-year-differs", type: "KS", fires: { so: "12/2018" }, silent: { so: "12" } },
  { rule: "book-year-differs", type: "KS", fires: { quyenSo: "01/2006" }, silent: { quyenSo: "01/2007" } },
  {
    rule: "book-number-differs",
    type: "KS",
    fires: { quyenSo: "02/2008" },
    silent: { quyenSo: "1/2008" },
    book: { quyenSo: "01/2008" },
  },
  { rule: "registration-date-incomplete", type: "KS", fires: { ngayDangKy: "09.2008" }, silent: {} },
  { rule: "registration-date-outside-phase", type: "KS", fires: { ngayDangKy: "03.09.2018" }, silent: {} },
  { rule: "registration-date-rest-day", type: "KS", fires: { ngayDangKy: "07.09.2008" }, silent: {} },
  { rule: "registration-date-rest-day", type: "KT", fires: { ngayDangKy: "02.09.2008" }, silent: {} },
  {
    rule: "date-invalid",
    type: "KS",
    fires: { meNgaySinh: "31.02.1980" },
    silent: { meNgaySinh: "28 tuổi" },
  },
  {
    rule: "date-invented",
    type: "KS",
    fires: { meNgaySinh: { raw: "1980", value: "1980-01-01" } },
    silent: { meNgaySinh: { raw: "1/2/1980", value: "1980-02-01" } },
  },
  {
    rule: "birth-after-registration",
    type: "KS",
    fires: { nksNgaySinh: "10.2008" },
    silent: { nksNgaySinh: "2008" },
  },
  { rule: "death-after-registration", type: "KT", fires: { nktNgayChet: "04.09.2008" }, silent: {} },
  { rule: "death-before-birth", type: "KT", fires: { nktNgaySinh: "2009" }, silent: { nktNgaySinh: "2008" } },
  {
    rule: "paper-issued-too-early",
    type: "KH",
    fires: { chongNgayCapGiayToTuyThan: "01.05.1990" },
    silent: { chongNgayCapGiayToTuyThan: "01.05.1994" },
  },
  {
    rule: "paper-issued-after-registration",
    type: "KS",
    fires: { nycNgayCapGiayToTuyThan: "2010" },
    silent: {},
  },
  {
    rule: "on-time-code-but-late",
    type: "KS",
    fires: { nksNgaySinh: "04.07.2008" },
    silent: { nksNgaySinh: "05.07.2008" },
  },
  {
    // Decree 158/2005 holds from 1 April 2006 on.
    rule: "on-time-code-but-late",
    type: "KS",
    fires: { nksNgaySinh: "10.01.2006", ngayDangKy: "03.04.2006", quyenSo: "01/2006" },
    silent: { nksNgaySinh: "10.01.2006", ngayDangKy: "31.03.2006", quyenSo: "01/2006" },
  },
  {
    rule: "on-time-code-but-late",
    type: "KT",
    fires: { nktNgayChet: "18.08.2008" },
    silent: { nktNgayChet: "19.08.2008" },
  },
  {
    rule: "late-code-but-on-time",
    type: "KS",
    fires: { loaiDangKy: "4" },
    silent: { loaiDangKy: "4", nksNgaySinh: "2008" },
  },
  {
    rule: "late-code-but-on-time",
    type: "KS",
    fires: { loaiDangKy: "4", nksNgaySinh: "10.03.2006", ngayDangKy: "03.04.2006", quyenSo: "01/2006" },
    silent: { loaiDangKy: "4", nksNgaySinh: "10.03.2006", ngayDangKy: "31.03.2006", quyenSo: "01/2006" },
  },
  {
    rule: "words-differ-from-date",
    type: "KS",
    fires: { nksNgaySinh: "01.09.2008" },
    silent: { nksNgaySinhBangChu: "không đọc được" },
  },
  {
    rule: "parent-age-implausible",
    type: "KS",
    fires: { meNgaySinh: "1998" },
    silent: { meNgaySinh: "1995" },
  },
  {
    rule: "marriage-too-young",
    type: "KH",
    fires: { voNgaySinh: "02.10.1991" },
    silent: { voNgaySinh: "02.09.1991" },
  },
  {
    rule: "marriage-too-young",
    type: "KH",
    fires: { ngayDangKy: "02.03.2015", quyenSo: "01/2015", voNgaySinh: "02.04.1997" },
    silent: { ngayDangKy: "02.03.2014", quyenSo: "01/2014", voNgaySinh: "02.04.1996" },
  },
  {
    rule: "couple-sex-mismatch",
    type: "KH",
    fires: { voSoGiayToTuyThan: "083082000001" },
    silent: { voSoGiayToTuyThan: "083182000001" },
  },
  { rule: "couple-same-identity", type: "KH", fires: { voSoGiayToTuyThan: "320000001" }, silent: {} },
  {
    rule: "birth-kind-parents-differ",
    type: "KS",
    fires: { nksLoaiKhaiSinh: "3" },
    silent: { nksLoaiKhaiSinh: "3", chaHoTen: { blank: true } },
  },
  {
    rule: "birth-kind-parents-differ",
    type: "KS",
    fires: { chaHoTen: undefined },
    silent: { chaHoTen: { illegible: "torn" } },
  },
  { rule: "code-not-in-table", type: "KS", fires: { loaiDangKy: "9" }, silent: { loaiDangKy: "01" } },
  { rule: "list-name-unknown", type: "KS", fires: { nksDanToc: "Kin" }, silent: { nksDanToc: "ba-na" } },
  {
    rule: "list-name-ambiguous",
    type: "KS",
    fires: { nksDanToc: "Xá Khao" },
    silent: { nksDanToc: "Xá Súa" },
  },
  {
    rule: "foreigner-ethnic-group",
    type: "KS",
    fires: { chaQuocTich: "Hoa Kỳ" },
    silent: { chaQuocTich: "Hoa Kỳ", chaDanToc: "Người nước ngoài" },
  },
  { rule: "identity-number-shape", type: "KS", fires: { nycSoGiayToTuyThan: "32000001" }, silent: {} },
  {
    rule: "identity-number-shape",
    type: "KH",
    fires: { voLoaiGiayToTuyThan: "2", voSoGiayToTuyThan: "123456789" },
    silent: { voLoaiGiayToTuyThan: "2", voSoGiayToTuyThan: "123456789", voQuocTich: "Hoa Kỳ" },
  },
  {
    rule: "identity-paper-incomplete",
    type: "KS",
    fires: { nycSoGiayToTuyThan: undefined },
    silent: { nycSoGiayToTuyThan: { illegible: "faded" } },
  },
  {
    rule: "identity-paper-incomplete",
    type: "KS",
    fires: { nycLoaiGiayToTuyThan: "0" },
    silent: { nycLoaiGiayToTuyThan: "0", nycSoGiayToTuyThan: undefined },
  },
  {
    rule: "other-paper-missing",
    type: "KS",
    fires: { nycLoaiGiayToTuyThan: "8" },
    silent: { nycLoaiGiayToTuyThan: "8", nycGiayToKhac: "Sổ hộ khẩu" },
  },
  {
    rule: "citizen-card-too-early",
    type: "KS",
    fires: { nycLoaiGiayToTuyThan: "4", nycSoGiayToTuyThan: "083078000001" },
    silent: {
      nycLoaiGiayToTuyThan: "4",
      nycSoGiayToTuyThan: "083078000001",
      nycNgayCapGiayToTuyThan: "2017",
    },
  },
  {
    rule: "personal-id-shape",
    type: "KS",
    fires: { nksSoDinhDanh: "0833080001" },
    silent: { nksSoDinhDanh: "083308000001" },
  },
  {
    rule: "personal-id-differs",
    type: "KS",
    fires: { nksSoDinhDanh: "083309000001" },
    silent: { nksSoDinhDanh: "083308000001" },
  },
  {
    rule: "personal-id-differs",
    type: "KS",
    fires: { nksSoDinhDanh: "083208000001" },
    silent: { nksSoDinhDanh: "083308000001" },
  },
  {
    rule: "personal-id-differs",
    type: "KS",
    fires: { nksSoDinhDanh: "003308000001" },
    silent: { nksSoDinhDanh: "101308000001" },
  },
  {
    rule: "name-characters",
    type: "KS",
    fires: { nksHoTen: "Nguyễn Thị 2" },
    silent: { nksHoTen: "H'Hen Niê" },
  },
  { rule: "name-one-word", type: "KS", fires: { nksHoTen: "Thử" }, silent: {} },
  {
    rule: "name-case",
    type: "KS",
    fires: { nksHoTen: "nguyễn Thị Thử" },
    silent: { nksHoTen: "Ludwig van Beethoven" },
  },
  {
    rule: "name-all-capitals",
    type: "KS",
    fires: { nksHoTen: "NGUYỄN THỊ THỬ" },
    silent: { nksHoTen: "Y A" },
  },
  { rule: "middle-name-sex-hint", type: "KS", fires: { nksGioiTinh: "1" }, silent: { nksGioiTinh: "3" } },
  {
    rule: "text-not-nfc",
    type: "KS",
    fires: { nksHoTen: { raw: "Nguyễn Thị Thử".normalize("NFD") } },
    silent: {},
  },
  {
    rule: "control-characters",
    type: "KS",
    fires: { nksHoTen: "Nguyễn\u200b Thị Thử" },
    silent: { ghiChu: "dòng một\ndòng hai" },
  },
  {
    rule: "control-characters",
    type: "KS",
    fires: { ghiChu: "a\u0000b" },
    silent: { ghiChu: "C­êng V¨n Hµ" },
  },
  { rule: "look-alike-letters", type: "KS", fires: { nksHoTen: "Nguyễn Thị Тhử" }, silent: {} },
  {
    rule: "extra-spaces",
    type: "KS",
    fires: { nksHoTen: { raw: "Nguyễn  Thị Thử" } },
    silent: { nksHoTen: "Nguyễn  Thị Thử" },
  },
  {
    rule: "legacy-encoding",
    type: "KS",
    fires: { nksHoTen: "NguyÔn ThÞ Hoµ" },
    silent: { nksHoTen: "François Müller" },
  },
  {
    rule: "tone-placement-mixed",
    type: "KS",
    fires: { nksHoTen: "Nguyễn Thị Hòa", meHoTen: "Lê Thị Thuý" },
    silent: { nksHoTen: "Nguyễn Thị Hoà", meHoTen: "Lê Quý Hoàn" },
  },
  { rule: "office-unknown", type: "KS", fires: { noiDangKy: "UBND xã Không Có" }, silent: {}, places },
  {
    rule: "birthplace-province-unknown",
    type: "KS",
    fires: { nksNoiSinhDVHC: "Không Đâu" },
    silent: {},
    places,
  },
  { rule: "residence-period-reversed", type: "HN", fires: { nxnThoiGianCuTruDen: "2000" }, silent: {} },
  {
    rule: "purpose-text-mismatch",
    type: "HN",
    fires: { nxnLoaiMucDichSuDung: "5" },
    silent: { nxnLoaiMucDichSuDung: "5", nxnMucDichSuDung: "Vay vốn" },
  },
  { rule: "purpose-text-mismatch", type: "HN", fires: { nxnMucDichSuDung: "Vay vốn" }, silent: {} },
  {
    rule: "death-notice-incomplete",
    type: "KT",
    fires: { gbtSo: undefined, gbtNgay: undefined },
    silent: { gbtSo: undefined },
  },
  {
    rule: "death-notice-incomplete",
    type: "KT",
    fires: { gbtLoai: "0" },
    silent: { gbtLoai: "0", gbtSo: undefined, gbtNgay: undefined },
  },
  { rule: "death-notice-date", type: "KT", fires: { gbtNgay: "31.08.2008" }, silent: { gbtNgay: "2008" } },
  {
    rule: "time-invalid",
    type: "KT",
    fires: { nktGioPhutChet: "25:10" },
    silent: { nktGioPhutChet: "23 giờ 5 phút" },
  },
  {
    rule: "acknowledgement-parent-differs",
    type: "CMC",
    fires: { loaiXacNhan: "2" },
    silent: { loaiXacNhan: "3" },
  },
  {
    rule: "acknowledgement-age-gap",
    type: "CMC",
    fires: { ncNgaySinh: "1990" },
    silent: { ncNgaySinh: "1992" },
  },
  {
    rule: "declaration-dates-missing",
    type: "KS",
    fires: { nksMatTich: "2", nksMatTichNgayGhiChuTuyenBo: "2009" },
    silent: { nksMatTich: "1", nksMatTichNgayGhiChuTuyenBo: "2009" },
  },
  {
    rule: "declaration-dates-reversed",
    type: "KS",
    fires: { nksMatTichNgayGhiChuTuyenBo: "2012", nksMatTichNgayGhiChuHuyTuyenBo: "2011" },
    silent: { nksMatTichNgayGhiChuTuyenBo: "2011", nksMatTichNgayGhiChuHuyTuyenBo: "2012" },
  },
];
