import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../.data/screens", import.meta.url));

/**
 * Pictures of the pages are for people to look at, and nothing is asserted of them. A quarter of
 * what the browsers work is theirs, so they are taken where `SOGOC_PICTURES=on` asks for them.
 */
const areWanted = process.env["SOGOC_PICTURES"] === "on";

const take = async (page: Page, name: string, fullPage: boolean): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
};

/** A picture of the page as it stands in its window of 1366x768, or of the whole of it. */
export const takePicture = async (
  page: Page,
  name: string,
  { fullPage }: { readonly fullPage: boolean } = { fullPage: false },
): Promise<void> => {
  if (areWanted) await take(page, `${name}-1366x768`, fullPage);
};

/** The same, and one in a large window. */
export const takePictures = async (page: Page, name: string): Promise<void> => {
  if (!areWanted) return;
  await takePicture(page, name);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await take(page, `${name}-1920x1080`, false);
  await page.setViewportSize({ width: 1366, height: 768 });
};
