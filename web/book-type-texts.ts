import { recordTypes } from "@sogoc/registers";

/** In one language, what the data calls its book types. */
export const bookTypeTexts = (language: "vi" | "en") => ({
  recordType: Object.fromEntries(recordTypes.map((type) => [type.code, type[`name_${language}`]])),
});
