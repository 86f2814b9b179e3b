import type { Server as HttpsServer } from "node:https";
import type { Clock, Secrets } from "@sogoc/core";
import { shellWord } from "@sogoc/core";
import type { HealthCheck } from "@sogoc/http";
import type { FastifyInstance, FastifyServerFactory } from "fastify";
import { type Credentials, credentialsHealth, keepCredentials, openCertificateFiles } from "./credentials.ts";
import { createHttpsServerBesidePlain } from "./https-server.ts";
import { isThisMachine, type Transport } from "./network-settings.ts";
import type { OfficeAuthority } from "./office-authority.ts";
import { getOfficeNames, type OfficeNames } from "./office-names.ts";
import { answerPlainHttp } from "./plain-http.ts";
import { asWindowsShows, createTrustPages, serveTrustPages, type TrustPages } from "./trust-pages.ts";

/** How a server is to listen, once what it proves itself with is there. */
export interface OpenedTransport {
  readonly scheme: "http" | "https";
  readonly serverFactory?: FastifyServerFactory | undefined;
  /** What ends when, by name, in milliseconds since 1970; for the figures. */
  readonly expiries: () => Readonly<Record<string, number>>;
  /** Tells while what the server proves itself with is not good yet. */
  readonly health: readonly HealthCheck[];
  /** What whoever starts the server should see. */
  readonly news: readonly string[];
  /** Where other machines find it, by the port that it listens on; empty where it does not know. */
  readonly addresses: (port: number) => readonly string[];
  /**
   * What to type on a machine that does not trust the server yet: by https its browser would warn
   * first.
   */
  readonly firstVisits: (port: number) => readonly string[];
  /** Adds the pages about trust. Call before it listens. */
  readonly attach: (server: FastifyInstance) => void;
  readonly close: () => Promise<void>;
}

const openWith = (
  credentials: Credentials,
  options: {
    readonly pages?: TrustPages | undefined;
    readonly news: readonly string[];
    readonly addresses?: OpenedTransport["addresses"] | undefined;
    readonly clock: Clock;
    readonly warn: (message: string) => void;
  },
): OpenedTransport => {
  const { pages, news, clock, warn, addresses = () => [] } = options;
  let kept: ReturnType<typeof keepCredentials> | undefined;
  return {
    scheme: "https",
    addresses,
    firstVisits: (port) => (pages ? addresses(port).map((one) => one.replace("https:", "http:")) : []),
    serverFactory(secure) {
      const handlers = { secure, plain: answerPlainHttp(() => credentials.current().certificate, pages) };
      const server: HttpsServer = createHttpsServerBesidePlain(credentials.current(), handlers);
      kept = keepCredentials(server, credentials, { now: () => clock.now().getTime(), warn });
      return server;
    },
    expiries: () => credentials.expiries(),
    health: [credentialsHealth(credentials, () => clock.now().getTime())],
    news,
    attach(server) {
      if (pages) serveTrustPages(server, pages);
    },
    async close() {
      kept?.stop();
    },
  };
};

const newsOf = (authority: OfficeAuthority, folder: string): readonly string[] => {
  const uncovered = authority.uncovered();
  return [
    "Vân tay chứng thư gốc của cơ quan / fingerprint of the office's root certificate:",
    `  SHA-256 ${authority.fingerprint}`,
    `  SHA-1   ${asWindowsShows(authority.sha1)}   (Windows: Thumbprint)`,
    ...(uncovered.length === 0
      ? []
      : [
          `CẢNH BÁO / WARNING: chứng thư gốc không dùng được cho / the authority is not good for: ${uncovered.join(", ")}`,
          "  Tắt máy chủ, rồi chạy / stop the server, then run:",
          `  npm run sogoc -- authority new ${uncovered.map((name) => shellWord(name)).join(" ")} --data ${shellWord(folder)}`,
          "  (sau đó mọi máy phải tin lại / every device has to trust anew then)",
        ]),
  ];
};

const addressesOf = ({ names, addresses }: OfficeNames, port: number): readonly string[] =>
  [...names, ...addresses]
    .filter((one) => one !== "localhost" && !isThisMachine(one))
    .map((one) => `https://${one.includes(":") ? `[${one}]` : one}:${port}`);

/** Throws where certificate files cannot be read or do not belong together. */
export const openTransport = async (
  transport: Transport,
  parts: {
    readonly secrets: Secrets;
    readonly clock: Clock;
    readonly names: readonly string[];
    /** The data folder, for commands that are told; empty where there is none. */
    readonly folder: string;
    readonly warn: (message: string) => void;
  },
): Promise<OpenedTransport> => {
  const { secrets, clock, warn } = parts;
  if (transport.kind === "files")
    return openWith(await openCertificateFiles(transport), { news: [], clock, warn });
  if (transport.kind === "own") {
    const findNames = () => getOfficeNames(parts.names);
    // Loaded only where there is one to be made.
    const { openOfficeAuthority } = await import("./office-authority.ts");
    const authority = await openOfficeAuthority({ secrets, clock, findNames });
    const pages = createTrustPages(authority.root);
    const addresses = (port: number) => addressesOf(findNames(), port);
    return openWith(authority, { pages, news: newsOf(authority, parts.folder), addresses, clock, warn });
  }
  return {
    scheme: "http",
    expiries: () => ({}),
    health: [],
    news: [],
    addresses: () => [],
    firstVisits: () => [],
    attach() {},
    close: async () => {},
  };
};
