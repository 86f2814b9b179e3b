import type { Secrets } from "@sogoc/core";
import { EXPORT_KEY_NAME } from "@sogoc/events";
import { getInstallationKey } from "@sogoc/http";
import { CompactSign } from "jose";

/** What a manifest's signature says. */
export interface SignedManifest {
  readonly exportId: string;
  readonly bookId: string;
  readonly manifestSha256: string;
}

/** The key that this installation signs manifests with. */
export const getExportKey = (secrets: Secrets) => getInstallationKey(secrets, EXPORT_KEY_NAME);

/**
 * A compact JWS; its header carries the public key, so that it can be verified with no access to
 * the system.
 */
export const signManifest = async (secrets: Secrets, manifest: SignedManifest): Promise<string> => {
  const { privateKey, publicKey, kid } = await getExportKey(secrets);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(manifest)))
    .setProtectedHeader({ alg: "EdDSA", kid, jwk: publicKey })
    .sign(privateKey);
};
