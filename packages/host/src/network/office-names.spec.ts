import { expect, it } from "vitest";
import { getOfficeNames } from "./office-names.ts";

const interfaceAt = (address: string, cidr: string, family: "IPv4" | "IPv6") => {
  const common = { address, cidr, internal: false, mac: "", netmask: "" };
  return family === "IPv4" ? { ...common, family } : { ...common, family, scopeid: 0 };
};

const NOWHERE = { hostname: "maychu", interfaces: {} };

it.each(["192.168.1.300", "192.168.1", "192.168.1.5.", "10", "1.2.3.4.5", "so-goc.0x7f", "192.168.001.005"])(
  "what looks like an address and is none is no name either: %s",
  (stated) => {
    expect(() => getOfficeNames(["so-goc.xa.vn", stated], NOWHERE)).toThrow(
      new RegExp(`SOGOC_NAMES=${stated}: trông như địa chỉ.*looks like an address and is none`),
    );
  },
);

it.each([
  "0.0.0.0",
  "::",
  "255.255.255.255",
  "224.0.0.1",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "::ffff:192.168.1.5",
])("what no other machine can open is refused: %s", (stated) => {
  expect(() => getOfficeNames([stated], NOWHERE)).toThrow(`SOGOC_NAMES=${stated}: không máy nào mở được`);
});

it.each(["vn", "VN", "com", "local"])("an ending that everybody's names have is no name: %s", (stated) => {
  expect(() => getOfficeNames([stated], NOWHERE)).toThrow(/là đuôi chung.*many names share/);
});

it("names with numbers are names, and a machine is called by one that browsers ask for", () => {
  const { names, addresses } = getOfficeNames(["xa-158.vn", "158.vn", "so-goc-2", "192.168.1.5"], {
    ...NOWHERE,
    hostname: "158",
  });
  expect(names).toEqual(["localhost", "158.local", "xa-158.vn", "158.vn", "so-goc-2"]);
  expect(addresses).toContain("192.168.1.5");
});

it.each([
  // RFC 4632: the bits behind the prefix are zero.
  ["192.168.77.201", "192.168.77.201/20", "IPv4", "192.168.64.0/20"],
  ["10.1.2.3", "10.1.2.3/8", "IPv4", "10.0.0.0/8"],
  // RFC 4291, 2.3; RFC 4193 for the addresses.
  ["fd12:3456:789a:1::5", "fd12:3456:789a:1::5/64", "IPv6", "fd12:3456:789a:1:0:0:0:0/64"],
  ["fd12:3456:789a:ffff:1:2:3:4", "fd12:3456:789a:ffff:1:2:3:4/52", "IPv6", "fd12:3456:789a:f000:0:0:0:0/52"],
] as const)("the network of %s (%s) has nothing behind its length", (address, cidr, family, range) => {
  const { ranges } = getOfficeNames([], {
    hostname: "maychu",
    interfaces: { eth0: [interfaceAt(address, cidr, family)] },
  });
  expect(ranges).toContain(range);
});
