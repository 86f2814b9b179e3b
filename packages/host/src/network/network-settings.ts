import { BlockList, isIP } from "node:net";
import type { ProxiedRequests, TrustedProxies } from "@sogoc/http";
import { z } from "zod";

const Flag = z.stringbool();
const Port = z.coerce.number().int().min(0).max(65_535);

/** Of `/metrics`, where it is free. */
export const DEFAULT_METRICS_PORT = 9158;

const MOST_HOPS = 9;

const isAddressOrRange = (text: string): boolean => {
  const [address = "", length, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    length === undefined || (/^[1-9]\d{0,2}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128))
  );
};

/**
 * `true` means one proxy, as one that appends to `X-Forwarded-For` was meant by it from the
 * beginning.
 */
const Proxies = z.string().transform((text, context): TrustedProxies => {
  if (/^\d+$/.test(text) && Number(text) <= MOST_HOPS) return Number(text);
  const flag = Flag.safeParse(text);
  if (flag.success) return flag.data ? 1 : 0;
  const addresses = text.split(",").map((one) => one.trim());
  if (addresses.every(isAddressOrRange)) return addresses;
  context.addIssue({
    code: "custom",
    message: `phải là true, số máy chủ đứng trước (0–${MOST_HOPS}), hoặc các địa chỉ cách nhau bằng dấu phẩy / must be true, a number of proxies (0 to ${MOST_HOPS}), or addresses and ranges divided by commas`,
  });
  return z.NEVER;
});

/** What a server on the network is told, on one machine and as a service of its own alike. */
export const NetworkEnvironment = {
  PORT: Port.default(8158).describe("Port to listen on"),
  HOST: z
    .string()
    .toLowerCase()
    .default("127.0.0.1")
    .describe("Address to listen on; beyond this machine only with HTTPS or behind a proxy that ends it"),
  SOGOC_HTTPS: z
    .enum(["own", "proxy", "true", "false"], {
      error:
        "phải là own (máy chủ này tự nói HTTPS, bằng chứng thư của cơ quan) hoặc proxy (máy chủ khác đứng trước lo HTTPS) / must be own (this server speaks HTTPS, with the office's own authority) or proxy (a proxy in front ends HTTPS)",
    })
    .optional()
    .describe(
      "own: HTTPS with a certificate of the office's own authority; proxy: a proxy in front ends HTTPS, cookies go over https only",
    ),
  SOGOC_CERTIFICATE: z.string().optional().describe("HTTPS with this certificate: PEM file, chain included"),
  SOGOC_CERTIFICATE_KEY: z.string().optional().describe("Private key of the certificate: PEM file"),
  SOGOC_HSTS: Flag.optional().describe(
    "Browsers remember for a year to come by https only; default with SOGOC_CERTIFICATE, never with own",
  ),
  SOGOC_TRUST_PROXY: Proxies.optional().describe(
    "Whose forwarding headers are believed: a number of proxies in front (true is one), or their addresses",
  ),
  SOGOC_METRICS_PORT: Port.optional().describe("Port of /metrics; default 9158 where it is free"),
  SOGOC_METRICS_HOST: z
    .string()
    .toLowerCase()
    .default("127.0.0.1")
    .describe("Address that /metrics listens on"),
};

const NetworkShape = z.object(NetworkEnvironment);
export type NetworkSettings = z.infer<typeof NetworkShape>;

/** How what people send is kept from others on the network. */
export type Transport =
  | { readonly kind: "files"; readonly certificate: string; readonly key: string; readonly hsts: boolean }
  | { readonly kind: "own" }
  /** A proxy ends HTTPS. `httpsOnly` where browsers are known to come by https. */
  | { readonly kind: "proxy"; readonly httpsOnly: boolean; readonly hsts: boolean }
  /** Nothing leaves this machine. */
  | { readonly kind: "this-machine" };

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Whether only programs of this machine reach a server that listens there. A name other than
 * `localhost` may be anything.
 */
export const isThisMachine = (host: string): boolean => {
  const version = isIP(host);
  if (version === 0) return host === "localhost";
  return loopback.check(host, version === 4 ? "ipv4" : "ipv6");
};

/** A setting, and what it does in the words of whoever sets it. */
type Way = readonly [setting: string, vi: string, en: string];

const ownWay: Way = [
  "SOGOC_HTTPS=own",
  "máy chủ này tự lo HTTPS, tự làm chứng thư cho cơ quan",
  "this server speaks HTTPS and makes certificates for the office",
];
const filesWay: Way = [
  "SOGOC_CERTIFICATE=… SOGOC_CERTIFICATE_KEY=…",
  "đã có tệp chứng thư",
  "there are certificate files",
];
const proxyWays: readonly Way[] = [
  [
    "SOGOC_HTTPS=proxy SOGOC_TRUST_PROXY=1",
    "đã có máy chủ khác đứng trước lo HTTPS",
    "a proxy in front ends HTTPS",
  ],
  [
    "  SOGOC_HTTPS=proxy",
    "máy này vẫn nói http; cookie đăng nhập chỉ đi qua https",
    "http between the two; cookies go over https only",
  ],
  [
    "  SOGOC_TRUST_PROXY=1",
    "tin X-Forwarded-… của một máy đứng trước: địa chỉ thật của người dùng",
    "the X-Forwarded-… of one proxy is believed: callers' own addresses",
  ],
];

