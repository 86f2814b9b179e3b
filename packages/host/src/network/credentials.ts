import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Server } from "node:https";
import type { HealthCheck } from "@sogoc/http";
import { WrongConfiguration } from "../environment.ts";

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
  /** From when on each of them is good, by the same names. */
  begins(): Readonly<Record<string, number>>;
}

const DAY_MS = 24 * 3600 * 1000;
const POLL_MS = 60_000;
/**
 * Half of what is left when an own certificate, or a public one as they are issued today, should
 * have been renewed.
 */
const WARN_BEFORE_MS = 14 * DAY_MS;

/** The clocks of a server and of those who come to it do not agree. */
const MOST_AHEAD_MS = 5 * 60_000;

/** When a certificate begins to be good, in milliseconds since 1970. */
export const beginOf = (pem: string): number => new X509Certificate(pem).validFromDate.getTime();

/** Whether something is good only later, as what a clock makes that is ahead. */
export const isOfFuture = (begin: number, now: number): boolean => begin > now + MOST_AHEAD_MS;

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
    const { code } = error as NodeJS.ErrnoException;
    throw new WrongConfiguration([
      `SOGOC_CERTIFICATE, SOGOC_CERTIFICATE_KEY: phải là tệp PEM (dòng đầu "-----BEGIN …") của chứng thư và của khóa, không có mật khẩu / must be PEM files ("-----BEGIN …") of certificate and key, without a passphrase (${code ?? "unreadable"})`,
    ]);
  }
  if (!belongs)
    throw new WrongConfiguration([
      "SOGOC_CERTIFICATE_KEY: không phải khóa của chứng thư này; hãy lấy đúng cặp chứng thư và khóa / is not the key of SOGOC_CERTIFICATE; take the two that belong together",
    ]);
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
    begins: () => ({ certificate: beginOf(pair.certificate) }),
  };
};

const dayInVietnam = new Intl.DateTimeFormat("vi", {
  timeZone: "Asia/Ho_Chi_Minh",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});

/** What each of `expiries` is, and what renews it. */
const endings: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  certificate: [
    "chứng thư của máy chủ; chép tệp mới đè lên tệp cũ, máy chủ tự đọc lại",
    "the server's certificate; copy the new files over the old ones, the server reads them by itself",
  ],
  authority: [
    "chứng thư gốc của cơ quan; làm mới bằng npm run sogoc -- authority new, rồi mọi máy tin lại",
    "the office's root; npm run sogoc -- authority new, then every device trusts anew",
  ],
};

const endingOf = (name: string, end: number): string => {
  const day = dayInVietnam.format(end);
  const [vi, en] = endings[name] ?? [name, name];
  return `SẮP HẾT HẠN ngày ${day}: ${vi} / ABOUT TO EXPIRE on ${day}: ${en}`;
};

/** What to do about each of `begins` that is not good yet. */
const beginnings: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  certificate: [
    "chứng thư của máy chủ; xem lại đồng hồ của máy chủ, hoặc xin chứng thư mới rồi chép đè lên tệp cũ",
    "the server's certificate; look at the server's clock, or get a new one and copy it over the old files",
  ],
  authority: [
    "chứng thư gốc của cơ quan, làm ra khi đồng hồ máy chủ chạy trước; xem lại đồng hồ, rồi tắt máy chủ và chạy npm run sogoc -- authority new, sau đó mọi máy tin lại",
    "the office's root, made while the server's clock was ahead; look at the clock, then stop the server and run npm run sogoc -- authority new, then every device trusts anew",
  ],
};

/** What is not good yet, so that browsers refuse the server: one sentence for each, for people. */
export const findNotGoodYet = (credentials: Pick<Credentials, "begins">, now: number): readonly string[] =>
  Object.entries(credentials.begins()).flatMap(([name, begin]) => {
    if (!isOfFuture(begin, now)) return [];
    const day = dayInVietnam.format(begin);
    const [vi, en] = beginnings[name] ?? [name, name];
    return [`CHƯA CÓ HIỆU LỰC trước ngày ${day}: ${vi} / NOT GOOD BEFORE ${day}: ${en}`];
  });

/** Tells readiness, and by it the figures, while something is not good yet. */
export const credentialsHealth = (
  credentials: Pick<Credentials, "begins">,
  now: () => number,
): HealthCheck => ({
  name: "credentials",
  advisory: true,
  findFault: async () => findNotGoodYet(credentials, now())[0],
});

/**
 * Has a running server use newer credentials as soon as there are some, and warns each day while
 * what it has is about to end. What cannot be used is said and changes nothing: the server goes on
 * with what it has.
 */
export const keepCredentials = (
  server: Pick<Server, "setSecureContext">,
  credentials: Credentials,
  told: {
    readonly now: () => number;
    readonly warn: (message: string) => void;
    readonly everyMs?: number | undefined;
  },
): { readonly look: () => Promise<void>; readonly stop: () => void } => {
  let warnedAt = 0;
  let failedAt = 0;
  const look = async () => {
    try {
      if (await credentials.renew()) {
        const { certificate: cert, key } = credentials.current();
        server.setSecureContext({ cert, key });
      }
    } catch (error) {
      if (told.now() - failedAt >= DAY_MS) {
        failedAt = told.now();
        told.warn(
          `Chứng thư mới không dùng được / the new certificate is of no use: ${(error as Error).message}`,
        );
      }
    }
    const now = told.now();
    if (now - warnedAt < DAY_MS) return;
    for (const message of findNotGoodYet(credentials, now)) {
      warnedAt = now;
      told.warn(message);
    }
    for (const [name, end] of Object.entries(credentials.expiries())) {
      if (end - now > WARN_BEFORE_MS) continue;
      warnedAt = now;
      told.warn(endingOf(name, end));
    }
  };
  // Also at the start: whoever starts the server is there to read it.
  void look();
  const timer = setInterval(() => void look(), told.everyMs ?? POLL_MS).unref();
  return { look, stop: () => clearInterval(timer) };
};
