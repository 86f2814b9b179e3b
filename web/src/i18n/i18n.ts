import i18next, { type FormatterModule } from "i18next";
import { initReactI18next } from "react-i18next";
import bookTypes from "../api/generated/book-types.json";
import { formatNumber } from "../ui/format.ts";
import vi from "./vi.json";

const KEY = "sogoc-language";

/** Numbers in a sentence are written like those in tables. */
const numbersAsInTables: FormatterModule = {
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value) => (typeof value === "number" ? formatNumber(value) : String(value)),
};

/** The texts, with the names that the data has for what they do not name; their own are shorter. */
const withBookTypes = <Texts extends { readonly recordType: object }>(
  texts: Texts,
  named: (typeof bookTypes)["vi"],
) => ({
  ...texts,
  recordType: { ...named.recordType, ...texts.recordType },
});

/** English comes when somebody asks for it: the desk of most people is the lighter for it. */
const addEnglish = async (): Promise<void> => {
  const { default: en } = await import("./en.json");
  i18next.addResourceBundle("en", "translation", withBookTypes(en, bookTypes.en), true, false);
};

export const startI18n = async (): Promise<void> => {
  await i18next
    .use(initReactI18next)
    .use(numbersAsInTables)
    .init({
      lng: "vi",
      fallbackLng: "vi",
      resources: { vi: { translation: withBookTypes(vi, bookTypes.vi) } },
      interpolation: { escapeValue: false, alwaysFormat: true },
    });
  // Vietnamese is better than no page where the texts cannot be had.
  if (localStorage.getItem(KEY) === "en") await switchLanguage("en").catch(() => {});
};

/** Throws where the texts cannot be had; the page then stays in the language it is in. */
export const switchLanguage = async (language: "vi" | "en"): Promise<void> => {
  if (language === "en") await addEnglish();
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

/** Book types that this page was built with. */
export const knownRecordTypes: readonly string[] = Object.keys(bookTypes.vi.recordType);

/** Names a book type that came as data since this page was built. */
export const nameRecordType = (code: string, name: { readonly vi: string; readonly en: string }): void => {
  if (knownRecordTypes.includes(code)) return;
  i18next.addResource("vi", "translation", `recordType.${code}`, name.vi);
  i18next.addResource("en", "translation", `recordType.${code}`, name.en);
};
