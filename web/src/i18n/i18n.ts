import i18next, { type FormatterModule } from "i18next";
import { initReactI18next } from "react-i18next";
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

export const startI18n = () =>
  i18next
    .use(initReactI18next)
    .use(numbersAsInTables)
    .init({
      lng: localStorage.getItem(KEY) ?? "vi",
      fallbackLng: "vi",
      resources: { vi: { translation: vi }, en: { translation: en } },
      interpolation: { escapeValue: false, alwaysFormat: true },
    });

export const switchLanguage = async (language: "vi" | "en"): Promise<void> => {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

/** Book types that the texts know by name. */
export const knownRecordTypes: readonly string[] = Object.keys(vi.recordType);

/**
 * Names a book type that came as data; the texts' own name is shorter and stays where there is one.
 */
export const nameRecordType = (code: string, name: { readonly vi: string; readonly en: string }): void => {
  if (knownRecordTypes.includes(code)) return;
  i18next.addResource("vi", "translation", `recordType.${code}`, name.vi);
  i18next.addResource("en", "translation", `recordType.${code}`, name.en);
};
