import { buffer } from "node:stream/consumers";
import type { Dependencies } from "../dependencies.ts";
import { Manifest } from "./manifest.ts";

const REMEMBERED = 50;

/** How many cases the reading of an export names; of one with more any of the book are read. */
const MOST_NAMED = 200;

/** The records of an export that holds a few of its book's; undefined where it may hold any. */
export const findFewExported = async (
  { blobs }: { readonly blobs: Pick<Dependencies<"blobs">["blobs"], "read"> },
  manifestSha256: string,
): Promise<readonly string[] | undefined> => {
  const bytes = await buffer(await blobs.read(manifestSha256));
  const { delta, records = [] } = Manifest.parse(JSON.parse(bytes.toString("utf8")));
  if (!delta || records.length === 0 || records.length > MOST_NAMED) return undefined;
  return records.map(({ recordId }) => recordId);
};

/** Whether a finished export holds a record. */
export type HoldsRecord = (
  exported: { readonly manifestSha256: string },
  record: { readonly id: string; readonly enteredAt: string },
) => Promise<boolean>;

/**
 * Looks into the manifests of exports, which never change: the ones used last are kept in memory.
 * One from before manifests listed their records held the whole book, as it was keyed by then.
 */
export const createHoldsRecord = ({ blobs }: Dependencies<"blobs">): HoldsRecord => {
  const known = new Map<string, Promise<Pick<Manifest, "createdAt"> & { ids?: ReadonlySet<string> }>>();

  const read = async (manifestSha256: string) => {
    const bytes = await buffer(await blobs.read(manifestSha256));
    const { createdAt, records } = Manifest.parse(JSON.parse(bytes.toString("utf8")));
    return records ? { createdAt, ids: new Set(records.map(({ recordId }) => recordId)) } : { createdAt };
  };

  return async ({ manifestSha256 }, { id, enteredAt }) => {
    const reading = known.get(manifestSha256) ?? read(manifestSha256);
    // What could not be read is tried again the next time.
    reading.catch(() => known.delete(manifestSha256));
    known.delete(manifestSha256);
    known.set(manifestSha256, reading);
    const oldest = known.size > REMEMBERED ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    const { createdAt, ids } = await reading;
    return ids ? ids.has(id) : enteredAt <= createdAt;
  };
};
