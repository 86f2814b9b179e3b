import type { Secrets } from "@sogoc/core";
import {
  CompactSign,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from "jose";

const KEY = "export-key/current";

/** What a manifest's signature says. */
export interface SignedManifest {
  readonly exportId: string;
  readonly bookId: string;
  readonly manifestSha256: string;
}

export interface ExportKey {
  readonly jwks: JSONWebKeySet;
  /** A compact JWS; its header carries the public key, so that it can be verified with no access to the system. */
  sign(manifest: SignedManifest): Promise<string>;
}

/** The EdDSA key that this installation signs manifests with, made at first use and kept with the secrets. */
export const loadExportKey = async (secrets: Secrets): Promise<ExportKey> => {
  if ((await secrets.find(KEY)) === undefined) {
    const { privateKey } = await generateKeyPair("Ed25519", { extractable: true });
    await secrets.replace(KEY, undefined, await exportJWK(privateKey));
  }
  const jwk = (await secrets.find(KEY)) as JWK;
  const { d: _, ...publicPart } = jwk;
  const kid = await calculateJwkThumbprint(publicPart);
  const key = await importJWK(jwk, "EdDSA");
  return {
    jwks: { keys: [{ ...publicPart, kid, alg: "EdDSA", use: "sig" }] },
    sign: (manifest) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(manifest)))
        .setProtectedHeader({ alg: "EdDSA", kid, jwk: publicPart })
        .sign(key),
  };
};
