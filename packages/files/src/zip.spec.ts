import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { FileRefusal } from "./refusal.ts";
import { forgeZip } from "./testing/forged-zip.ts";
import { refusedWith } from "./testing/refused.ts";
import { createZipWriter, entryNameFor, openZip } from "./zip.ts";
import type { OpenZipOptions } from "./zip-limits.ts";

const readAll = async (
  source: Buffer | string,
  options?: OpenZipOptions,
): Promise<Record<string, string>> => {
  const zip = await openZip(source, options);
  const contents: Record<string, string> = {};
  for await (const entry of zip) contents[entry.name] = (await entry.read()).toString();
  zip.close();
  return contents;
};

const written = async (files: Record<string, Buffer | Readable>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const writer = createZipWriter(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    }),
  );
  for (const [name, content] of Object.entries(files)) await writer.add(name, content);
  await writer.finish();
  return Buffer.concat(chunks);
};

/** Each entry begins before the one whose head it takes for its own content, and ends with it. */
const quotedZip = (): Buffer => {
  const bytes = forgeZip([
    { path: "a", content: "one", method: 0 },
    { path: "b", content: "two", method: 0 },
  ]);
  // Of the first entry in the table of contents: its sizes (APPNOTE 4.3.12).
  const first = bytes.indexOf("PK\x01\x02", 0, "latin1");
  const wider = bytes.readUInt32LE(first + 20) + 34;
  bytes.writeUInt32LE(wider, first + 20);
  bytes.writeUInt32LE(wider, first + 24);
  return bytes;
};

/** As a program writes it that counts entries in 16 bits and has gone round. */
const countingFrom = (bytes: Buffer, count: number): Buffer => {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  bytes.writeUInt16LE(count, end + 8);
  bytes.writeUInt16LE(count, end + 10);
  return bytes;
};

const honest = { path: "a.pdf", content: "one" };

