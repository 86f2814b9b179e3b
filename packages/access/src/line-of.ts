import { isIPv6 } from "node:net";

const GROUPS = 8;

/** The groups of a part of an address, without zeros in front; an IPv4 tail is two of them. */
const groupsOf = (part: string): readonly string[] =>
  part === ""
    ? []
    : part.split(":").flatMap((group) => {
        if (!group.includes(".")) return [Number.parseInt(group, 16).toString(16)];
        const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
        return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
      });

/** All eight groups, those that `::` leaves out included. */
const everyGroup = (address: string): readonly string[] => {
  const [head = "", tail] = address.split("::");
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  return [...before, ...Array(GROUPS - before.length - after.length).fill("0"), ...after];
};

const MAPPED = "0:0:0:0:0:ffff";

/** The four bytes of two groups, as IPv4 is written. */
const asIPv4 = (groups: readonly string[]): string =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");

/**
 * One customer's line has one address, or with IPv6 as many as they like behind the same first
 * half, however it is written. An IPv4 address that comes as an IPv6 one is the IPv4 one.
 */
export const lineOf = (address: string): string => {
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain)) return address;
  const groups = everyGroup(plain);
  return groups.slice(0, 6).join(":") === MAPPED ? asIPv4(groups.slice(6)) : groups.slice(0, 4).join(":");
};
