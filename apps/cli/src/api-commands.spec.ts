import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { exportBook, importWorkbook } from "./api-commands.ts";

const preview = {
  rows: [{ row: 2, status: "good", fields: { so: { raw: "1" }, nksHoTen: { raw: "Nguyễn Văn An" } } }],
  problems: [{ row: 2, field: "meNgaySinh", value: "2005", messageVi: "Mẹ còn quá trẻ." }],
  rules: { "mother-age": 1 },
  unknownColumns: ["Ghi chú thêm"],
  missingColumns: [],
};

/** A server that has prepared an import, or written an export, and what was asked of it. */
const served = (more: object = {}, standing = "awaits-approval") => {
  const sent: string[] = [];
  let phase = "prepared";
  const client: ApiClient = {
    async get<Body>(path: string) {
      if (path.endsWith("/preview")) return { ...preview, ...more } as Body;
      if (path.startsWith("reporting/"))
        return { exportId: "x-1", phase: "finished", done: 1, total: 1, standing } as Body;
      return { phase, done: 1, total: 1, good: 1, refused: 0, unchanged: 0, written: 1 } as Body;
    },
    async post<Body>(path: string) {
      sent.push(path);
      if (path.endsWith("/confirm")) phase = "finished";
      return { exportId: "x-1" } as Body;
    },
    upload: async <Body>() => ({ importId: `i-${sent.length}` }) as Body,
    download: async () => new Blob(["tệp"]).stream(),
  };
  return { client, sent };
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
  expect(confirmed).toMatch(/^[0-9a-f]{16}$/);
  const same = served();
  await importWorkbook(same.client, { ...options, confirmed });
  expect(same.sent).toEqual(["entry/v1/imports/i-0/confirm"]);
  const other = served({ rules: { "mother-age": 2 } });
  await expect(importWorkbook(other.client, { ...options, confirmed })).rejects.toMatchObject({
    exitCode: 1,
  });
  expect(other.sent).toEqual(["entry/v1/imports/i-0/discard"]);
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
