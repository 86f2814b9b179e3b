import i18next, { type FormatterModule } from "i18next";
import { initReactI18next } from "react-i18next";
import bookTypes from "../api/generated/book-types.json";
import { formatNumber } from "../ui/format.ts";
import en from "./en.json";
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
const withBookTypes = (texts: typeof vi, named: (typeof bookTypes)["vi"]) => ({
  ...texts,
  recordType: { ...named.recordType, ...texts.recordType },
});

export const startI18n = () =>
  i18next
    .use(initReactI18next)
    .use(numbersAsInTables)
    .init({
      lng: localStorage.getItem(KEY) ?? "vi",
      fallbackLng: "vi",
      resources: {
        vi: { translation: withBookTypes(vi, bookTypes.vi) },
        en: { translation: withBookTypes(en, bookTypes.en) },
      },
      interpolation: { escapeValue: false, alwaysFormat: true },
    });

export const switchLanguage = async (language: "vi" | "en"): Promise<void> => {
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
