import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { isDenied } from "./backup/account-access.ts";
import { dataFiles } from "./data-files.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { blobPath, judgeName } from "./folder-blobs.ts";
import { type NamedBlob, namedBlobs, stillNamed } from "./named-blobs.ts";
import { readRegularText } from "./regular-files.ts";

export interface BlobsVerdict {
  /** Blobs that events name, and the bytes of those that are there. */
  readonly blobs: number;
  readonly bytes: number;
  /** Named by an event and not there. */
  readonly missing: readonly NamedBlob[];
  /** There, and their bytes are not those of their name. */
  readonly broken: readonly NamedBlob[];
  /** Paths of those that this account may not read: whether they are right is not known. */
  readonly denied: readonly string[];
}

/** The text of a blob in a folder of blobs; undefined where it is not there or not right. */
export const readTextIn =
  (folder: string) =>
  async (sha256: string): Promise<string | undefined> => {
    const file = blobPath(folder, sha256);
    const text = await readRegularText(file, { follow: true }).catch(() => undefined);
    if (text === undefined || createHash("sha256").update(text).digest("hex") !== sha256) return undefined;
    return text;
  };

type Judged = { readonly size: number; readonly isRight: boolean };

/** Undefined where nothing is there. */
const judge = async (file: string, sha256: string): Promise<Judged | "denied" | undefined> => {
  try {
    const { size } = await stat(file);
    return { size, isRight: await judgeName(file, sha256) };
  } catch (error) {
    return isDenied(error) ? "denied" : undefined;
  }
};

/**
 * Holds every blob that an event names against its name, also while another process writes. Keeps
 * about 150 bytes per blob in memory. Throws where the log cannot be read.
 */
export const verifyBlobs = async (options: {
  readonly folder: string;
  readonly onProgress?: ((progress: { readonly blobs: number; readonly bytes: number }) => void) | undefined;
}): Promise<BlobsVerdict> => {
  const files = dataFiles(options.folder);
  const store = openSqliteEventStore({ file: files.events, readOnly: true });
  let missing: readonly NamedBlob[] = [];
  const notThere: NamedBlob[] = [];
  const broken: NamedBlob[] = [];
  const denied: string[] = [];
  let [blobs, bytes] = [0, 0];
  try {
    for await (const named of namedBlobs(store, readTextIn(files.blobs))) {
      const file = blobPath(files.blobs, named.sha256);
      const found = await judge(file, named.sha256);
      blobs++;
      if (found === "denied") denied.push(file);
      else if (!found) notThere.push(named);
      else {
        bytes += found.size;
        if (!found.isRight) broken.push(named);
      }
      options.onProgress?.({ blobs, bytes });
    }
    missing = await stillNamed(store, readTextIn(files.blobs), notThere);
  } finally {
    await store.close();
  }
  return { blobs, bytes, missing, broken, denied };
};
