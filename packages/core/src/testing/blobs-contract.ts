import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Blobs, SweptBlobs } from "../blobs.ts";

const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

async function* streamed(...chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) {
    await new Promise((resolve) => setImmediate(resolve));
    yield chunk;
  }
}

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * `damage` changes a byte of a stored blob behind the engine's back, as a disk does. `stored`
 * counts the blobs that the engine holds, finished or not, to show that nothing is left over.
 */
export const blobsContract = (
  name: string,
  factory: () => Promise<{
    blobs: Blobs;
    damage(sha256: string): Promise<void>;
    stored?: () => Promise<number>;
    close(): Promise<void>;
  }>,
): void => {
  describe(`${name} keeps the blobs' guarantees`, () => {
    let blobs: Blobs;
    let damage: (sha256: string) => Promise<void>;
    let stored: (() => Promise<number>) | undefined;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ blobs, damage, stored, close } = await factory());
    });
    afterEach(() => close());

    it("gives back the bytes by their hash", async () => {
      const bytes = Buffer.from("Sổ đăng ký khai sinh");
      const info = await blobs.put(bytes);
      expect(info).toEqual({ sha256: sha256Of(bytes), size: bytes.length });
      expect(await blobs.find(info.sha256)).toEqual(info);
      expect(await bytesOf(await blobs.read(info.sha256))).toEqual(bytes);
    });

    it("takes a stream, of any sizes of chunks", async () => {
      const big = Buffer.alloc(700_000, "trang ");
      const info = await blobs.put(
        streamed(big.subarray(0, 1), Buffer.alloc(0), big.subarray(1, 400_000), big.subarray(400_000)),
      );
      expect(info).toEqual({ sha256: sha256Of(big), size: big.length });
      expect((await bytesOf(await blobs.read(info.sha256))).equals(big)).toBe(true);
    });

    it("holds no bytes as well", async () => {
      const info = await blobs.put(new Uint8Array());
      expect(await bytesOf(await blobs.read(info.sha256))).toHaveLength(0);
    });

    it("stores the same bytes once, also when they come at the same time", async () => {
      const bytes = Buffer.from("một lần");
      const infos = await Promise.all([
        blobs.put(bytes),
        blobs.put(streamed(bytes)),
        blobs.put(bytes),
        blobs.put(streamed(bytes)),
      ]);
      for (const info of infos) expect(info).toEqual(infos[0]);
      expect(await bytesOf(await blobs.read(sha256Of(bytes)))).toEqual(bytes);
      if (stored) expect(await stored()).toBe(1);
    });

    it("says when there is none", async () => {
      for (const sha256 of ["0".repeat(64), "", "../../etc/passwd", "A".repeat(64)]) {
        expect(await blobs.find(sha256)).toBeUndefined();
        await expect(blobs.read(sha256)).rejects.toMatchObject({ code: "blob-missing" });
      }
    });

    it("lists every whole blob once", async () => {
      const listed = async () => {
        const found = new Map<string, number>();
        for await (const { sha256, size } of blobs.list()) found.set(sha256, size);
        return found;
      };
      expect(await listed()).toEqual(new Map());
      const texts = ["một", "hai", "ba", ""];
      const infos = await Promise.all(texts.map((text) => blobs.put(Buffer.from(text))));
      await blobs.put(Buffer.from("một"));
      const seen: string[] = [];
      for await (const { sha256 } of blobs.list()) seen.push(sha256);
      expect(seen).toHaveLength(texts.length);
      expect(await listed()).toEqual(new Map(infos.map(({ sha256, size }) => [sha256, size])));
    });

    it("leaves nothing of a put that broke off", async () => {
      const part = Buffer.from("một phần");
      const broken = (async function* () {
        yield part;
        throw new Error("mất kết nối");
      })();
      await expect(blobs.put(broken)).rejects.toThrow("mất kết nối");
      expect(await blobs.find(sha256Of(part))).toBeUndefined();
      for await (const listed of blobs.list()) expect(listed).toBeUndefined();
      if (stored) expect(await stored()).toBe(0);
    });

    it.each([1_000, 3 * 2 ** 20])("never gives %i damaged bytes away as a whole blob", async (size) => {
      const { sha256 } = await blobs.put(Buffer.alloc(size, "trang sổ "));
      await damage(sha256);
      let read = 0;
      const reading = async () => {
        for await (const chunk of await blobs.read(sha256)) read += chunk.length;
      };
      await expect(reading()).rejects.toMatchObject({ code: "blob-damaged" });
      expect(read).toBeLessThan(size);
    });

    it("shows a blob whole or not at all to whoever looks while it is written", async () => {
      const bytes = Buffer.alloc(8 * 2 ** 20, "trang sổ ");
      const sha256 = sha256Of(bytes);
      let written = false;
      const writing = blobs.put(bytes).finally(() => {
        written = true;
      });
      while (!written) {
        const found = await blobs.find(sha256);
        expect([undefined, bytes.length]).toContain(found?.size);
        if (found) expect((await bytesOf(await blobs.read(sha256))).equals(bytes)).toBe(true);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      expect(await blobs.find(sha256)).toEqual({ sha256, size: bytes.length });
    });

    it("shows a blob only when it is whole", async () => {
      const parts = [Buffer.from("đầu "), Buffer.from("cuối")] as const;
      const whole = sha256Of(Buffer.concat(parts));
      const during: unknown[] = [];
      await blobs.put(
        (async function* () {
          yield parts[0];
          during.push(await blobs.find(whole), await blobs.find(sha256Of(parts[0])));
          yield parts[1];
        })(),
      );
      expect(during).toEqual([undefined, undefined]);
      expect(await blobs.find(whole)).toBeDefined();
    });
  });
};

