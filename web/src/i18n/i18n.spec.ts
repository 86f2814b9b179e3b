import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import en from "./en.json" with { type: "json" };
import vi from "./vi.json" with { type: "json" };

const source = fileURLToPath(new URL("../", import.meta.url));

const keysOf = (texts: object, prefix = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : keysOf(value as object, `${prefix}${key}.`),
  );

describe("texts for people", () => {
  it("exist in both languages", () => {
    expect(keysOf(en).sort()).toEqual(keysOf(vi).sort());
  });

  it("are there for every key that a page names", () => {
    const known = new Set(keysOf(vi));
    const missing: string[] = [];
    for (const file of globSync("**/*.tsx", { cwd: source })) {
      const text = readFileSync(`${source}${file}`, "utf8");
      for (const [, key = ""] of text.matchAll(/\bt\("([a-zA-Z.]+)"/g)) {
        if (!known.has(key)) missing.push(`${file}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("are composed Unicode without doubled spaces", () => {
    const walk = (texts: object): string[] =>
      Object.values(texts).flatMap((value) => (typeof value === "string" ? [value] : walk(value as object)));
    for (const text of [...walk(vi), ...walk(en)]) {
      expect(text).toBe(text.normalize("NFC"));
      expect(text).not.toMatch(/ {2}/);
    }
  });
});
