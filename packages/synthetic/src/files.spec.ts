import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { eventCatalogue } from "@sogoc/events";
import { inspectPdf, openWorkbook, openZip } from "@sogoc/files";
import {
  checkScanNameAgainstBook,
  detectLayout,
  parseCoverFileName,
  parseScanFileName,
  writtenText,
} from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { recordTypeCodes, type SyntheticBook } from "./book-model.ts";
import { usualRates } from "./defect-rates.ts";
import { createGenerator } from "./generator.ts";
import { keyingErrors, usualKeying } from "./keying-errors.ts";
import { toScanZip } from "./scan-zip.ts";
import { type SheetLayout, toWorkbook } from "./workbook-file.ts";
import { worldEvents } from "./world.ts";

const generator = createGenerator("files");

const firstBook = (recordType: (typeof recordTypeCodes)[number]): SyntheticBook => {
  const [book] = generator.books({ types: [recordType], years: [2008], communes: 1 });
  if (book === undefined) throw new Error("no book");
  return book;
};

const collect = async (write: (target: Writable) => Promise<unknown>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  await write(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    }),
  );
  return Buffer.concat(chunks);
};

describe("toWorkbook", () => {
  const layouts: SheetLayout[] = ["legacy", "2024", "police"];
  it.each(layouts.flatMap((layout) => recordTypeCodes.map((type) => [layout, type] as const)))(
    "%s %s: the importer knows the sheet and reads every cell back",
    async (layout, type) => {
      const cases = generator.cases(firstBook(type), { rates: usualRates });
      const bytes = await collect((target) => toWorkbook(cases, layout, target));
      const again = await collect((target) => toWorkbook(cases, layout, target));
      expect(createHash("sha256").update(again).digest("hex")).toBe(
        createHash("sha256").update(bytes).digest("hex"),
      );
      const workbook = await openWorkbook(bytes);
      expect(workbook.sheets).toEqual(["DL Import", "Ghi chu"]);
      let columns: (string | undefined)[] = [];
      let index = -1;
      for await (const { cells } of workbook.rows("DL Import")) {
        if (index === -1) {
          const detected = detectLayout(cells.map((cell) => cell?.text ?? ""));
          expect(detected).toMatchObject({
            dialect: layout === "2024" && type !== "KS" ? "legacy" : layout,
            unknown: [],
            missing: [],
          });
          expect(detected?.recordType.code).toBe(type);
          columns = detected?.columns ?? [];
        } else {
          const page = cases[index];
          columns.forEach((code, column) => {
            if (code === undefined || code === "STT") return;
            const read = cells[column]?.text ?? "";
            const text = writtenText(page?.paper[code]) ?? "";
            const dotted = (cell: string) => (layout === "police" ? cell.replaceAll("/", ".") : cell);
            expect(dotted(read)).toBe(dotted(text));
          });
        }
        index += 1;
      }
      expect(index).toBe(cases.length);
    },
  );

  it("leaves some codes as numbers", async () => {
    const cases = generator.cases(firstBook("KS"));
    const workbook = await openWorkbook(await collect((target) => toWorkbook(cases, "legacy", target)));
    const kinds = new Set<string | undefined>();
    for await (const { cells, row } of workbook.rows("DL Import")) if (row > 1) kinds.add(cells[4]?.kind);
    expect(kinds).toEqual(new Set(["text", "number"]));
  });
});

