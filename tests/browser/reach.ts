import type { Page } from "playwright-core";

/** Numbers what a person can act on, in the page as it stands, and answers how many there are. */
const number = `(() => {
  const visible = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const all = [...document.querySelectorAll("a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary")];
  const shown = all.filter(visible);
  shown.forEach((one, index) => one.setAttribute("data-reach", String(index)));
  document.body.tabIndex = -1;
  document.body.focus();
  return shown.length;
})()`;

const here = `(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // One button of a group is reached with Tab, the others with the arrows.
  const group = one.matches("input[type=radio]") ? document.getElementsByName(one.name) : [one];
  return [...group].map((each) => each.getAttribute("data-reach") ?? "");
})()`;

const described = `(reached) => [...document.querySelectorAll("[data-reach]")]
  .filter((one) => !reached.includes(one.getAttribute("data-reach")))
  .map((one) => one.outerHTML.slice(0, 160))`;

/** What can be acted on with a pointer and is not come to with Tab; empty where everything is. */
export const unreached = async (page: Page): Promise<string[]> => {
  const count = Number(await page.evaluate(number));
  const reached = new Set<string>();
  // Once around, and a little: the browser's own window lies between the last and the first.
  for (let step = 0; step < count + 3 && reached.size < count; step++) {
    await page.keyboard.press("Tab");
    for (const one of ((await page.evaluate(here)) as string[] | null) ?? [])
      if (one !== "") reached.add(one);
  }
  if (reached.size === count) return [];
  return (await page.evaluate(`(${described})(${JSON.stringify([...reached])})`)) as string[];
};
