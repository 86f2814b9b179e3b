import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface TourSurroundings {
  /** Where the server under test listens, e.g. `http://127.0.0.1:8158`. */
  readonly address: string;
  readonly adminPassword: string;
  /** Folder with the files that `sogoc demo` writes. */
  readonly files: string;
  /** What `sogoc demo` said of them. */
  readonly book: { readonly bookNumber: string; readonly office: string; readonly cases: number };
  /** Imports a workbook into a second, empty store and answers its records. */
  readonly importIntoEmptyStore: (workbook: ArrayBuffer) => Promise<readonly unknown[]>;
  readonly expect: unknown;
}

const README = fileURLToPath(new URL("../../README.md", import.meta.url));

/** The README's tour blocks, in order. */
export const readTour = async (): Promise<readonly string[]> =>
  [...(await readFile(README, "utf8")).matchAll(/^```js tour\n([\s\S]*?)^```$/gm)].map(
    ([, code = ""]) => code,
  );

/**
 * Runs the tour as one program. Throws with the failing call when a step does not go as the README
 * says.
 */
export const runTour = async (surroundings: TourSurroundings): Promise<void> => {
  const sha256 = (bytes: ArrayBuffer) => createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
  const given = { ...surroundings, readFile, sha256 };
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const program = new AsyncFunction(...Object.keys(given), (await readTour()).join("\n"));
  await program(...Object.values(given));
};
