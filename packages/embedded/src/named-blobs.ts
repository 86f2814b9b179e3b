import type { EventStore } from "@sogoc/core";
import { blobsInManifest, blobsNamedBy, typesNamingBlobs } from "@sogoc/events";
import { createBlobWords, typesTellingNames } from "./blob-words.ts";
import { isBlobName } from "./folder-blobs.ts";

/** A blob with the first event that names it, itself or through the manifest that it names. */
export interface NamedBlob {
  readonly sha256: string;
  readonly type: string;
  readonly stream: string;
  readonly position: number;
  /** What it is, as people know it, in Vietnamese and English; "" where the log does not tell. */
  readonly words: string;
}

/** One loss in a line for programs, and what it is in one for people. */
export const blobLines = ({ sha256, type, stream, position, words }: NamedBlob): string =>
  `${sha256}  ${type}  stream ${stream}  position ${position}${words === "" ? "" : `\n    ${words}`}`;

const PAGE = 500;

/**
 * Throws for a manifest that is none; what it would name is then unknown, and nothing may be taken
 * for unnamed.
 */
const listIn = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : blobsInManifest(text);

/**
 * Nobody who keeps to the catalogue writes such an event: what comes after it is not to be trusted
 * either.
 */
const requireBlobNames = (
  names: readonly string[],
  { type, stream, position }: Omit<NamedBlob, "sha256" | "words">,
): void => {
  if (names.every(isBlobName)) return;
  throw new Error(
    `Sự kiện không nêu tên tệp hợp lệ / an event names what is no blob: ${type}  stream ${stream}  position ${position}`,
  );
};

/** Exports whose time is over: of them the manifest stays, and what it names is gone. */
const expiredExports = async (store: Pick<EventStore, "readAll">): Promise<ReadonlySet<string>> => {
  const expired = new Set<string>();
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: PAGE, types: ["ExportExpired"] });
    for (const { data } of page.events) expired.add((data as { readonly exportId: string }).exportId);
    ({ upTo: after, end } = page);
  }
  return expired;
};

/**
 * Every blob that an event of the log names, once, in the order of the log. `readText` answers a
 * manifest's text, undefined where the blob is not there or not right: what it names cannot be told
 * then. Throws where a name is no hash.
 */
export async function* namedBlobs(
  store: Pick<EventStore, "readAll">,
  readText: (sha256: string) => Promise<string | undefined>,
): AsyncGenerator<NamedBlob> {
  const seen = new Set<string>();
  const { learn, wordsFor } = createBlobWords();
  const types = [...typesNamingBlobs, ...typesTellingNames];
  const expired = await expiredExports(store);
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: PAGE, types });
    for (const event of page.events) {
      const { type, stream, position } = event;
      learn(event);
      const { blobs, list } = blobsNamedBy(event);
      const words = wordsFor(event);
      requireBlobNames([...blobs, ...(list === undefined ? [] : [list])], event);
      const isGone =
        type === "BookExported" && expired.has((event.data as { readonly exportId: string }).exportId);
      const isNewList = list !== undefined && !seen.has(list) && !isGone;
      const listed = isNewList ? listIn(await readText(list)) : [];
      requireBlobNames(listed, event);
      for (const sha256 of [...blobs, ...(list === undefined ? [] : [list]), ...listed]) {
        if (seen.has(sha256)) continue;
        seen.add(sha256);
        yield { sha256, type, stream, position, words };
      }
    }
    ({ upTo: after, end } = page);
    // The log may be read beside a server's work.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Those of the blobs that the log still names as it stands now: while somebody went through it an
 * export may have ended, and then its files are gone and nobody misses them.
 */
export const stillNamed = async (
  store: Pick<EventStore, "readAll">,
  readText: (sha256: string) => Promise<string | undefined>,
  blobs: readonly NamedBlob[],
): Promise<readonly NamedBlob[]> => {
  if (blobs.length === 0) return blobs;
  const named = new Set<string>();
  const asked = new Set(blobs.map(({ sha256 }) => sha256));
  for await (const { sha256 } of namedBlobs(store, readText)) if (asked.has(sha256)) named.add(sha256);
  return blobs.filter(({ sha256 }) => named.has(sha256));
};
