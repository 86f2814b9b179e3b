import { expect, it } from "vitest";
import { withMaskedIdentity } from "./masked-identity.ts";
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
