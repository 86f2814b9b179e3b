import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import vi from "./vi.json" with { type: "json" };

const textsIn = (texts: object): readonly string[] =>
  Object.values(texts).flatMap((one) => (typeof one === "string" ? [one] : textsIn(one)));

it("the guide of the hand-over names buttons and texts as the pages have them", () => {
  const guide = readFileSync(new URL("../../../docs/huong-dan/ban-giao.md", import.meta.url), "utf8");
  const known = new Set(textsIn(vi));
  const named = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map(([, text = ""]) => text);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((text) => !known.has(text))).toEqual([]);
  expect(guide).toContain(vi.handover.confirmChanges.replace("{{count}}", "2"));
});
