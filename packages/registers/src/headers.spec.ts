import { describe, expect, it } from "vitest";
import { detectLayout, matchHeader } from "./headers.ts";
import { layoutFields } from "./record-type.ts";
import { getRecordType, recordTypes } from "./record-types.ts";

const ks = getRecordType("KS");
const headersOf = (type: string, layout?: string) =>
  layoutFields(getRecordType(type), layout).map(({ code }) => code);

describe("headers", () => {
  it.each([
    ["so", "so"],
    [" loaiDangKy \ni=[1,2,3,4,5,6]", "loaiDangKy"],
    ["nksLoaiKhaiSinh\r\ni=[1,2,3,4,5]", "nksLoaiKhaiSinh"],
    ["noiDangKy UBND", "noiDangKy"],
    ["noiDangKyUBND", "noiDangKy"],
    ["noiDangKy UBND xã Mẫu Một", "noiDangKy"],
    ["NKSHOTEN", "nksHoTen"],
    ["NKSMATTICHGHICHUTUYENBO", "nksMatTichNgayGhiChuTuyenBo"],
    ["nksHanCheNangLucHanhViCanCuHuyTuyenBo", "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo"],
  ])("%s is %s", (header, code) => expect(matchHeader(ks, header)).toBe(code));

  it("know the typing slip of the purpose, and nothing else", () => {
    expect(matchHeader(getRecordType("HN"), "nxnLoaiMucDiSuDung")).toBe("nxnLoaiMucDichSuDung");
    expect(matchHeader(ks, "nxnHoTen")).toBeUndefined();
    expect(matchHeader(ks, "")).toBeUndefined();
  });

  it("never mean two fields of one type", () => {
    for (const recordType of recordTypes) {
      const all = recordType.fields.flatMap(({ code, aliases = [] }) =>
        [code, ...aliases].map((name) => [name, code] as const),
      );
      for (const [name, code] of all) expect(matchHeader(recordType, name)).toBe(code);
    }
  });
});

describe("layouts", () => {
  it.each(recordTypes.map(({ code }) => code))("of %s are told from the header row", (type) => {
    const headers = headersOf(type);
    const found = detectLayout(headers);
    expect(found).toMatchObject({ dialect: "legacy", columns: headers, unknown: [], missing: [] });
    expect(found?.recordType.code).toBe(type);
  });

  it("tell the 2024 sheet", () => {
    expect(detectLayout(headersOf("KS", "2024"))).toMatchObject({
      dialect: "2024",
      missing: [],
      unknown: [],
    });
  });

  it("tell the police sheet, in another order and without the foreign group", () => {
    const own = layoutFields(ks)
      .filter(({ group }) => group !== "foreign")
      .map(({ code }) => code.toUpperCase())
      .reverse();
    const found = detectLayout(["DC_DVNHAPHUYEN", ...own, "DC_DVNHAPXA"]);
    expect(found).toMatchObject({ dialect: "police", unknown: [], missing: [] });
    expect(found?.columns.at(0)).toBeUndefined();
    expect(found?.columns.at(-2)).toBe("so");
  });

  it("list what is unknown, doubled or missing", () => {
    const headers = [...headersOf("KT").filter((code) => code !== "gbtSo"), "cotLa", "so", ""];
    expect(detectLayout(headers)).toMatchObject({ unknown: ["cotLa", "so"], missing: ["gbtSo"] });
  });

  it("give nothing for a sheet of something else", () => {
    expect(detectLayout(["so", "quyenSo", "ngayDangKy", "noiDangKy"])).toBeUndefined();
    expect(detectLayout(["Họ tên", "Lương"])).toBeUndefined();
    expect(detectLayout([])).toBeUndefined();
  });
});
