import { DamagedSecret, type Secrets } from "@sogoc/core";
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from "jose";

/** A key pair that this installation signs with. */
export interface InstallationKey {
  readonly privateKey: Awaited<ReturnType<typeof importJWK>>;
  readonly publicKey: JWK;
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly jwks: JSONWebKeySet;
}

const keyFrom = async (jwk: JWK): Promise<InstallationKey> => {
  const { d: _, ...publicKey } = jwk;
  const kid = await calculateJwkThumbprint(publicKey);
  const jwks = { keys: [{ ...publicKey, kid, alg: "EdDSA", use: "sig" }] };
  return { privateKey: await importJWK(jwk, "EdDSA"), publicKey, kid, jwks };
};

/**
 * The EdDSA key pair of that name, made at first use and kept with the secrets; of two processes at
 * once, one's is kept. Throws `DamagedSecret` for one that is no key.
 */
export const getInstallationKey = async (secrets: Secrets, name: string): Promise<InstallationKey> => {
  if ((await secrets.find(name)) === undefined) {
    const { privateKey } = await generateKeyPair("Ed25519", { extractable: true });
    await secrets.replace(name, undefined, await exportJWK(privateKey));
  }
  const jwk = (await secrets.find(name)) as JWK;
  return keyFrom(jwk).catch((error: unknown) => {
    throw new DamagedSecret(name, error);
  });
};
