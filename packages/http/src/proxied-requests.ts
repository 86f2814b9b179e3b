import { BlockList, isIPv6 } from "node:net";
import { CommandRejected } from "@sogoc/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * The proxies in front: how many there are, or their addresses and ranges. A count believes whoever
 * connects, and so is for servers that nobody reaches but through their proxies.
 */
export type TrustedProxies = number | readonly string[];

/** What a server knows that was told that a proxy in front ends HTTPS. */
export interface ProxiedRequests {
  /** Browsers come to the proxy by https alone: what it says came otherwise is refused. */
  readonly httpsOnly: boolean;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether the other end of the connection has one of these addresses. */
const isAmong = (addresses: BlockList, { raw: { socket } }: FastifyRequest): boolean => {
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
  return address !== "" && addresses.check(address, isIPv6(address) ? "ipv6" : "ipv4");
};

/** Undefined where the proxies are only counted: whoever connects is then taken for the last. */
const addressesOf = (proxies: TrustedProxies): BlockList | undefined => {
  if (typeof proxies === "number") return undefined;
  const addresses = new BlockList();
  for (const named of proxies) {
    const [address = "", bits] = named.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) addresses.addAddress(address, family);
    else addresses.addSubnet(address, Number(bits), family);
  }
  return addresses;
};

/** Headers by which a proxy says for whom it asks. */
const FORWARDING = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;

const comesThroughProxy = ({ headers }: FastifyRequest): boolean =>
  FORWARDING.some((name) => headers[name] !== undefined);

/** Schemes that the proxies name, the caller's among them; empty where none is named. */
const schemesOf = ({ headers }: FastifyRequest): readonly string[] => {
  const named = [headers["x-forwarded-proto"] ?? []].flat().join(",").split(",");
  const standard = [...(headers.forwarded ?? "").matchAll(/\bproto="?([a-z]+)/gi)].map(
    ([, one]) => one ?? "",
  );
  return [...named, ...standard].map((one) => one.trim().toLowerCase()).filter((one) => one !== "");
};

/** Says who may be asked by anybody on the way: whether it runs, and public keys. */
const isHarmless = (request: FastifyRequest): boolean => {
  const { url = "", config } = request.routeOptions;
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const { permission } = config;
  return (
    url.startsWith("/health/") ||
    (permission !== undefined && "open" in permission && permission.open === "public")
  );
};

/**
 * For a server that speaks plain http since a proxy in front ends HTTPS: refuses whoever comes
 * straight to it over the network, past the proxies that are named or with no word of one, and
 * what the proxy says has come to it without https, before anything of it is read but its head.
 * Health and public keys are told all the same, as probes and other services ask for them.
 */
export const requireProxy = (
  app: FastifyInstance,
  { httpsOnly }: ProxiedRequests,
  proxies: TrustedProxies,
): void => {
  const addresses = addressesOf(proxies);
  const isProxy = (request: FastifyRequest): boolean =>
    comesThroughProxy(request) && (addresses === undefined || isAmong(addresses, request));
  app.addHook("onRequest", (request, reply, next) => {
    const schemes = schemesOf(request);
    const isPlain = httpsOnly && schemes.length > 0 && !schemes.includes("https");
    const isDirect = !isProxy(request) && !isAmong(loopback, request);
    if ((!isPlain && !isDirect) || isHarmless(request)) {
      next();
      return;
    }
    reply.header("upgrade", "TLS/1.2, HTTP/1.1");
    next(new CommandRejected("https-required"));
  });
};