const waysIn = (language: "vi" | "en", mayBeOwn: boolean): readonly string[] =>
  [...(mayBeOwn ? [ownWay] : []), filesWay, ...proxyWays].map(
    ([setting, vi, en]) => `    ${setting.padEnd(46)}${language === "vi" ? vi : en}`,
  );

const refusalToListen = (host: string, mayBeOwn: boolean): string =>
  [
    `HOST=${host} mở máy chủ ra mạng, nhưng chưa có HTTPS: mật khẩu và dữ liệu hộ tịch sẽ đi qua mạng mà ai cũng đọc được. Hãy chọn một cách:`,
    ...waysIn("vi", mayBeOwn),
    `  HOST=${host} opens the server to the network without HTTPS: passwords and civil data would be sent in the clear. Choose one:`,
    ...waysIn("en", mayBeOwn),
  ].join("\n");

/**
 * Who writes `true` may mean either; of old it was a proxy, and this server went on in plain http.
 */
const refusalOfTrue = (host: string, mayBeOwn: boolean): string =>
  [
    `SOGOC_HTTPS=true chưa nói rõ ai lo HTTPS, mà HOST=${host} mở máy chủ ra mạng. Trước đây chữ ấy nghĩa là có máy chủ khác đứng trước, còn máy này nói http. Hãy viết rõ một cách:`,
    ...waysIn("vi", mayBeOwn),
    `  SOGOC_HTTPS=true does not say who ends HTTPS, and HOST=${host} opens the server to the network. It used to mean a proxy in front, and plain http here. Choose one:`,
    ...waysIn("en", mayBeOwn),
  ].join("\n");

const givenFiles = (settings: NetworkSettings) => {
  const { SOGOC_CERTIFICATE: certificate, SOGOC_CERTIFICATE_KEY: key } = settings;
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
};

/** Whether a port of one is taken where the other listens, or may be: a name is any address. */
const mayMeet = (one: string, other: string): boolean =>
  one === other ||
  [one, other].some((host) => isIP(host) === 0 || host === "0.0.0.0" || /^[0:]+$/.test(host));

const findPortFault = (settings: NetworkSettings): string | undefined => {
  const { PORT: port, HOST: host, SOGOC_METRICS_PORT: given, SOGOC_METRICS_HOST: metricsHost } = settings;
  if (port === 0 || port !== (given ?? DEFAULT_METRICS_PORT) || !mayMeet(host, metricsHost)) return undefined;
  const name = given === undefined ? "SOGOC_METRICS_PORT" : `SOGOC_METRICS_PORT=${given}`;
  return `${name}: phải khác PORT=${port}; số liệu vận hành có cổng riêng / must be another than PORT=${port}; the metrics have a port of their own`;
};

/**
 * What contradicts itself in the settings, or would send personal data in the clear; empty where
 * nothing does.
 */
export const findNetworkFaults = (
  settings: NetworkSettings,
  options: { readonly mayBeOwn: boolean },
): readonly string[] => {
  const { HOST: host, SOGOC_HTTPS: https, SOGOC_HSTS: hsts, SOGOC_TRUST_PROXY: proxies } = settings;
  const faults: string[] = [];
  const files = givenFiles(settings);
  if ((settings.SOGOC_CERTIFICATE ?? settings.SOGOC_CERTIFICATE_KEY) !== undefined && !files)
    faults.push("SOGOC_CERTIFICATE, SOGOC_CERTIFICATE_KEY: đặt cả hai hoặc không đặt / both or neither");
  if (files && https !== undefined && https !== "true")
    faults.push("SOGOC_HTTPS: own and proxy do without SOGOC_CERTIFICATE");
  if (https === "own" && !options.mayBeOwn)
    faults.push(
      "SOGOC_HTTPS: own is for the one-machine server; a service of several takes files or a proxy",
    );
  if (https === "own" && hsts === true)
    faults.push(
      "SOGOC_HSTS: not with an own authority; a browser that does not trust it would be locked out",
    );
  const portFault = findPortFault(settings);
  if (portFault !== undefined) faults.push(portFault);
  const says = files !== undefined || https === "own" || https === "proxy";
  const proxied = proxies !== undefined && proxies !== 0;
  if (!says && !proxied && !isThisMachine(host))
    faults.push((https === "true" ? refusalOfTrue : refusalToListen)(host, options.mayBeOwn));
  return faults;
};

/** Call with settings without faults. */
export const transportOf = (settings: NetworkSettings): Transport => {
  const { SOGOC_HTTPS: https, SOGOC_HSTS: hsts } = settings;
  const files = givenFiles(settings);
  if (files) return { kind: "files", ...files, hsts: hsts ?? true };
  if (https === "own") return { kind: "own" };
  const behindHttps = https === "proxy" || https === "true";
  const proxies = settings.SOGOC_TRUST_PROXY ?? 0;
  if (behindHttps || proxies !== 0) return { kind: "proxy", httpsOnly: behindHttps, hsts: hsts ?? false };
  return { kind: "this-machine" };
};

/** Whether browsers are told to come by https alone from now on. */
export const remembersHttps = (transport: Transport): boolean => "hsts" in transport && transport.hsts;

/** What the server holds its requests against, where a proxy in front ends HTTPS. */
export const proxiedRequests = (transport: Transport): ProxiedRequests | undefined =>
  transport.kind === "proxy" ? { httpsOnly: transport.httpsOnly } : undefined;

/**
 * Whether browsers are known to come by https alone, so that a cookie is sent over nothing else.
 */
export const comesByHttps = (transport: Transport): boolean =>
  transport.kind === "proxy" ? transport.httpsOnly : transport.kind !== "this-machine";
