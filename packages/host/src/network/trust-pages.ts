import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

interface TrustPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** What helps people to trust the office's authority, by path. */
export interface TrustPages {
  /** Also under `/`, where nothing else is told. */
  find(path: string): TrustPage | undefined;
  readonly paths: readonly string[];
}

const PAGE = "/tin-cay";

const read = (name: string) => readFileSync(new URL(`./pages/${name}`, import.meta.url), "utf8");

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  // The page asks whether https is trusted already.
  "connect-src https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(";");

const page = (
  type: string,
  body: Buffer | string,
  more: Readonly<Record<string, string>> = {},
): TrustPage => ({
  headers: {
    "content-type": type,
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...more,
  },
  body,
});

/**
 * A fingerprint in eights without colons, for whoever compares it with Windows' dialog: `D3683C80
 * 512AD0E5 …`.
 */
export const asWindowsShows = (fingerprint: string): string =>
  fingerprint.replaceAll(":", "").replaceAll(/(.{8})(?=.)/g, "$1 ");

const BYTE = "AA:".length;

/** In two lines of whole bytes, wherever a narrow screen would break it. */
const inTwoLines = (fingerprint: string): string => {
  const half = BYTE * Math.ceil(fingerprint.length / BYTE / 2);
  return `${fingerprint.slice(0, half)}<br>${fingerprint.slice(half)}`;
};

/** `root` is the authority's certificate, DER. */
export const createTrustPages = (root: Buffer): TrustPages => {
  const { fingerprint: sha1, fingerprint256: sha256 } = new X509Certificate(root);
  const html = read("trust.html")
    .replaceAll("{{sha256}}", inTwoLines(sha256))
    .replaceAll("{{sha1}}", asWindowsShows(sha1));
  const pages = new Map([
    [PAGE, page("text/html; charset=utf-8", html)],
    [`${PAGE}/style.css`, page("text/css; charset=utf-8", read("style.css"))],
    [`${PAGE}/enter.js`, page("text/javascript; charset=utf-8", read("enter.js"))],
    [`${PAGE}/windows.svg`, page("image/svg+xml", read("windows.svg"))],
    [
      `${PAGE}/so-goc.crt`,
      page("application/x-x509-ca-cert", root, {
        "content-disposition": 'attachment; filename="so-goc.crt"',
      }),
    ],
    [
      `${PAGE}/van-tay.json`,
      page("application/json; charset=utf-8", JSON.stringify({ sha256, sha1 }), {
        // The page in plain http asks for it by https, which is another origin.
        "cross-origin-resource-policy": "cross-origin",
      }),
    ],
  ]);
  return { find: (path) => pages.get(path === "/" ? PAGE : path), paths: [...pages.keys()] };
};

/** The same by https, for whoever has come past the browser's warning and should not have. */
export const serveTrustPages = (server: FastifyInstance, pages: TrustPages): void => {
  for (const path of pages.paths) {
    const { headers, body } = pages.find(path) ?? { headers: {}, body: "" };
    server.get(path, (_request, reply) => reply.headers(headers).send(body));
  }
};
