import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { exportBook, importWorkbook } from "./api-commands.ts";

const digest = "a1".repeat(32);
const preview = {
  digest,
  rows: [{ row: 2, status: "good", fields: { so: { raw: "1" }, nksHoTen: { raw: "Nguyễn Văn An" } } }],
  problems: [{ row: 2, field: "meNgaySinh", value: "2005", messageVi: "Mẹ còn quá trẻ." }],
  rules: { "mother-age": 1 },
  unknownColumns: ["Ghi chú thêm"],
  missingColumns: [],
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A package whose files are no more than their own names. */
const packed: Readonly<Record<string, string>> = {
  "workbook.xlsx": "bảng tính",
  "scans.zip": "ảnh",
  "manifest.json": JSON.stringify({
    exportId: "x-1",
    book: { bookNumber: "01/2008", recordType: "KS", office: "UBND xã Mai Lâm" },
    counts: { records: 1, scans: 1 },
    workbook: { sha256: sha256("bảng tính"), size: 1 },
    scans: { sha256: sha256("ảnh"), size: 1 },
    files: [],
  }),
  "manifest.jws": "chữ ký",
};

/** A server that has prepared an import, or written an export, and what was asked of it. */
const served = (more: object = {}, standing = "awaits-approval", files = packed) => {
  const sent: string[] = [];
  const bodies: (object | undefined)[] = [];
  let phase = "prepared";
  const client: ApiClient = {
    async get<Body>(path: string) {
      if (path.endsWith("/preview")) return { ...preview, ...more } as Body;
      if (path.startsWith("reporting/"))
        return { exportId: "x-1", phase: "finished", done: 1, total: 1, standing } as Body;
      return { phase, done: 1, total: 1, good: 1, refused: 0, unchanged: 0, written: 1, revision: 4 } as Body;
    },
    async post<Body>(path: string, body?: object, seen?: number) {
      sent.push(path);
      if (path.includes("/imports/")) expect(seen).toBe(4);
      bodies.push(body);
      if (path.endsWith("/confirm")) phase = "finished";
      return { exportId: "x-1" } as Body;
    },
    upload: async <Body>() => ({ importId: `i-${sent.length}` }) as Body,
    async download(path) {
      const name = path.split("/").at(-1) ?? "";
      return new Blob([files[name] ?? "tệp"]).stream();
    },
  };
  return { client, sent, bodies };
};

const options = {
  file: "so.xlsx",
  unit: "u-1",
  type: "KS",
  allOrNothing: false,
  openBatches: false,
  previewOnly: false,
  restoredRowsSeen: false,
};

const said: string[] = [];
beforeEach(() => {
  said.splice(0);
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});

const digestSaid = () => /digest of the preview: (\S+)/.exec(said.join("\n"))?.[1] ?? "";

it("writes nothing of an import before somebody has looked at its preview", async () => {
  const { client, sent } = served();
  await expect(importWorkbook(client, options)).rejects.toMatchObject({ exitCode: 2 });
  expect(sent).toEqual(["entry/v1/imports/i-0/discard"]);
  const shown = said.join("\n");
  for (const part of ["good 1", "Nguyễn Văn An", "mother-age: 1", "Mẹ còn quá trẻ.", "Ghi chú thêm"])
    expect(shown).toContain(part);
});

it("writes what the digest says was looked at, and nothing else", async () => {
  await importWorkbook(served().client, { ...options, previewOnly: true });
  const confirmed = digestSaid();
  expect(confirmed).toBe(digest);
  const same = served();
  await importWorkbook(same.client, { ...options, confirmed });
  expect(same.sent).toEqual(["entry/v1/imports/i-0/confirm"]);
  expect(same.bodies).toEqual([{ mode: "good-rows-only", restoredRowsSeen: undefined, digest }]);
  const other = served({ digest: "b2".repeat(32) });
  await expect(importWorkbook(other.client, { ...options, confirmed })).rejects.toMatchObject({
    exitCode: 1,
  });
  expect(other.sent).toEqual(["entry/v1/imports/i-0/discard"]);
});

it("shows what is blank, illegible or doubtful, and each reason with its case, as the page does", async () => {
  const { client } = served({
    rows: [
      {
        row: 2,
        status: "good",
        fields: {
          meHoTen: { raw: "Lê Thị B", doubtful: true },
          chaHoTen: { blank: true },
          chaNgaySinh: { illegible: "torn", raw: "19" },
          ngayDangKy: { raw: "1/2/2008", value: "01.02.2008" },
        },
      },
    ],
    secondSheet: {
      rows: 1,
      values: 3,
      reasons: 1,
      kinds: { blank: 1, illegible: 0, doubtful: 2, notKeyed: 0, written: 0 },
      examples: [{ row: 2, field: "meHoTen", cell: "Lê Thị B", value: { raw: "Lê Thị B", doubtful: true } }],
      taken: [
        {
          row: 2,
          bookNumber: "01/2008",
          number: "7b",
          rule: "parent-young",
          fields: ["meNgaySinh", "nksNgaySinh"],
          reason: "sổ ghi vậy",
          messageVi: "Mẹ còn quá trẻ.",
        },
      ],
      reasonsLeft: 4,
    },
  });
  await importWorkbook(client, { ...options, previewOnly: true });
  const shown = said.join("\n");
  for (const part of [
    "meHoTen “Lê Thị B” (chưa chắc / doubtful)",
    "chaHoTen (trống trong sổ / blank)",
    "chaNgaySinh “19” (không đọc được / illegible: torn)",
    "ngayDangKy “1/2/2008” → 01.02.2008",
    "blank 1, doubtful 2",
    "và 2 giá trị nữa",
    "row 2, số 7b quyển 01/2008, parent-young (meNgaySinh, nksNgaySinh): Mẹ còn quá trẻ. Lý do / reason: “sổ ghi vậy”",
    "4 lý do nữa không được ghi",
  ])
    expect(shown).toContain(part);
});

it.each([
  ["co", "confirm"],
  ["yes", "confirm"],
  ["", "discard"],
  ["không", "discard"],
])("answered %j beside the preview, the import is asked to %s", async (answer, way) => {
  const { client, sent } = served();
  const done = importWorkbook(client, { ...options, ask: async () => answer });
  if (way === "confirm") await done;
  else await expect(done).rejects.toMatchObject({ exitCode: 1 });
  expect(sent).toEqual([`entry/v1/imports/i-0/${way}`]);
});

it("fetches a whole book once a second person has let it go, by the id that it was told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-export-"));
  const waiting = served();
  await expect(exportBook(waiting.client, "b-1", { folder })).rejects.toThrow("--export x-1");
  expect(await readdir(folder)).toEqual([]);
  const approved = served({}, "ready");
  await exportBook(approved.client, "b-1", { folder, exportId: "x-1" });
  expect(approved.sent).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual([
    "manifest.json",
    "manifest.jws",
    "scans.zip",
    "workbook.xlsx",
  ]);
  await rm(folder, { recursive: true });
});

it("leaves the package that lies there until the next is whole, and takes none that is cut", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-export-"));
  const read = async (name: string) => readFile(join(folder, name), "utf8");
  await exportBook(served({}, "ready").client, "b-1", { folder });
  const cut = served({}, "ready", { ...packed, "scans.zip": "ản" });
  await expect(exportBook(cut.client, "b-1", { folder })).rejects.toThrow("not whole");
  expect(await read("scans.zip")).toBe("ảnh");
  const { client } = served({}, "ready");
  const away: ApiClient = {
    ...client,
    download: async (path) =>
      path.endsWith(".zip") ? Promise.reject(new Error("away")) : client.download(path),
  };
  await expect(exportBook(away, "b-1", { folder })).rejects.toThrow("away");
  for (const [name, text] of Object.entries(packed)) expect(await read(name)).toBe(text);
  await exportBook(client, "b-1", { folder });
  expect((await readdir(folder)).sort()).toEqual(Object.keys(packed).sort());
  await rm(folder, { recursive: true });
});
