import { CommandRejected, everyDocument } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import type { EntryParts } from "./entry-parts.ts";

const MEBIBYTE = 2 ** 20;
const WAIT_MS = 60_000;

/** Bytes that a unit's files take. */
export const usedBytes = async (parts: Pick<EntryParts, "uploads">, unitId: string): Promise<number> => {
  const found = await everyDocument(parts.uploads, { where: { unitId } });
  return found.reduce((sum, { bytes }) => sum + bytes, 0);
};

/** Bytes that uploads under way have asked for, by unit. Each process counts its own. */
export type UploadsUnderWay = Map<string, number>;

/** What one upload may take of its unit's storage. */
export interface UploadShare {
  /** Asks for so many bytes in all. Throws `quota-exceeded`. */
  readonly atLeast: (bytes: number) => Promise<void>;
  /** Gives back what was asked for, once what is kept of it counts among the unit's files. */
  readonly settle: () => Promise<void>;
}

const refusal = (used: number, quota: number) =>
  new CommandRejected("quota-exceeded", {
    usedMiB: Math.ceil(used / MEBIBYTE),
    quotaMiB: Math.floor(quota / MEBIBYTE),
  });

/**
 * Opens an upload's share of what its unit may store. What the request says about its length is
 * asked for before anything is received; a request that does not say it, and files that are larger
 * than what they came in, ask for more as they come. Uploads side by side count each other. Throws
 * `quota-exceeded`.
 */
export const openShare = async (
  parts: Pick<EntryParts, "uploads" | "uploadQuota" | "uploadsUnderWay" | "ports" | "runtime">,
  unitId: string,
  request: Pick<FastifyRequest, "headers">,
): Promise<UploadShare> => {
  const { uploadQuota, uploadsUnderWay } = parts;
  if (uploadQuota === undefined) return { atLeast: async () => {}, settle: async () => {} };
  const underWay = () => uploadsUnderWay.get(unitId) ?? 0;
  let own = 0;
  const change = (bytes: number) => {
    own += bytes;
    uploadsUnderWay.set(unitId, underWay() + bytes);
    if (underWay() === 0) uploadsUnderWay.delete(unitId);
  };

  const atLeast = async (bytes: number): Promise<void> => {
    if (bytes <= own) return;
    const before = underWay();
    const used = await usedBytes(parts, unitId);
    // One that settled meanwhile is not in what was read, and counts as under way still.
    const taken = used + Math.max(before, underWay());
    const free = uploadQuota - taken;
    if (bytes - own > free) throw refusal(taken, uploadQuota);
    // Asked for ahead: the unit's files are not added up anew for each piece.
    change(Math.min(free, Math.max(bytes - own, own === 0 ? 0 : MEBIBYTE)));
  };

  await atLeast(Number(request.headers["content-length"]) || 1);
  return {
    atLeast,
    async settle() {
      try {
        await parts.runtime.projected(await parts.ports.store.head(), WAIT_MS);
      } finally {
        change(-own);
      }
    },
  };
};

/** Settles the share behind the answer: whoever sent the file does not wait for the figures. */
export const settleLater = (share: UploadShare): void => {
  // Where the store is away the share is given back all the same.
  void share.settle().catch(() => {});
};
