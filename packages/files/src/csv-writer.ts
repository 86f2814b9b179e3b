import { once } from "node:events";
import { finished } from "node:stream/promises";
import { neutraliseFormula, storableText } from "./safe-text.ts";
import { type FileTarget, toWritable } from "./zip-output.ts";

export interface CsvOptions {
  readonly delimiter?: "," | ";" | undefined;
}

const field = (text: string | undefined, delimiter: string): string => {
  if (text === undefined) return "";
  const safe = neutraliseFormula(storableText(text));
  return safe.includes('"') || safe.includes("\n") || safe.includes(delimiter) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
};

/** UTF-8 with a byte order mark, so that spreadsheets show Vietnamese; formulas are neutralised. */
export const writeCsv = async (
  target: FileTarget,
  rows: Iterable<readonly (string | undefined)[]> | AsyncIterable<readonly (string | undefined)[]>,
  options: CsvOptions = {},
): Promise<void> => {
  const { delimiter = "," } = options;
  const out = toWritable(target);
  const done = finished(out);
  done.catch(() => {});
  out.write("\ufeff");
  for await (const row of rows) {
    const line = `${row.map((text) => field(text, delimiter)).join(delimiter)}\r\n`;
    if (!out.write(line)) await Promise.race([once(out, "drain"), done]);
  }
  out.end();
  await done;
};
