import { CommandRejected, everyDocument } from "@sogoc/core";
import type { UploadReader } from "../read-models/uploads.ts";
import type { ReadModelFreshness } from "./require-read-models-current.ts";

const MEBIBYTE = 2 ** 20;
const WAIT_MS = 60_000;

/** What one upload may take of its unit's storage. */
export interface UploadShare {
  /** Asks for so many bytes in all. Throws `quota-exceeded`. */
  readonly reserve: (bytes: number) => Promise<void>;
  /** Gives the share back, once the kept files count among the unit's. */
  readonly giveBack: () => Promise<void>;
}

/** Limits the storage of each unit. Uploads at the same time count each other. */
export interface UploadQuota {
  /**
   * Opens an upload's share of its unit's storage. The announced bytes are reserved before anything
   * is received. More is reserved as it comes, for a request that announces none and for files that
   * are larger than their delivery. Throws `quota-exceeded`.
   */
  readonly openShare: (unitId: string, announced: number | undefined) => Promise<UploadShare>;
}

interface UploadQuotaDependencies {
  readonly uploads: UploadReader;
  /** Of the read models alone. */
  readonly freshnessOfReadModels: ReadModelFreshness;
}

const mebibytes = (bytes: number, language: "vi" | "en"): string =>
  (bytes / MEBIBYTE).toLocaleString(language, { maximumFractionDigits: 1 });

const refusal = (used: number, quota: number) => {
  const detail = `Đã dùng ${mebibytes(used, "vi")} trong ${mebibytes(quota, "vi")} MiB của đơn vị; tệp này không vừa phần còn lại.`;
  const detailEn = `${mebibytes(used, "en")} of the unit's ${mebibytes(quota, "en")} MiB are used; this file does not fit into what is left.`;
  const figures = { usedMiB: Math.ceil(used / MEBIBYTE), quotaMiB: Math.floor(quota / MEBIBYTE) };
  return new CommandRejected("quota-exceeded", figures, [{ pointer: "/file", detail, detailEn }]);
};

const noLimit: UploadQuota = {
  openShare: async () => ({ reserve: async () => {}, giveBack: async () => {} }),
};

/** `quota`: bytes that the uploaded files of one unit may take; undefined = any. */
export const createUploadQuota = (
  { uploads, freshnessOfReadModels }: UploadQuotaDependencies,
  quota: number | undefined,
): UploadQuota => {
  if (quota === undefined) return noLimit;
  /** Bytes that uploads under way have asked for, by unit. Each process counts its own. */
  const allUnderWay = new Map<string, number>();

  const usedBytes = async (unitId: string): Promise<number> => {
    const found = await everyDocument(uploads, { where: { unitId } });
    return found.reduce((sum, { bytes }) => sum + bytes, 0);
  };

  return {
    async openShare(unitId, announced) {
      const underWay = () => allUnderWay.get(unitId) ?? 0;
      let reserved = 0;
      const change = (bytes: number) => {
        reserved += bytes;
        allUnderWay.set(unitId, underWay() + bytes);
        if (underWay() === 0) allUnderWay.delete(unitId);
      };

      const reserve = async (bytes: number): Promise<void> => {
        if (bytes <= reserved) return;
        const before = underWay();
        const used = await usedBytes(unitId);
        // A share that is given back during the read still counts, since its files may be missing
        // from the read.
        const occupied = used + Math.max(before, underWay());
        const free = quota - occupied;
        if (bytes - reserved > free) throw refusal(occupied, quota);
        // Reserves up to a mebibyte more at a time, so that the unit's files are not added up for
        // every piece.
        change(Math.min(free, Math.max(bytes - reserved, reserved === 0 ? 0 : MEBIBYTE)));
      };

      await reserve(announced ?? 1);
      return {
        reserve,
        async giveBack() {
          try {
            await freshnessOfReadModels.reached(await freshnessOfReadModels.head(), WAIT_MS);
          } finally {
            change(-reserved);
          }
        },
      };
    },
  };
};

/**
 * Gives the share back once the work with the file is over, however it ended; the sender does not
 * wait for that. Whoever opened a share calls this.
 */
export const giveBackAfter = (share: UploadShare, work: Promise<unknown>): void => {
  const over = work.then(
    () => {},
    () => {},
  );
  // Where the store is away the share is given back all the same.
  void over.then(share.giveBack).catch(() => {});
};
