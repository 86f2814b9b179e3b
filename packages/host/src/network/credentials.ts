import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Server } from "node:https";

/** PEM texts; the certificate with its chain. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** What a server proves itself with. */
export interface Credentials {
  current(): CertificatePair;
  /**
   * Looks for newer ones; true where `current` has changed. Rejects where there are some and they
   * are of no use.
   */
  renew(): Promise<boolean>;
  /** What ends when, by name, in milliseconds since 1970. */
  expiries(): Readonly<Record<string, number>>;
}

const DAY_MS = 24 * 3600 * 1000;
const LOOK_EVERY_MS = 60_000;
/**
 * Half of what is left when an own certificate, or a public one as they are issued today, should
 * have been renewed.
 */
const WARN_BEFORE_MS = 14 * DAY_MS;

const readPair = async (files: { readonly certificate: string; readonly key: string }) => {
  const [certificate, key] = await Promise.all([
    readFile(files.certificate, "utf8"),
    readFile(files.key, "utf8"),
  ]);
  return { certificate, key };
};

/** Throws, naming the settings, where the two do not belong together or are no PEM. */
const requireSound = ({ certificate, key }: CertificatePair): void => {
  let belongs: boolean;
  try {
    belongs = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw new Error(`SOGOC_CERTIFICATE, SOGOC_CERTIFICATE_KEY: not PEM (${(error as Error).message})`);
  }
  if (!belongs) throw new Error("SOGOC_CERTIFICATE_KEY: not the key of SOGOC_CERTIFICATE");
};

/** Certificate files that somebody else renews: read again when their content changes. */
export const openCertificateFiles = async (files: {
  readonly certificate: string;
  readonly key: string;
}): Promise<Credentials> => {
  let pair: CertificatePair = await readPair(files);
  requireSound(pair);
  return {
    current: () => pair,
    async renew() {
      const found = await readPair(files);
      if (found.certificate === pair.certificate && found.key === pair.key) return false;
      requireSound(found);
      pair = found;
      return true;
    },
    expiries: () => ({ certificate: new X509Certificate(pair.certificate).validToDate.getTime() }),
  };
};

/**
 * Has a running server use newer credentials as soon as there are some, and warns each day while
 * what it has is about to end. What cannot be used is said and changes nothing: the server goes on
 * with what it has.
 */
export const keepCredentials = (
  server: Pick<Server, "setSecureContext">,
  credentials: Credentials,
  told: { readonly now: () => number; readonly warn: (message: string) => void; readonly everyMs?: number },
): { readonly look: () => Promise<void>; readonly stop: () => void } => {
  let warnedAt = 0;
  const look = async () => {
    try {
      if (await credentials.renew()) {
        const { certificate: cert, key } = credentials.current();
        server.setSecureContext({ cert, key });
      }
    } catch (error) {
      told.warn(
        `Chứng thư mới không dùng được / the new certificate is of no use: ${(error as Error).message}`,
      );
    }
    const now = told.now();
    if (now - warnedAt < DAY_MS) return;
    for (const [name, end] of Object.entries(credentials.expiries())) {
      if (end - now > WARN_BEFORE_MS) continue;
      warnedAt = now;
      told.warn(`Sắp hết hạn / about to expire: ${name}, ${new Date(end).toISOString().slice(0, 10)}`);
    }
  };
  const timer = setInterval(() => void look(), told.everyMs ?? LOOK_EVERY_MS).unref();
  return { look, stop: () => clearInterval(timer) };
};
