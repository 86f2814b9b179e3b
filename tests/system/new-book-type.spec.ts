import { readFile } from "node:fs/promises";
import { recordTypes } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { copyHouse } from "../support/copied-house.ts";

/** Whatever the data holds today: a file more is no reason to write here. */
const offered = recordTypes.map(({ code }) => code);
const guardianship = new URL("../../packages/registers/src/testing/guardianship.json", import.meta.url);

describe("a book type that is one more file of data", () => {
  it("is offered, registered, keyed, imported, checked, accepted and exported without a line of code", async () => {
    const house = await copyHouse();
    try {
      // Its group has the name of one that the windows call "Người được khai sinh".
      const data = (await readFile(guardianship, "utf8")).replaceAll('"ward"', '"child"');
      await house.add("packages/registers/data/record-types/gh.json", data);
      const seen: unknown = JSON.parse(await house.run("tests/support/book-from-shelf-to-package.ts", "GH"));
      const row = (so: string) => [
        ...[so, "01/2009", "05.05.2009", "UBND xã Mẫu Một", "Trần Thị Mẫu", "1960", "Tày"],
        ...["Trần Văn Thử", "1", "2001"],
      ];
      expect(seen).toEqual({
        offered: expect.arrayContaining([...offered, "GH"]),
        keyed: { status: 422, rules: ["required-missing"] },
        imported: { phase: "finished", good: 2, refused: 1, written: 2, rules: ["required-missing"] },
        checked: { sample: 3 },
        workbook: [
          ["so", "quyenSo", "ngayQuyetDinh", "noiCap", "ghHoTen", "ghNgaySinh", "ghDanToc"].concat([
            "dghHoTen",
            "dghGioiTinh",
            "dghNgaySinh",
          ]),
          row("1"),
          row("2"),
          row("3"),
        ],
        groups: expect.objectContaining({ guardian: "Người giám hộ", child: "Người được giám hộ" }),
        texts: { recordType: expect.objectContaining({ GH: "Giám hộ" }) },
      });
    } finally {
      await house.remove();
    }
  });
});
