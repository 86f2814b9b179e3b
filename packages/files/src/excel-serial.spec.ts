import { describe, expect, it } from "vitest";
import { fromExcelSerial } from "./excel-serial.ts";

describe("Excel serials", () => {
  it.each([
    [1, "1900-01-01"],
    [59, "1900-02-28"],
    [61, "1900-03-01"],
    [39687, "2008-08-27"],
    [39687.75, "2008-08-27"],
    [73050, "2099-12-31"],
  ])("%d is %s", (serial, iso) => expect(fromExcelSerial(serial)).toBe(iso));

  it.each([0, -1, 60, 73051, Number.NaN, Number.POSITIVE_INFINITY])("%d is no date", (serial) => {
    expect(fromExcelSerial(serial)).toBeUndefined();
  });
});
