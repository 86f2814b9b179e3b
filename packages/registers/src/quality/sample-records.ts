import type { FieldValue, FieldValues } from "../field-value.ts";
import { normaliseField } from "../normalise-field.ts";
import { findField } from "../record-type.ts";
import type { RecordType } from "../record-type-schema.ts";
import { getRecordType } from "../record-types.ts";

/** Cells as keyed; undefined takes a cell away, an object is a stored value as it is. */
export type Cells = Record<string, string | FieldValue | undefined>;

/** Invented records that no rule objects to. */
const base: Record<string, Record<string, string>> = {
  KS: {
    so: "12/2008",
    quyenSo: "01/2008",
    trangSo: "12",
    ngayDangKy: "03.09.2008",
    loaiDangKy: "1",
    noiDangKy: "UBND xã Mẫu Một",
    nguoiKy: "Trần Văn Mẫu",
    nksHoTen: "Nguyễn Thị Thử",
    nksGioiTinh: "2",
    nksNgaySinh: "27.08.2008",
    nksNgaySinhBangChu: "Ngày hai mươi bảy tháng tám năm hai nghìn không trăm linh tám",
    nksNoiSinhDVHC: "Bến Tre",
    nksDanToc: "Kinh",
    nksQuocTich: "Việt Nam",
    nksLoaiKhaiSinh: "1",
    meHoTen: "Lê Thị Mẫu",
    meNgaySinh: "1980",
    meDanToc: "Kinh",
    meQuocTich: "Việt Nam",
    chaHoTen: "Nguyễn Văn Mẫu",
    chaNgaySinh: "05.1978",
    chaDanToc: "Kinh",
    chaQuocTich: "Việt Nam",
    nycHoTen: "Nguyễn Văn Mẫu",
    nycLoaiGiayToTuyThan: "1",
    nycSoGiayToTuyThan: "320000001",
    nycNgayCapGiayToTuyThan: "01.02.2000",
  },
  KH: {
    so: "7",
    quyenSo: "01/2008",
    ngayDangKy: "03.09.2008",
    loaiDangKy: "1",
    noiDangKy: "UBND xã Mẫu Một",
    chongHoTen: "Nguyễn Văn Mẫu",
    chongNgaySinh: "01.05.1980",
    chongQuocTich: "Việt Nam",
    chongLoaiGiayToTuyThan: "1",
    chongSoGiayToTuyThan: "320000001",
    voHoTen: "Lê Thị Mẫu",
    voNgaySinh: "02.06.1982",
    voQuocTich: "Việt Nam",
    voLoaiGiayToTuyThan: "1",
    voSoGiayToTuyThan: "320000002",
  },
  KT: {
    so: "3/2008",
    quyenSo: "01/2008",
    ngayDangKy: "03.09.2008",
    loaiDangKy: "1",
    noiDangKy: "UBND xã Mẫu Một",
    nktHoTen: "Phạm Văn Thử",
    nktGioiTinh: "1",
    nktNgaySinh: "1930",
    nktNgayChet: "01.09.2008",
    nktGioPhutChet: "7g30",
    gbtLoai: "1",
    gbtSo: "5",
    gbtNgay: "02.09.2008",
  },
  CMC: {
    so: "1/2008",
    quyenSo: "01/2008",
    ngayDangKy: "03.09.2008",
    loaiXacNhan: "1",
    noiDangKy: "UBND xã Mẫu Một",
    cmHoTen: "Đỗ Văn Mẫu",
    cmNgaySinh: "1980",
    ncHoTen: "Đỗ Minh Thử",
    ncNgaySinh: "2006",
  },
  HN: {
    so: "9/2008",
    quyenSo: "01/2008",
    ngayDangKy: "03.09.2008",
    noiCap: "UBND xã Mẫu Một",
    nxnHoTen: "Võ Văn Thử",
    nxnGioiTinh: "1",
    nxnThoiGianCuTruTu: "2001",
    nxnThoiGianCuTruDen: "2008",
    nxnLoaiMucDichSuDung: "1",
  },
};

/** Field values of a sample with some cells changed. */
export function sampleFields(type: string, changes: Cells = {}): FieldValues {
  const recordType: RecordType = getRecordType(type);
  const fields: FieldValues = {};
  for (const [code, cell] of Object.entries({ ...base[type], ...changes })) {
    const field = findField(recordType, code);
    if (cell === undefined || field === undefined) continue;
    const value = typeof cell === "string" ? normaliseField(field, cell).value : cell;
    if (value !== undefined) fields[code] = value;
  }
  return fields;
}
