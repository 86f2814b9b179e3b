import { FileRefusal } from "../refusal.ts";

/** For tests: `code: reason` of a refusal, with the plain text in both languages made sure of. */
export const refusedWith = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    const { vi, en } = error.texts;
    if (vi === "" || en === "" || /[{}]/u.test(vi + en)) throw new Error("no plain text");
    return `${error.code}: ${error.reason}`;
  }
  return "not refused";
};
