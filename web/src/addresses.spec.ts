import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { addresses } from "./addresses.ts";

const source = fileURLToPath(new URL("./", import.meta.url));

/** What else begins with a slash: the server's own addresses, and places in a document. */
const notOfPages = /^\/(api\/|fields\/|demo\.json$|tin-cay(\/|$))/u;

/** Texts that begin as an address does; of a template, what stands in for a value is `value`. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(["'`])(\/[a-z](?:\$\{[^{}`]*\}|(?!\1)[^\n$])*)\1/gu)].map(
    ([, , address = ""]) => address.replaceAll(/\$\{[^{}]*\}/gu, "value").split(/[?#]/u)[0] ?? "",
  );

const pages = addresses.map((address) => new RegExp(`^${address.replaceAll(/:[a-zA-Z]+/gu, "[^/]+")}$`, "u"));
const hasPage = (address: string): boolean => pages.some((page) => page.test(address));

/** Every address that a page leads to, with the file that names it. */
const named = globSync("{features,ui}/**/*.{ts,tsx}", { cwd: source })
  .filter((file) => !/\.spec\.tsx?$/u.test(file))
  .flatMap((file) =>
    addressesIn(readFileSync(`${source}${file}`, "utf8")).map((address) => ({ file, address })),
  )
  .filter(({ address }) => !notOfPages.test(address));

it("finds the addresses that pages lead to", () => {
  const found = named.map(({ address }) => address);
  for (const one of ["/lo/value", "/tra-cuu/value", "/so/value/doi-soat", "/ban-giao"])
    expect(found).toContain(one);
  expect(addressesIn("to='/lo?a=1#b'")).toEqual(["/lo"]);
});

it("knows a page for every address that a page leads to", () => {
  expect(hasPage("/so/value")).toBe(false);
  expect(named.filter(({ address }) => !hasPage(address))).toEqual([]);
});