/** For adapters that can be cleared of what nobody names. */
export const sweptBlobsContract = (
  name: string,
  factory: () => Promise<{
    blobs: SweptBlobs;
    stored?: () => Promise<number>;
    close(): Promise<void>;
  }>,
): void => {
  describe(`${name} are swept`, () => {
    let blobs: SweptBlobs;
    let stored: (() => Promise<number>) | undefined;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ blobs, stored, close } = await factory());
    });
    afterEach(() => close());

    const all = async (candidates: ReadonlySet<string>) => candidates;
    const [page, cover] = [Buffer.alloc(600_000, "trang "), Buffer.from("bìa")];

    it("of what is old and unnamed, and of nothing else, with all that it took up", async () => {
      const [old, named] = [await blobs.put(page), await blobs.put(cover)];
      const putBefore = Date.now() + 1_000;
      const asked: string[][] = [];
      const findUnnamed = async (candidates: ReadonlySet<string>) => {
        asked.push([...candidates].sort());
        return new Set([old.sha256]);
      };
      expect(await blobs.sweep({ putBefore, findUnnamed })).toBe(1);
      expect(asked).toEqual([[old.sha256, named.sha256].sort()]);
      expect(await blobs.find(old.sha256)).toBeUndefined();
      expect(await bytesOf(await blobs.read(named.sha256))).toEqual(cover);
      if (stored) expect(await stored()).toBe(1);
      expect(await blobs.sweep({ putBefore, findUnnamed: async () => new Set([old.sha256]) })).toBe(0);
      // Put again, it is there again.
      await blobs.put(page);
      expect(await bytesOf(await blobs.read(old.sha256))).toEqual(page);
    });

    it("of nothing that is young, and nobody is asked then", async () => {
      await blobs.put(page);
      const findUnnamed = () => Promise.reject(new Error("nobody asks"));
      expect(await blobs.sweep({ putBefore: Date.now() - 60_000, findUnnamed })).toBe(0);
      if (stored) expect(await stored()).toBe(1);
    });

    it("of nothing that is put again while it is looked at, and of none whose name was not asked for", async () => {
      const { sha256 } = await blobs.put(page);
      await pause(20);
      const putBefore = Date.now();
      await pause(20);
      const swept = blobs.sweep({
        putBefore,
        async findUnnamed(candidates) {
          await blobs.put(page);
          return new Set([...candidates, sha256Of(cover)]);
        },
      });
      expect(await swept).toBe(0);
      expect(await bytesOf(await blobs.read(sha256))).toEqual(page);
      if (stored) expect(await stored()).toBe(1);
    });

    it("of nothing where it cannot be told what is named", async () => {
      const { sha256 } = await blobs.put(page);
      const findUnnamed = () => Promise.reject(new Error("không đọc được"));
      const sweep = blobs.sweep({ putBefore: Date.now() + 1_000, findUnnamed });
      await expect(sweep).rejects.toThrow("không đọc được");
      expect(await blobs.find(sha256)).toBeDefined();
    });

    it("while the same is put over and over, and whoever has put it has it", async () => {
      const putting = (async () => {
        for (let turn = 0; turn < 30; turn++) {
          const { sha256 } = await blobs.put(page);
          // A sweep that takes all that there is may come after it.
          const found = await blobs.find(sha256);
          if (found) expect(found.size).toBe(page.length);
        }
      })();
      for (let turn = 0; turn < 30; turn++)
        await blobs.sweep({ putBefore: Date.now() + 1_000, findUnnamed: all });
      await putting;
      const { sha256 } = await blobs.put(page);
      expect(await bytesOf(await blobs.read(sha256))).toEqual(page);
      if (stored) expect(await stored()).toBe(1);
    });
  });
};
