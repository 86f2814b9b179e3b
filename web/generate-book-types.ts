import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bookTypeTexts } from "./book-type-texts.ts";

/** Where the build puts what it makes from the sources of others; no part of the repository. */
export const generatedFolder = fileURLToPath(new URL("./src/api/generated/", import.meta.url));

/**
 * Writes the texts that come from data, so that a book type added as a file has its names in the
 * application without a word in `i18n`.
 */
export const generateBookTypes = async (): Promise<void> => {
  await mkdir(generatedFolder, { recursive: true });
  const texts = { vi: bookTypeTexts("vi"), en: bookTypeTexts("en") };
  await writeFile(`${generatedFolder}book-types.json`, `${JSON.stringify(texts, null, 2)}\n`);
};

/** The specs of the application need these texts, and a fresh copy has not built anything yet. */
export const setup = generateBookTypes;
