import { recordTypes } from "@sogoc/registers";

/** In one language, what the data calls its book types and the groups of their columns. */
export const bookTypeTexts = (language: "vi" | "en") => ({
  recordType: Object.fromEntries(recordTypes.map((type) => [type.code, type[`name_${language}`]])),
  group: Object.fromEntries(
    recordTypes.flatMap(({ groups }) =>
      Object.entries(groups).map(([group, label]) => [group, label[`label_${language}`]]),
    ),
  ),
});
