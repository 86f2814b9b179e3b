import { expect, it } from "vitest";
import { paymentCountingOn } from "./payment-counting.ts";
import { parseScanFileName } from "./scan-file-name.ts";

it("how work is counted for payment is data, with a factor for every size that a file name can carry", () => {
  const { bands, a4 } = paymentCountingOn("2026-03-10");
  expect(bands.upTo).toEqual([15, 50]);
  for (const [size, factor] of [
    ["A0", 16],
    ["A3", 2],
    ["A4", 1],
  ] as const) {
    const { name } = parseScanFileName(`KS.2008.01.2008-03-02.07.${size}.pdf`);
    expect(a4.sizes[name?.paperSize ?? ""]).toBe(factor);
  }
});
