import { buffer } from "node:stream/consumers";
import type { Blobs } from "@sogoc/core";
import { Manifest } from "./manifest.ts";

/** The manifest of a finished export, with its size in bytes. Throws `blob-missing`. */
export const readManifest = async (
  blobs: Pick<Blobs, "read">,
  sha256: string,
): Promise<Manifest & { readonly size: number }> => {
  const bytes = await buffer(await blobs.read(sha256));
  return { ...Manifest.parse(JSON.parse(bytes.toString("utf8"))), size: bytes.length };
};
