import { BlockList, isIP } from "node:net";
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { WrongConfiguration } from "../environment.ts";

/** What a server is called and where it is, as people on its network come by. */
export interface OfficeNames {
  /** DNS names, lower case. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  /**
   * Ranges that an address of the machine may move within without a new authority, e.g.
   * `192.168.1.0/24`.
   */
  readonly ranges: readonly string[];
}

const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Ends in a number, as browsers see it (https://url.spec.whatwg.org/#ends-in-a-number-checker):
 * they take it for an address, and never ask for such a name.
 */
const LIKE_ADDRESS = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/;

/**
 * Addresses that a network gives out for itself (RFC 1918, RFC 4193): the router may give another
 * of its own tomorrow.
 */
const privateAddresses = new BlockList();
privateAddresses.addSubnet("10.0.0.0", 8);
privateAddresses.addSubnet("172.16.0.0", 12);
privateAddresses.addSubnet("192.168.0.0", 16);
privateAddresses.addSubnet("fc00::", 7, "ipv6");

/**
 * Addresses of the IANA registries of special purposes that no browser of another machine opens:
 * "this host", many at once, reserved, or of a link alone, which needs a zone.
 */
const openedByNobody = new BlockList();
openedByNobody.addSubnet("0.0.0.0", 8);
openedByNobody.addSubnet("224.0.0.0", 3);
openedByNobody.addSubnet("ff00::", 8, "ipv6");
openedByNobody.addSubnet("fe80::", 10, "ipv6");
openedByNobody.addAddress("::", "ipv6");

/** An IPv4 address written as IPv6: browsers and certificates have it as IPv4. */
const MAPPED = /^::(?:ffff:|[0-9.]+$)/i;

/**
 * Endings that everybody's names have, and countries': an authority limited to one could sign for
 * all of them.
 */
const ENDING = /^(?:[a-z]{2}|arpa|biz|com|edu|gov|home|info|int|internal|lan|local|mil|net|org)$/;

const familyOf = (address: string) => (isIP(address) === 4 ? "ipv4" : "ipv6");
const wholeOf = (address: string) => `${address}/${isIP(address) === 4 ? 32 : 128}`;

/** Of parts of so many bits each: those behind the first `length` bits become zero. */
const maskedOf = (parts: readonly number[], bits: number, length: number): number[] =>
  parts.map((part, place) => {
    const kept = Math.min(bits, Math.max(0, length - bits * place));
    return part & ~(2 ** (bits - kept) - 1);
  });

/** The eight groups of an IPv6 address, those left out by `::` among them. */
const groupsOf = (address: string): number[] => {
  const [before = "", after] = address.split("::");
  const read = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [read(before), read(after ?? "")];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const isOpenedByNobody = (address: string): boolean =>
  address.includes("%") || MAPPED.test(address) || openedByNobody.check(address, familyOf(address));

/** With nothing but zeros behind its length, as strict readers of certificates want a range. */
const networkOf = (cidr: string): string => {
  const [address = "", length = ""] = cidr.split("/");
  return isIP(address) === 4
    ? `${maskedOf(address.split(".").map(Number), 8, Number(length)).join(".")}/${length}`
    : `${maskedOf(groupsOf(address), 16, Number(length))
        .map((group) => group.toString(16))
        .join(":")}/${length}`;
};

const rangeOf = ({ address, cidr, family }: NetworkInterfaceInfo): string =>
  cidr !== null && privateAddresses.check(address, family === "IPv4" ? "ipv4" : "ipv6")
    ? networkOf(cidr)
    : wholeOf(address);

/** Throws where something stated is neither a name nor an address. */
export const getOfficeNames = (
  stated: readonly string[],
  machine: {
    readonly hostname: string;
    readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
  } = { hostname: hostname(), interfaces: networkInterfaces() },
): OfficeNames => {
  const names = new Set(["localhost"]);
  const own = machine.hostname.toLowerCase();
  if (DNS_NAME.test(own) && isIP(own) === 0) {
    if (!LIKE_ADDRESS.test(own)) names.add(own);
    // As it answers to multicast DNS (RFC 6762).
    if (!own.includes(".")) names.add(`${own}.local`);
  }
  const addresses = new Set(["127.0.0.1", "::1"]);
  const ranges = new Set(["127.0.0.0/8", "::1/128"]);
  for (const found of Object.values(machine.interfaces).flatMap((all) => all ?? [])) {
    // Link-local IPv6 addresses carry a zone, which no certificate can name.
    if (found.internal || found.address.startsWith("fe80:")) continue;
    addresses.add(found.address);
    ranges.add(rangeOf(found));
  }
  for (const one of stated) {
    if (isIP(one) !== 0 && isOpenedByNobody(one))
      throw new WrongConfiguration([
        `SOGOC_NAMES=${one}: không máy nào mở được địa chỉ này; hãy ghi địa chỉ của máy chủ trong mạng, như 192.168.1.5 (0.0.0.0 là của HOST) / is an address that no machine can open: give that of the server in its network, such as 192.168.1.5 (0.0.0.0 belongs to HOST)`,
      ]);
    if (isIP(one) !== 0) {
      addresses.add(one);
      ranges.add(wholeOf(one));
    } else if (LIKE_ADDRESS.test(one.toLowerCase()))
      throw new WrongConfiguration([
        `SOGOC_NAMES=${one}: trông như địa chỉ nhưng không phải địa chỉ nào (bốn số từ 0 đến 255, như 192.168.1.5) / looks like an address and is none (four numbers from 0 to 255, such as 192.168.1.5)`,
      ]);
    else if (ENDING.test(one.toLowerCase()))
      throw new WrongConfiguration([
        `SOGOC_NAMES=${one}: là đuôi chung của nhiều tên, không phải tên máy; hãy ghi cả tên, như so-goc.xa.vn / is an ending that many names share; write the whole name, such as so-goc.xa.vn`,
      ]);
    else if (DNS_NAME.test(one.toLowerCase())) names.add(one.toLowerCase());
    else
      throw new WrongConfiguration([
        `SOGOC_NAMES=${one}: không phải tên máy hay địa chỉ (viết như so-goc.xa.vn, 192.168.1.5; không dùng dấu *) / is neither a name nor an address (such as so-goc.xa.vn, 192.168.1.5; no wildcards)`,
      ]);
  }
  return { names: [...names], addresses: [...addresses], ranges: [...ranges] };
};

/**
 * What of the first the second does not cover: a name by itself or as a part of a larger one, an
 * address by a range.
 */
export const findUncovered = (
  wanted: Pick<OfficeNames, "names" | "addresses">,
  permitted: Pick<OfficeNames, "names" | "ranges">,
): readonly string[] => {
  const list = new BlockList();
  for (const range of permitted.ranges) {
    const [address = "", length] = range.split("/");
    list.addSubnet(address, Number(length), familyOf(address));
  }
  return [
    ...wanted.names.filter(
      (name) => !permitted.names.some((one) => name === one || name.endsWith(`.${one}`)),
    ),
    ...wanted.addresses.filter((address) => !list.check(address, familyOf(address))),
  ];
};

/** The names of a setting, divided by commas. */
export const namesFrom = (setting: string | undefined): readonly string[] =>
  (setting ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
