import { readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { GENESIS_HASH, linkEvent, NO_STREAM } from "@sogoc/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFiles } from "./data-files.ts";
import { type Embedded, openEmbedded } from "./embedded.ts";
import { blobPath } from "./folder-blobs.ts";
import { sweepBlobs } from "./sweep-blobs.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { verifyBlobs } from "./verify-blobs.ts";

let folder: string;
let remove: () => void;
let embedded: Embedded;
let damaged: string[];
beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  damaged = [];
  embedded = await openEmbedded({ folder, notices: { onBlobDamaged: (sha256) => damaged.push(sha256) } });
});
afterEach(async () => {
  await embedded.close();
  remove();
});

const fileOf = (sha256: string) => blobPath(dataFiles(folder).blobs, sha256);

const flipBit = (file: string, place: number) => {
  const bytes = readFileSync(file);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

const age = (sha256: string, hours: number) => {
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(fileOf(sha256), then, then);
};

let events = 0;
const name = async (type: string, data: object) => {
  const stream = `named-${events++}`;
  const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
  const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: stream, correlationId: stream };
  const event = { id: stream, type, schema: 1, data, metadata };
  const linked = linkEvent(event, { stream, revision: 0, previousHash: GENESIS_HASH });
  await embedded.store.append(stream, NO_STREAM, [linked]);
  return stream;
};

const put = (text: string) => embedded.blobs.put(Buffer.from(text));

describe("reading a blob", () => {
  it("is refused where a bit of it has flipped, before the first byte", async () => {
    const { sha256 } = await put("bản quét");
    flipBit(fileOf(sha256), 3);
    await expect(embedded.blobs.read(sha256)).rejects.toMatchObject({ code: "blob-damaged" });
    expect(damaged).toEqual([sha256]);
  });

  it("ends in an error where a large one has flipped or been cut, and says so", async () => {
    const { sha256 } = await embedded.blobs.put(Buffer.alloc(3 * 2 ** 20, "trang "));
    flipBit(fileOf(sha256), 2 ** 21);
    await expect(buffer(await embedded.blobs.read(sha256))).rejects.toMatchObject({ code: "blob-damaged" });
    truncateSync(fileOf(sha256), 2 ** 21);
    await expect(buffer(await embedded.blobs.read(sha256))).rejects.toMatchObject({ code: "blob-damaged" });
    expect(damaged).toEqual([sha256, sha256]);
  });

  it("is right again once the same bytes were put again", async () => {
    const { sha256 } = await put("bản quét");
    flipBit(fileOf(sha256), 3);
    await put("bản quét");
    expect(String(await buffer(await embedded.blobs.read(sha256)))).toBe("bản quét");
  });
});

describe("verifying blobs", () => {
  it("names every blob that is missing or not right, also what only a manifest names", async () => {
    const [scan, source, preview, workbook, scans] = await Promise.all(
      ["quét", "tệp nguồn", "xem trước", "bảng tính", "gói quét"].map(put),
    );
    const manifest = await put(JSON.stringify({ workbook, scans, files: [] }));
    await name("ScanAttached", { sha256: scan?.sha256 });
    await name("ScanAttached", { sha256: scan?.sha256 });
    const prepared = await name("ImportPrepared", { sha256: source?.sha256, preview: preview?.sha256 });
    const exported = await name("BookExported", { manifestSha256: manifest.sha256 });
    await put("không ai nhắc đến");
    expect(await verifyBlobs({ folder })).toMatchObject({ blobs: 6, missing: [], broken: [] });

    flipBit(fileOf(preview?.sha256 ?? ""), 0);
    writeFileSync(fileOf(scans?.sha256 ?? ""), "");
    rmSync(fileOf(workbook?.sha256 ?? ""));
    const verdict = await verifyBlobs({ folder });
    const ofExport = { type: "BookExported", stream: exported, position: 4, words: "gói xuất / export" };
    const ofImport = {
      type: "ImportPrepared",
      stream: prepared,
      position: 3,
      words: "tệp nhập / import",
    };
    expect(verdict.missing).toEqual([{ sha256: workbook?.sha256, ...ofExport }]);
    expect(verdict.broken).toEqual([
      { sha256: preview?.sha256, ...ofImport },
      { sha256: scans?.sha256, ...ofExport },
    ]);
  });
});

