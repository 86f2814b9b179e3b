import { expect, it } from "vitest";
import { countUnclearValues, sumUnclearValues, unclearValuesOf } from "./unclear-values.ts";

it("counts what is in doubt, not to be read and blank, and nothing that was never keyed", () => {
  const one = {
    fields: {
      nksHoTen: { raw: "Nguyễn Văn An", doubtful: true as const },
      meHoTen: { illegible: "faded" as const, raw: "Lê" },
      chaHoTen: { illegible: "torn" as const },
      ghiChu: { blank: true as const },
      so: { raw: "1" },
    },
  };
  const counted = countUnclearValues([one, { fields: {} }]);
  expect(counted).toEqual({ doubtful: 1, illegible: 2, blank: 1 });
  expect(sumUnclearValues([counted, counted])).toEqual({ doubtful: 2, illegible: 4, blank: 2 });
  expect(sumUnclearValues([])).toEqual({ doubtful: 0, illegible: 0, blank: 0 });
});

it("lists them by case and field, each with what is unclear of it", () => {
  const fields = {
    nksHoTen: { raw: "Nguyễn Văn An", doubtful: true as const },
    so: { raw: "1" },
    ghiChu: { blank: true as const },
  };
  const torn = { chaHoTen: { illegible: "torn" as const } };
  expect(
    unclearValuesOf([
      { id: "r-1", number: "1", fields },
      { id: "r-2", number: "2b", fields: torn },
    ]),
  ).toEqual([
    { recordId: "r-1", number: "1", field: "nksHoTen", kind: "doubtful" },
    { recordId: "r-1", number: "1", field: "ghiChu", kind: "blank" },
    { recordId: "r-2", number: "2b", field: "chaHoTen", kind: "illegible" },
  ]);
});