describe("zip", () => {
  it("gives back what was written, packed, stored or streamed", async () => {
    const stream = Readable.from([Buffer.from("ba")]);
    const bytes = await written({
      "một.pdf": Buffer.from("một"),
      "hai.txt": Buffer.from("hai"),
      "ba.bin": stream,
    });
    expect(await readAll(bytes)).toEqual({ "một.pdf": "một", "hai.txt": "hai", "ba.bin": "ba" });
    const again = await written({
      "một.pdf": Buffer.from("một"),
      "hai.txt": Buffer.from("hai"),
      "ba.bin": Readable.from([Buffer.from("ba")]),
    });
    expect(again.equals(bytes)).toBe(true);
  });

  it("reads back every name that it may be written under, whatever a file was called", async () => {
    const names = [
      ...["KS.2009.55.2009-02-03.163\u0000.pdf", "159\t.pdf", "a\u202efdp.pdf", "b\u200b.pdf", "\ud800c.pdf"],
      ...[
        "C:quyển.pdf",
        "..",
        "",
        ".",
        "a/../../d.pdf",
        "e\\f.pdf",
        "._g.pdf",
        "Thumbs.db",
        "h.pdf. ",
        "\n",
        "::",
      ],
    ];
    for (const name of names) {
      const given = entryNameFor(name, "scan.pdf");
      expect(Object.keys(await readAll(await written({ [given]: Buffer.from("x") }))), name).toEqual([given]);
    }
    expect(entryNameFor("KS.2009.55.2009-02-03.163\u0000.pdf", "")).toBe("KS.2009.55.2009-02-03.163.pdf");
    expect(entryNameFor("Sổ gốc (1).pdf", "")).toBe("Sổ gốc (1).pdf");
    for (const name of ["a\u0000.pdf", "../a.pdf", "/a.pdf", "C:a.pdf"])
      await expect(written({ [name]: Buffer.from("x") })).rejects.toThrow(RangeError);
  });

  it("flattens folders, composes names and passes over what systems leave behind", async () => {
    const decomposed = "Bìa.pdf".normalize("NFD");
    const source = forgeZip([
      { path: `KS/2008/${decomposed}`, content: "x" },
      { path: "KS/", content: "" },
      { path: "KS\\b.pdf", content: "y" },
      { path: "__MACOSX/KS/._b.pdf", content: "z" },
      { path: "Thumbs.db", content: "z" },
    ]);
    expect(await readAll(source)).toEqual({ "Bìa.pdf": "x", "b.pdf": "y" });
  });

  it("reads names in the code page of 7-Zip, WinRAR and older Windows, and flattens their folders", async () => {
    const zip = await openZip(
      await readFile(join(import.meta.dirname, "..", "test-files", "folder-in-cp437.zip")),
    );
    expect(zip.entries.map(({ path }) => path)).toEqual(["Yên Lâm/KS.2008.02.2008-03-16.06.pdf"]);
    expect(zip.entries.map(({ name }) => name)).toEqual(["KS.2008.02.2008-03-16.06.pdf"]);
    zip.close();
    // ô = 0x93, à = 0x85, as the code page has them; neither is UTF-8.
    const raw = Buffer.from([0x93, 0x85, 0x2f, 0x61]);
    const forged = await openZip(forgeZip([{ ...honest, path: raw, flags: 0 }]));
    expect(forged.entries.map(({ path }) => path)).toEqual(["ôà/a"]);
  });

  it("believes the Unicode path field where it belongs to the name, and UTF-8 without the flag", async () => {
    const raw = Buffer.from([0x93, 0x2e, 0x70, 0x64, 0x66]);
    const field = (crc: number) => {
      const head = Buffer.alloc(9);
      const name = Buffer.from("Khôi.pdf");
      head.writeUInt16LE(0x7075, 0);
      head.writeUInt16LE(5 + name.length, 2);
      head.writeUInt8(1, 4);
      head.writeUInt32LE(crc, 5);
      return Buffer.concat([head, name]);
    };
    const named = async (extra: Buffer, path: string | Buffer) =>
      (await openZip(forgeZip([{ ...honest, path, extra, flags: 0 }]))).entries[0]?.name;
    expect(await named(field(crc32(raw)), raw)).toBe("Khôi.pdf");
    expect(await named(field(1), raw)).toBe("ô.pdf");
    expect(await named(Buffer.alloc(0), "Khôi.pdf")).toBe("Khôi.pdf");
  });

  describe("with zeros behind it, as copiers leave them", () => {
    const two = [
      { path: "a.pdf", content: "one" },
      { path: "b.pdf", content: "two", method: 0 },
    ];
    const endsWith = (zip: Buffer, comment: Buffer): Buffer => {
      const bytes = Buffer.concat([zip, comment]);
      bytes.writeUInt16LE(comment.length, zip.length - 2);
      return bytes;
    };
    const copies: [string, Buffer][] = [
      ["one", Buffer.concat([forgeZip(two), Buffer.alloc(1)])],
      ["a block", Buffer.concat([forgeZip(two), Buffer.alloc(4096)])],
      ["more than a comment may have", Buffer.concat([forgeZip(two), Buffer.alloc(2 ** 17)])],
      ["and a comment", Buffer.concat([endsWith(forgeZip(two), Buffer.from("scan\0")), Buffer.alloc(512)])],
    ];
    it.each(copies)("reads it from memory and from a file: %s", async (_, bytes) => {
      const contents = { "a.pdf": "one", "b.pdf": "two" };
      expect(await readAll(bytes)).toEqual(contents);
      await using folder = await mkdtempDisposable(join(tmpdir(), "sogoc-zip-"));
      const path = join(folder.path, "padded.zip");
      await writeFile(path, bytes);
      expect(await readAll(path)).toEqual(contents);
    });

    it("refuses what is not only zeros", async () => {
      const behind = Buffer.concat([forgeZip(two), Buffer.alloc(512), Buffer.from("x")]);
      expect(await refusedWith(() => readAll(behind))).toBe("scan-refused: damaged");
      const claimed = endsWith(forgeZip(two), Buffer.alloc(0));
      claimed.writeUInt16LE(700, claimed.length - 2);
      const padded = Buffer.concat([claimed, Buffer.alloc(512)]);
      expect(await refusedWith(() => readAll(padded))).toBe("scan-refused: damaged");
    });
  });

  const bomb = Buffer.alloc(4 * 2 ** 20);
  const cases: [string, () => Buffer, OpenZipOptions?][] = [
    ["not-a-zip", () => Buffer.from("%PDF-1.7")],
    ["not-a-zip", () => Buffer.alloc(2)],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "../a.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "a/../../b.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "/etc/a.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "C:\\a.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "..\\a.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, path: "a\u0000.pdf" }])],
    ["unsafe-path", () => forgeZip([{ ...honest, attributes: 0o120777 * 65536 }])],
    ["duplicate-entry", () => forgeZip([honest, { ...honest, path: "A.PDF" }])],
    ["duplicate-entry", () => forgeZip([honest, { ...honest, path: "sub/a.pdf" }])],
    ["encrypted", () => forgeZip([{ ...honest, flags: 0x801 }])],
    ["unsupported-compression", () => forgeZip([{ ...honest, method: 14 }])],
    ["too-many-entries", () => forgeZip([honest, { ...honest, path: "b" }]), { maxEntries: 1 }],
    ["entry-too-large", () => forgeZip([{ ...honest, content: bomb }]), { maxEntryBytes: 2 ** 20 }],
    ["compression-ratio", () => forgeZip([{ ...honest, content: bomb }])],
    // The claimed sizes lie: only counting while inflating finds these.
    [
      "compression-ratio",
      () => forgeZip([{ ...honest, content: bomb, claimedSize: 2 ** 31 }]),
      { maxEntryBytes: 2 ** 32 },
    ],
    ["damaged", () => forgeZip([{ ...honest, content: bomb, claimedSize: 10 }])],
    ["damaged", () => forgeZip([{ ...honest, claimedCrc: 1 }])],
    ["damaged", () => countingFrom(forgeZip([honest, { ...honest, path: "b.pdf" }]), 1)],
    ["damaged", () => countingFrom(forgeZip([honest, { ...honest, path: "b.pdf" }]), 0)],
    ["damaged", () => countingFrom(forgeZip([honest, { ...honest, path: "b.pdf" }]), 3)],
    ["damaged", () => forgeZip([{ ...honest, claimedSize: 2 }])],
    // Twenty entries may say 10,240 bytes of themselves.
    [
      "too-much-work",
      () => forgeZip(Array.from({ length: 20 }, (_, n) => ({ ...honest, path: `${n}${"a".repeat(600)}` }))),
      { maxEntries: 20 },
    ],
    ["too-much-work", () => forgeZip([{ ...honest, extra: Buffer.alloc(12_000) }]), { maxEntries: 20 }],
    ["archive-too-large", () => forgeZip([honest, { ...honest, path: "b" }]), { maxTotalBytes: 4 }],
    // David Fifield, "A better zip bomb" (2019): entries that share their bytes.
    [
      "overlapping-entries",
      () => forgeZip([{ ...honest, path: "z.pdf" }, honest, { ...honest, path: "b", onTop: true }]),
    ],
    ["overlapping-entries", () => quotedZip()],
    ["damaged", () => forgeZip([honest]).subarray(0, 60)],
    ["damaged", () => Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(100)])],
  ];
  it("names the file that an archive is refused for", async () => {
    const zip = forgeZip([honest, { ...honest, path: "sub/lon.pdf", content: bomb }]);
    const refused = await openZip(zip, { maxEntryBytes: 2 ** 20 }).catch((error: unknown) => error);
    expect((refused as FileRefusal).texts.vi).toContain("lon.pdf");
  });

  it.each(cases)("refuses: %s", async (reason, make, options) => {
    expect(await refusedWith(() => readAll(make(), options))).toBe(`scan-refused: ${reason}`);
  });

  it("refuses before anything is unpacked what is too much all together", async () => {
    const many = forgeZip(["a", "b", "c"].map((path) => ({ path, content: "x".repeat(100) })));
    expect(await refusedWith(() => openZip(many, { maxTotalBytes: 299 }))).toBe(
      "scan-refused: archive-too-large",
    );
    expect((await openZip(many, { maxTotalBytes: 300 })).entries).toHaveLength(3);
  });

  it("refuses before anything is unpacked what packs as no scans do, though each entry may", async () => {
    const entry = { content: "x".repeat(5_000) };
    const many = forgeZip(["a", "b", "c"].map((path) => ({ ...entry, path })));
    const limits = { maxWholeRatio: 10, wholeRatioFrom: 10_000 };
    expect(await refusedWith(() => openZip(many, limits))).toBe("scan-refused: compression-ratio");
    expect((await openZip(many, { ...limits, wholeRatioFrom: 15_000 })).entries).toHaveLength(3);
    const stored = forgeZip(["a", "b", "c"].map((path) => ({ ...entry, path, method: 0 })));
    expect((await openZip(stored, limits)).entries).toHaveLength(3);
  });

  it("stops a bomb long before it is unpacked", async () => {
    const source = forgeZip([{ ...honest, content: Buffer.alloc(200 * 2 ** 20) }]);
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusedWith(() => readAll(source, { maxEntryBytes: 2 ** 30 }))).toBe(
      "scan-refused: compression-ratio",
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20);
  });
});
