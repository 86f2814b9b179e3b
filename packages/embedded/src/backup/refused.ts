import { accessLinesOf } from "./account-access.ts";
import { type BackupFailure, diskFaultInWords, findDiskFault, pathIn } from "./disk-fault.ts";

const MOST_TOLD = 20;

/** The first of many faults, and how many more there are. */
export const listed = (faults: readonly string[]): readonly string[] =>
  faults.length <= MOST_TOLD
    ? faults
    : [
        ...faults.slice(0, MOST_TOLD),
        `… và ${faults.length - MOST_TOLD} nữa / and ${faults.length - MOST_TOLD} more`,
      ];

interface Details {
  /** Each fault by itself, where there are several. */
  readonly faults?: readonly string[] | undefined;
  readonly failure?: BackupFailure | undefined;
  readonly cause?: unknown;
}

/**
 * Why a backup or a restore is not done, Vietnamese first. `place`: the call names a folder that it
 * must not; `content`: what is to be saved or restored is not whole; `key`: the place is not
 * encrypted to the key that is wanted; `disk`: the operating system refused, for instance since
 * there is no room.
 */
export class BackupRefused extends Error {
  readonly kind: "place" | "content" | "key" | "disk";
  readonly faults: readonly string[];
  /** The reason as a page tells it. */
  readonly failure: BackupFailure;
  constructor(kind: BackupRefused["kind"], message: string, { faults = [], failure, cause }: Details = {}) {
    super([message, ...faults].join("\n"), { cause });
    this.name = "BackupRefused";
    this.kind = kind;
    this.faults = faults;
    this.failure = failure ?? (kind === "key" ? "wrong-key" : "other");
  }
}

/**
 * The same error; where the disk, a path or a right is its cause, one that says so in words.
 * `place` is named where it names none. Where a right is missing, it is told who has it: in `place`
 * or in that of the `others` which the path lies in; `data` is whose account makes the backups.
 */
export const inWords = (
  error: unknown,
  place: string,
  { others = [], data }: { readonly others?: readonly string[]; readonly data?: string } = {},
): unknown => {
  if (error instanceof BackupRefused) return error;
  const message = diskFaultInWords(error, place);
  if (message === undefined) return error;
  const failure = findDiskFault(error)?.code ?? "other";
  const faults = failure === "no-access" ? accessLinesOf(pathIn(error), [place, ...others], data) : [];
  return new BackupRefused("disk", message, { faults, failure, cause: error });
};
