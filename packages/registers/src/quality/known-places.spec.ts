import { describe, expect, it } from "vitest";
import { createPlaceResolvers, type KnownUnit } from "./known-places.ts";

const unit = (id: string, kind: string, name: string, more: Partial<KnownUnit> = {}): KnownUnit => ({
  id,
  kind,
  from: "2006-01-01",
  names: [{ name, from: "2006-01-01" }],
  aliases: [],
  successors: [],
  ...more,
});

// Hà Tây went into Hà Nội on 1/8/2008 (NQ 15/2008/QH12); the communes are invented.
const { office = () => true, province = () => true } = createPlaceResolvers([
  unit("vn", "country", "Việt Nam"),
  unit("ha-noi", "province", "Thành phố Hà Nội", { aliases: ["TP. Hà Nội"] }),
  unit("ha-tay", "province", "Tỉnh Hà Tây", { closedOn: "2008-08-01", successors: ["ha-noi"] }),
  unit("xa-cu", "commune", "Xã Thanh Lâm", { closedOn: "2025-07-01", successors: ["xa-moi"] }),
  unit("xa-moi", "commune", "Xã Lâm Khê", {
    from: "2025-07-01",
    names: [{ name: "Xã Lâm Khê", from: "2025-07-01" }],
  }),
  unit("doi-ten", "commune", "Xã Bình Khê", {
    names: [
      { name: "Xã Bình Khê", from: "2006-01-01" },
      { name: "Thị trấn Bình Khê Mới", from: "2012-03-01" },
    ],
  }),
]);

describe("what is known of places", () => {
  it.each([
    // A place that nobody registered is taken as written.
    ["UBND xã Không Ai Biết", "2008-05-01", true],
    ["UBND xã Thanh Lâm, huyện X, tỉnh Y", "2008-05-01", true],
    ["Ủy ban nhân dân xã Thanh Lâm", "2025-06-30", true],
    ["UBND xã Thanh Lâm", "2025-07-02", false],
    // Registered from 2006 on says nothing of before.
    ["UBND xã Thanh Lâm", "1985-05-01", true],
    // What it came from is known, so that it was not there before.
    ["UBND xã Lâm Khê", "2008-05-01", false],
    ["UBND xã Lâm Khê", "2025-07-01", true],
    // Only a year: it was there for a part of it.
    ["UBND xã Lâm Khê", "2025", true],
    ["UBND xã Lâm Khê", "2024", false],
    // A former name, and one that was given later.
    ["UBND xã Bình Khê", "2012-02-29", true],
    ["UBND xã Bình Khê", "2013-01-01", false],
    ["UBND thị trấn Bình Khê Mới", "2011-01-01", false],
  ])("office %s on %s: %s", (name, on, there) => {
    expect(office(name, on)).toBe(there);
  });

  it.each([
    ["Hà Tây", "2008-07-31", true],
    ["xã A, huyện B, tỉnh Hà Tây", "2009-01-01", false],
    ["TP.Hà Nội", "2009-01-01", true],
    ["Hà Nội", "1960", true],
    ["tỉnh Bến Tre", "2009-01-01", true],
    // The name of a commune is not looked for among the provinces.
    ["Lâm Khê", "2008-01-01", true],
  ])("province %s on %s: %s", (name, on, there) => {
    expect(province(name, on)).toBe(there);
  });
});