describe("toScanZip", () => {
  it("has a cover and one safe PDF a case, named by the rule", async () => {
    const book = firstBook("CMC");
    const cases = generator.cases(book, { rates: { "number-repeated": 0.5, illegible: 0.5 } });
    const zip = await openZip(await collect((target) => toScanZip(cases, book, target)));
    expect(zip.entries).toHaveLength(cases.length + 1);
    for await (const entry of zip) {
      const bytes = await entry.read();
      expect(await inspectPdf(bytes)).toEqual({ pages: 1 });
      if (entry.name.startsWith("Cover")) expect(parseCoverFileName(entry.name)?.recordType).toBe("CMC");
      else {
        const { name, problems } = parseScanFileName(entry.name);
        expect(problems).toEqual([]);
        expect(
          name && checkScanNameAgainstBook(name, { recordType: "CMC", quyenSo: book.data.bookNumber }),
        ).toEqual([]);
      }
    }
  });

  it("gives wrong names when asked", async () => {
    const book = firstBook("CMC");
    const cases = generator.cases(book, { count: 8 });
    const zip = await openZip(
      await collect((target) => toScanZip(cases, book, target, { wrongNames: 5, noCover: true })),
    );
    const wrong = zip.entries.filter(({ name }) => parseScanFileName(name).problems.length > 0);
    expect(wrong).toHaveLength(5);
  });
});

describe("keyingErrors", () => {
  it("makes errors of every kind, at the rate asked for, and reports each", () => {
    const cases = generator.cases(firstBook("KS"));
    const random = generator.random("keyer");
    const rates = { typo: 0.05, tone: 0.05, swappedDigits: 0.05, skipped: 0.05 };
    const results = cases.map((page) => ({ page, ...keyingErrors(page, rates, random) }));
    const fields = cases.reduce((sum, { paper }) => sum + Object.keys(paper).length, 0);
    const errors = results.flatMap((result) => result.errors);
    expect(errors.length / fields).toBeGreaterThan(0.08);
    expect(errors.length / fields).toBeLessThan(0.2);
    expect(new Set(errors.map(({ kind }) => kind))).toEqual(
      new Set(["typo", "tone", "swappedDigits", "skipped"]),
    );
    for (const { page, fields: keyed, errors: made } of results) {
      const wrong = new Set(made.map(({ field }) => field));
      for (const code of Object.keys(page.paper)) {
        const same = writtenText(keyed[code]) === writtenText(page.paper[code]);
        expect(same, `${code} ${JSON.stringify(made)}`).toBe(!wrong.has(code));
      }
    }
  });

  it("is the same for the same chance, and faultless at rate nought", () => {
    const [page] = generator.cases(firstBook("KH"));
    if (page === undefined) throw new Error("no case");
    const key = () => keyingErrors(page, usualKeying, generator.random("same"));
    expect(key()).toEqual(key());
    const none = { typo: 0, tone: 0, swappedDigits: 0, skipped: 0 };
    expect(keyingErrors(page, none, generator.random("x")).errors).toEqual([]);
  });
});

describe("events", () => {
  it("have the shape of the catalogue", () => {
    for (const { type, data } of worldEvents())
      expect(eventCatalogue.get(type)?.data.parse(data)).toEqual(data);
    for (const { data } of generator.books({ years: [2015] })) {
      expect(eventCatalogue.get("BookRegistered")?.data.parse(data)).toEqual(data);
    }
  });
});

describe("worldEvents", () => {
  it("registers every unit before it is used, and closes the district with its communes", () => {
    const known = new Set(["vn"]);
    const closed = new Set<unknown>();
    for (const { type, data } of worldEvents()) {
      const { unitId, parentId, successors, areaId } = data as Record<string, string> & {
        successors?: string[];
      };
      if (type === "UnitRegistered") {
        expect(known.has(parentId ?? "")).toBe(true);
        known.add(unitId ?? "");
      } else expect(known.has(unitId ?? "")).toBe(true);
      for (const id of successors ?? []) expect(known.has(id)).toBe(true);
      if (areaId !== undefined) expect(known.has(areaId)).toBe(true);
      if (type === "UnitClosed") closed.add(unitId);
    }
    expect(closed.size).toBe(9);
    for (const book of generator.books({ years: [2006] })) {
      expect(known.has(book.data.unitId) && !closed.has(book.data.unitId)).toBe(true);
    }
  });
});