describe("blobs that no event names", () => {
  it("are swept a day after they were put, and nothing else is", async () => {
    const [scan, workbook, scans, refused, young] = await Promise.all(
      ["quét", "bảng tính", "gói quét", "bị từ chối", "vừa gửi"].map(put),
    );
    const manifest = await put(JSON.stringify({ workbook, scans, files: [] }));
    for (const one of [scan, workbook, scans, refused, manifest]) age(one?.sha256 ?? "", 25);
    await name("ScanAttached", { sha256: scan?.sha256 });
    await name("BookExported", { manifestSha256: manifest.sha256 });
    expect(await sweepBlobs(embedded)).toBe(1);
    const left: string[] = [];
    for await (const { sha256 } of embedded.blobs.list()) left.push(sha256);
    const kept = [scan, workbook, scans, young, manifest].map((one) => one?.sha256);
    expect(left.sort()).toEqual(kept.sort());
  });

  it("are the files of an export whose time is over, but for its manifest and what was handed over", async () => {
    const [workbook, scans, sent, sentScans] = await Promise.all(
      ["bảng tính", "gói quét", "bảng tính đã gửi", "gói quét đã gửi"].map(put),
    );
    const manifest = await put(JSON.stringify({ workbook, scans, files: [] }));
    const ofSent = await put(JSON.stringify({ workbook: sent, scans: sentScans, files: [] }));
    const all = [workbook, scans, sent, sentScans, manifest, ofSent].map((one) => one?.sha256 ?? "");
    for (const sha256 of all) age(sha256, 25);
    await name("BookExported", { exportId: "x-1", manifestSha256: manifest.sha256 });
    await name("BookExported", { exportId: "x-2", manifestSha256: ofSent.sha256 });
    const blobs = { workbookSha256: sent?.sha256, scansSha256: sentScans?.sha256 };
    await name("BookHandedOver", { ...blobs, manifestSha256: ofSent.sha256 });
    for (const exportId of ["x-1", "x-2"]) await name("ExportExpired", { exportId });
    expect(await sweepBlobs(embedded)).toBe(2);
    for (const one of [workbook, scans]) expect(await embedded.blobs.find(one?.sha256 ?? "")).toBeUndefined();
    for (const one of [sent, sentScans, manifest, ofSent])
      expect(await embedded.blobs.find(one?.sha256 ?? "")).toBeDefined();
    // Nobody misses them.
    expect(await verifyBlobs({ folder })).toMatchObject({ missing: [], broken: [] });
  });

  it("stay where a manifest cannot be read, since what it names is not known", async () => {
    const workbook = await put("bảng tính");
    const manifest = await put(JSON.stringify({ workbook, scans: workbook, files: [] }));
    for (const { sha256 } of [workbook, manifest]) age(sha256, 25);
    await name("BookExported", { manifestSha256: manifest.sha256 });
    flipBit(fileOf(manifest.sha256), 5);
    await expect(sweepBlobs(embedded)).rejects.toMatchObject({ code: "blob-damaged" });
    expect(await embedded.blobs.find(workbook.sha256)).toBeDefined();
  });

  it("stay where the same is put while they are looked for, and is named after", async () => {
    const { sha256 } = await put("gửi lại");
    age(sha256, 25);
    const swept = embedded.blobs.sweep({
      putBefore: Date.now() - 3_600_000,
      async findUnnamed(candidates) {
        expect([...candidates]).toEqual([sha256]);
        // Between the look at the log and the end of the blob somebody sends the same file again.
        await put("gửi lại");
        return candidates;
      },
    });
    expect(await swept).toBe(0);
    expect(String(await buffer(await embedded.blobs.read(sha256)))).toBe("gửi lại");
  });
});

describe("taking a put back", () => {
  it("removes what it has made, and nothing that others have put or that was there", async () => {
    const { sha256 } = await put("bị từ chối");
    await embedded.blobs.takeBack?.(sha256);
    expect(await embedded.blobs.find(sha256)).toBeUndefined();

    await Promise.all([put("hai người"), put("hai người")]);
    const shared = await put("hai người");
    await embedded.blobs.takeBack?.(shared.sha256);
    expect(await embedded.blobs.find(shared.sha256)).toBeDefined();

    const racing = await Promise.all([put("cùng lúc"), put("cùng lúc")]);
    await embedded.blobs.takeBack?.(racing[0].sha256);
    expect(await embedded.blobs.find(racing[0].sha256)).toBeDefined();

    await embedded.blobs.takeBack?.("0".repeat(64));
  });

  it("leaves right bytes where an event names the blob and what lay there had rotted or was cut", async () => {
    const { sha256 } = await put("tờ số 12");
    await name("ScanAttached", { sha256 });
    for (const harm of [
      (file: string) => flipBit(file, 2),
      (file: string) => truncateSync(file, 3),
      (file: string) => writeFileSync(file, ""),
    ]) {
      harm(fileOf(sha256));
      // As an upload of the same file that is refused.
      await put("tờ số 12");
      await embedded.blobs.takeBack?.(sha256);
      expect(String(await buffer(await embedded.blobs.read(sha256)))).toBe("tờ số 12");
    }
    expect(await verifyBlobs({ folder })).toMatchObject({ missing: [], broken: [] });
  });

  it("leaves what another put of the same has finished meanwhile", async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `cùng lúc ${index}`);
    for (const text of texts) {
      const [one] = await Promise.all([put(text), put(text), put(text)]);
      await embedded.blobs.takeBack?.(one.sha256);
      expect(await embedded.blobs.find(one.sha256), text).toBeDefined();
    }
  });
});
