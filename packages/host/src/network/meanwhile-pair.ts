import { type Clock, createInMemorySecrets, type Secrets } from "@sogoc/core";
import { type CertificatePair, openCertificateFiles } from "./credentials.ts";
import type { Transport } from "./network-settings.ts";
import { getOfficeNames } from "./office-names.ts";

interface Parts {
  /** Of the secrets as they lie there: nothing is written to them. */
  readonly find: Secrets["find"];
  readonly clock: Clock;
  readonly names: readonly string[];
}

const findOwn = async ({ find, clock, names }: Parts): Promise<CertificatePair> => {
  // Loaded only where there is one to be made.
  const { findServerPair, openOfficeAuthority } = await import("./office-authority.ts");
  const kept = await findServerPair({ find }).catch(() => undefined);
  if (kept) return kept;
  // Of an authority that is forgotten at once: nobody has been asked to trust it.
  const findNames = () => getOfficeNames(names);
  return (await openOfficeAuthority({ secrets: createInMemorySecrets(), clock, findNames })).current();
};

/**
 * What a server proves itself with before it has started: the certificate that people know, or
 * where that cannot be read one of the moment. Undefined where it speaks plain http.
 */
export const findMeanwhilePair = async (
  transport: Transport,
  parts: Parts,
): Promise<CertificatePair | undefined> => {
  if (transport.kind === "own") return findOwn(parts);
  if (transport.kind !== "files") return undefined;
  const given = await openCertificateFiles(transport).catch(() => undefined);
  return given ? given.current() : findOwn({ ...parts, find: async () => undefined });
};
