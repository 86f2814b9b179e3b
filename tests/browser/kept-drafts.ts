import type { Page } from "playwright-core";

const all = `new Promise((resolve) => {
  const opening = indexedDB.open("sogoc-drafts");
  opening.onsuccess = () => {
    const all = opening.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => resolve(JSON.stringify(all.result));
  };
})`;

/** Everything that the browser keeps of cases being keyed, as text. */
export const keptDrafts = async (page: Page): Promise<string> => String(await page.evaluate(all));
