import { messageOf } from "@sogoc/core";
import { type StoreVerdict, verifyStore } from "../verify-store.ts";
import { findDiskFault } from "./disk-fault.ts";
import { BackupRefused, listed } from "./refused.ts";

/** What is wrong with a log, a line each; empty where its file and every chain hold. */
export const logFaultsIn = ({ integrity, broken }: StoreVerdict): readonly string[] => [
  ...integrity,
  ...broken.map(({ fault, stream, position }) => `${fault}: ${stream}, position ${position}`),
];

/** The same of a log's file, which is read from end to end. */
export const findLogFaults = async (file: string): Promise<readonly string[]> =>
  logFaultsIn(await verifyStore({ file }));

/**
 * The same error; where a log with these faults could not be read to its end for them, one that
 * says so.
 */
export const orLogDamage = (error: unknown, faults: readonly string[]): unknown => {
  const fault = findDiskFault(error);
  if (faults.length === 0 || error instanceof BackupRefused) return error;
  if (fault !== undefined && fault.code !== "data-damaged") return error;
  return new BackupRefused(
    "content",
    [
      "KHÔNG SAO LƯU ĐƯỢC: sổ sự kiện (events.sqlite) trên máy chủ đã hỏng đến mức không đọc hết; chưa bỏ bản sao lưu cũ nào. Hãy tắt máy chủ và khôi phục bản sao lưu cuối còn nguyên vẹn (backup list, restore … --set-aside)",
      `NOT BACKED UP: the server's log (events.sqlite) is damaged and cannot be read to its end; no old backup was removed. Stop the server and restore the last whole backup (backup list, restore … --set-aside): ${messageOf(error)}`,
    ].join("\n"),
    { faults: listed(faults), failure: "data-damaged", cause: error },
  );
};
