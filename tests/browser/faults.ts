import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import vi from "../../web/src/i18n/vi.json" with { type: "json" };

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const require = createRequire(import.meta.url);
/** A megabyte less than what the package itself hands to a page. */
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Serious and critical findings of axe on the page as it stands. */
export const violationsOf = async (page: Page): Promise<string[]> => {
  // A page that is looked at again, without having been loaded anew, has it.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(AXE);
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }).then((result) => result.violations)`,
  )) as Violation[];
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
};

/** Labels that do not fit where they stand. */
export const truncated = (page: Page) =>
  page.evaluate(
    `[...document.querySelectorAll("button, label, th, .tag, nav a")].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== "visible" && getComputedStyle(one).display !== "inline").map((one) => one.textContent)`,
  );

const SPACES = Object.keys(vi);

/** Names of texts that stand where the text should stand. */
const bareKeys = async (page: Page): Promise<string[]> =>
  // What is to be seen, not what scripts and hidden lists hold.
  // biome-ignore lint/performance/useDomNodeTextContent: only the rendered text says that
  (await page.locator("body").innerText()).match(
    new RegExp(`\\b(${SPACES.join("|")})\\.[a-z][A-Za-z.-]+`, "g"),
  ) ?? [];

/**
 * What is wrong with the words of the page or the open dialog: cut labels, keys instead of texts, a
 * page that is too wide; each fault begins with `name`.
 */
export const wordFaultsOf = async (page: Page, name: string): Promise<string[]> => {
  const wide = await page.evaluate(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1",
  );
  return [
    ...((await truncated(page)) as string[]).map((text) => `cuts: ${text}`),
    ...(await bareKeys(page)).map((key) => `shows the key ${key}`),
    ...(wide ? ["is wider than its window"] : []),
  ].map((fault) => `${name}: ${fault}`);
};

/** The same, and what axe finds; each fault begins with `name`. */
export const faultsOf = async (page: Page, name: string): Promise<string[]> => [
  ...(await violationsOf(page)).map((fault) => `${name}: ${fault}`),
  ...(await wordFaultsOf(page, name)),
];
