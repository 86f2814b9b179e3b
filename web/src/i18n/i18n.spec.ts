import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import en from "./en.json" with { type: "json" };
import vi from "./vi.json" with { type: "json" };

const source = fileURLToPath(new URL("../", import.meta.url));

const keysOf = (texts: object, prefix = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : keysOf(value as object, `${prefix}${key}.`),
  );

/** English has a form for one and a form for more; Vietnamese nouns have one form. */
const plural = /_(?:one|other)$/;

describe("texts for people", () => {
  it("exist in both languages", () => {
    const english = keysOf(en).map((key) => key.replace(plural, ""));
    expect([...new Set(english)].sort()).toEqual(keysOf(vi).sort());
    expect(keysOf(vi).filter((key) => plural.test(key))).toEqual([]);
    const ofPlurals = keysOf(en).filter((key) => plural.test(key));
    const stems = [...new Set(ofPlurals.map((key) => key.replace(plural, "")))];
    expect(ofPlurals.sort()).toEqual(stems.flatMap((key) => [`${key}_one`, `${key}_other`]).sort());
  });

  it("say something: of a text that is empty, its key is shown", async () => {
    const texts = i18next.createInstance();
    await texts.init({ lng: "vi", resources: { vi: { translation: { desk: { nothing: "" } } } } });
    expect(texts.t("desk.nothing")).toBe("desk.nothing");
    const emptyIn = (language: object) =>
      keysOf(language).filter(
        (key) =>
          key
            .split(".")
            .reduce<unknown>((node, part) => Reflect.get(node as object, part), language)
            ?.toString()
            .trim() === "",
      );
    expect({ vi: emptyIn(vi), en: emptyIn(en) }).toEqual({ vi: [], en: [] });
  });

  it("tell one from more in English, where a noun follows the number", () => {
    const walk = (texts: object): [string, string][] =>
      Object.entries(texts).flatMap(([key, text]) =>
        typeof text === "string" ? [[key, text]] : walk(text as object),
      );
    // What bears no noun: 3 open, 3 a day at most.
    const nounless =
      /\{\{count\}\} (?:a day|a week|more\b(?! \w)|open|found|blank|illegible|doubtful|not keyed)/;
    // Of any number, whatever it is called; people, units, files and shares are none.
    const nouns = /\{\{(?!(?:who|name|unit|alike|file)\b)\w+\}\}(?: [a-z]+){0,2} ?[a-z]+s\b/;
    const alone = walk(en).filter(
      ([key, text]) => nouns.test(text) && !nounless.test(text) && !plural.test(key),
    );
    expect(alone).toEqual([]);
  });

  it("are chosen by the number, in either language", async () => {
    const texts = i18next.createInstance();
    const resources = { vi: { translation: vi }, en: { translation: en } };
    await texts.init({ lng: "en", fallbackLng: "vi", resources, interpolation: { escapeValue: false } });
    const both = (key: string, count: number) => ["en", "vi"].map((lng) => texts.t(key, { count, lng }));
    expect(both("desk.waiting", 1)).toEqual(["1 record waits to be sent", "1 trường hợp chờ gửi"]);
    expect(both("desk.waiting", 2)).toEqual(["2 records wait to be sent", "2 trường hợp chờ gửi"]);
    expect(both("import.confirm", 0)).toEqual(["Write 0 good rows", "Ghi 0 dòng hợp lệ"]);
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
