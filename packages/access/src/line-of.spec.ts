import { expect, it } from "vitest";
import { lineOf } from "./line-of.ts";

it("an IPv4 address is a line of its own, also where it comes as an IPv6 one", () => {
  expect(lineOf("203.0.113.7")).toBe("203.0.113.7");
  for (const mapped of ["::ffff:203.0.113.7", "::FFFF:203.0.113.7", "::ffff:cb00:7107"])
    expect(lineOf(mapped), mapped).toBe("203.0.113.7");
  expect(lineOf("::ffff:203.0.113.8")).not.toBe(lineOf("::ffff:203.0.113.7"));
});

it.each([
  ["2001:db8:0:1::", "2001:db8:0:1"],
  ["fd00::", "fd00:0:0:0"],
  ["fd00:0:0:7::", "fd00:0:0:7"],
  ["2001:db8::", "2001:db8:0:0"],
  ["fe80::", "fe80:0:0:0"],
])("all addresses of %s/64 are one line, however they are written", (network, line) => {
  const lines = Array.from({ length: 1000 }, (_, index) => lineOf(`${network}${(index + 1).toString(16)}`));
  expect([...new Set(lines)]).toEqual([line]);
});

it("zeros and capitals, and the name of a network card, make no other line", () => {
  for (const written of ["2001:0DB8:0000:0001:0:0:0:1", "2001:db8:0:1:a:b:c:d", "2001:db8:0:1::1%eth0"])
    expect(lineOf(written), written).toBe("2001:db8:0:1");
  expect(lineOf("2001:db8:0:2::1")).not.toBe(lineOf("2001:db8:0:1::1"));
  expect(lineOf("::1")).toBe("0:0:0:0");
  expect(lineOf("1:2:3:4:5:6:7::")).toBe("1:2:3:4");
});

it("what is no address is a line as it stands", () => {
  for (const other of ["", "localhost", "unix:", "1:2"]) expect(lineOf(other)).toBe(other);
});
