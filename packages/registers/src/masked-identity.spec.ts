import { expect, it } from "vitest";
import { namingFields, quotationMask, withMaskedIdentity } from "./masked-identity.ts";
import { getRecordType } from "./record-types.ts";

it("shows the last signs of identity numbers, and everything else as it is", () => {
  const fields = {
    nksHoTen: { raw: "Nguyễn Văn An" },
    nksSoDinhDanh: { raw: "079 085 001 234", value: "079085001234" },
    meSoGiayToTuyThan: { raw: "B 1234567", doubtful: true as const },
    chaSoGiayToTuyThan: { illegible: "torn" as const, raw: "0123" },
    nycSoGiayToTuyThan: { blank: true as const },
    meSoDinhDanhCaNhan: { raw: "12" },
  };
  expect(withMaskedIdentity(getRecordType("KS"), fields)).toEqual({
    nksHoTen: { raw: "Nguyễn Văn An" },
    nksSoDinhDanh: { raw: "••• ••• ••• 234" },
    meSoGiayToTuyThan: { raw: "• ••••567", doubtful: true },
    chaSoGiayToTuyThan: { illegible: "torn", raw: "•123" },
    nycSoGiayToTuyThan: { blank: true },
    meSoDinhDanhCaNhan: { raw: "12" },
  });
});

it("masks a text that quotes identity numbers of a case, however they are spaced there", () => {
  const fields = {
    nksHoTen: { raw: "Nguyễn Văn An" },
    nksSoDinhDanh: { raw: "079 085 001 234", value: "079085001234" },
    meSoGiayToTuyThan: { raw: "12345678X" },
    chaSoGiayToTuyThan: { illegible: "torn" as const, raw: "0123" },
    nycSoGiayToTuyThan: { blank: true as const },
    meSoDinhDanhCaNhan: { raw: "12" },
  };
  const mask = quotationMask([{ recordType: getRecordType("KS"), fields }]);
  expect(mask("“079 085 001 234” không hợp lệ")).toBe("“••• ••• ••• 234” không hợp lệ");
  expect(mask("sổ ghi số079085001234, 0790.8500.1234")).toBe("sổ ghi số•••••••••234, ••••.••••.•234");
  expect(mask("12345678x; 0123")).toBe("••••••78x; •123");
  // Nothing of another number, nor of what says nothing by itself.
  for (const text of ["1079085001234", "0790850012345", "20123", "số 12, Nguyễn Văn An", ""])
    expect(mask(text)).toBe(text);
  expect(quotationMask([])("079085001234")).toBe("079085001234");
});

it("names a case by its number, its day and its own people", () => {
  const fields = {
    so: { raw: "7" },
    ngayDangKy: { raw: "17.03.2008" },
    nksHoTen: { raw: "Nguyễn Văn An" },
    nksNgaySinh: { raw: "01.03.2008" },
    meHoTen: { raw: "Trần Thị Hoa" },
  };
  const { so, ngayDangKy, nksHoTen } = fields;
  expect(namingFields(getRecordType("KS"), fields)).toEqual({ so, ngayDangKy, nksHoTen });
});
