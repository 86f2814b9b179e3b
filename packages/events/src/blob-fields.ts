import { z } from "zod";
import type { DataOf, EventType } from "./catalogue.ts";

/** `list` fields name a blob that is a package's manifest: JSON that names further blobs. */
type BlobFields = {
  readonly [Type in EventType]?: {
    readonly blobs?: readonly (keyof DataOf<Type>)[] | undefined;
    readonly list?: keyof DataOf<Type> | undefined;
  };
};

/**
 * Every field of an event that names a blob. A field that is missing here fails the package's
 * tests.
 */
export const blobFields: BlobFields = {
  ScanAttached: { blobs: ["sha256"] },
  ScanExchangeRequested: { blobs: ["sha256"] },
  ImportPrepared: { blobs: ["sha256", "preview"] },
  BookExported: { list: "manifestSha256" },
  BookHandedOver: { blobs: ["workbookSha256", "scansSha256"], list: "manifestSha256" },
  NationalAnswerRecorded: { blobs: ["sha256"] },
};

/** Digests of something that is no blob, as `<Type>.<field>` or `<Type>.<array>.<field>`. */
export const digestFields: readonly string[] = [
  "BatchSubmitted.digest",
  "ImportConfirmed.digest",
  "ReviewOpened.digest",
  "LotFormed.batches.digest",
  "LotDecided.batches.digest",
  "LotDecided.digest",
  // Of a scan that its own event names as a blob.
  "ChangesSinceAcceptanceConfirmed.scans.sha256",
];

/** Types of events that name a blob. */
export const typesNamingBlobs = Object.keys(blobFields);

export interface NamedBlobs {
  readonly blobs: readonly string[];
  /** A manifest that names further blobs: see `blobsInManifest`. */
  readonly list: string | undefined;
}

const textIn = (data: unknown, field: PropertyKey): string | undefined => {
  if (typeof data !== "object" || data === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(data, field)?.value;
  return typeof value === "string" ? value : undefined;
};

/**
 * SHA-256 of the blobs that an event of this type names; nothing where the data has another shape.
 */
export const blobsNamedBy = (event: { readonly type: string; readonly data: unknown }): NamedBlobs => {
  const fields = new Map<string, BlobFields[EventType]>(Object.entries(blobFields)).get(event.type);
  return {
    blobs: (fields?.blobs ?? []).flatMap((field) => textIn(event.data, field) ?? []),
    list: fields?.list === undefined ? undefined : textIn(event.data, fields.list),
  };
};

const NamedInManifest = z.object({
  workbook: z.object({ sha256: z.string() }),
  scans: z.object({ sha256: z.string() }),
});

/**
 * The blobs that a package's manifest names: its workbook and its scans. Throws where it cannot be
 * read.
 */
export const blobsInManifest = (text: string): readonly string[] => {
  const { workbook, scans } = NamedInManifest.parse(JSON.parse(text));
  return [workbook.sha256, scans.sha256];
};
