import { createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import { createExportJobs } from "../exports/export-jobs.ts";
import type { Manifest } from "../exports/manifest.ts";
import { type ExportView, exports } from "../read-models/exports.ts";
import { getExportFiles } from "../steps/get-export-files.ts";
import { getExport } from "./get-export.ts";

const ofAnother = {
  exportId: "export-a",
  bookId: "book-a",
  unitId: "xa-1",
  kind: "whole-book",
  account: "manager-1",
  setters: [],
  openers: undefined,
  at: "2026-03-10T02:00:00.000Z",
} as const;

const manifest: Manifest = {
  schema: 1,
  exportId: "export-a",
  createdAt: "2026-03-10T02:00:00.000Z",
  createdBy: { account: "manager-1", name: "Người quản lý", unit: "tinh" },
  position: 9,
  book: {
    bookId: "book-a",
    unitId: "xa-1",
    unitName: "Xã Sơn Hạ",
    recordType: "KS",
    bookNumber: "01/2008",
    openingYear: 2008,
    office: "UBND xã Sơn Hạ",
    expectedCases: null,
    pages: null,
  },
  counts: { records: 3, accepted: 0, voided: 1, scans: 2, scannedPages: 5 },
  workbook: { name: "workbook.xlsx", sha256: "a".repeat(64), size: 10 },
  scans: { name: "scans.zip", sha256: "b".repeat(64), size: 20 },
  files: [],
};

const start = async () => {
  const { blobs, readModels } = createInMemoryPorts();
  const dependencies = {
    blobs,
    jobs: createExportJobs(),
    exports: await readModels.open<ExportView>(exports.definition),
  };
  /** Another process finishes the export: event in the read model, files in the blobs. */
  const finishElsewhere = async () => {
    const stored = await blobs.put(Buffer.from(JSON.stringify(manifest)));
    const at = { account: "manager-1", name: "Người quản lý", at: manifest.createdAt };
    const row = {
      id: "export-a",
      bookId: "book-a",
      unitId: "xa-1",
      records: 3,
      kind: "whole-book" as const,
      setters: [],
      openers: undefined,
      ...at,
    };
    const puts = [{ ...row, manifestSha256: stored.sha256 }];
    await dependencies.exports.commit({ lane: "access", position: 10, puts, deletes: [] });
    return stored;
  };
  return { dependencies, finishElsewhere };
};

it("is the one that another process finished where it failed in this one", async () => {
  const { dependencies, finishElsewhere } = await start();
  const failed = dependencies.jobs.start(ofAnother);
  failed.phase = "failed";
  expect(await getExport(dependencies, "export-a")).toBe(failed);

  const { sha256, size } = await finishElsewhere();
  const found = await getExport(dependencies, "export-a");
  // Two sheets of three rows, and two scans.
  expect(found).toMatchObject({ ...ofAnother, phase: "finished", done: 8, total: 8 });
  expect(getExportFiles(found).manifest).toEqual({ sha256, size });
  expect(getExportFiles(found).workbook).toMatchObject({ sha256: "a".repeat(64), size: 10 });
});

it("is the one under way in this process, whose files are not there yet", async () => {
  const { dependencies } = await start();
  const job = dependencies.jobs.start(ofAnother);
  expect(await getExport(dependencies, "export-a")).toBe(job);
  expect(() => getExportFiles(job)).toThrow(expect.objectContaining({ code: "export-not-ready" }));
  await expect(getExport(dependencies, "export-b")).rejects.toMatchObject({ code: "export-unknown" });
});
