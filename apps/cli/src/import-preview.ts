import { createHash } from "node:crypto";
import { canonicalJson } from "@sogoc/core";
import type { ApiClient } from "./api-client.ts";

interface Counts {
  readonly good: number;
  readonly refused: number;
  readonly unchanged: number;
}

interface ImportPreview {
  readonly rows: readonly {
    readonly row: number;
    readonly status: string;
    readonly fields: Readonly<Record<string, { readonly raw?: string | undefined }>>;
  }[];
  readonly problems: readonly {
    readonly row: number;
    readonly field: string;
    readonly value: string;
    readonly messageVi: string;
    readonly suggestion?: string | undefined;
  }[];
  readonly rules: Readonly<Record<string, number>>;
  readonly unknownColumns: readonly string[];
  readonly missingColumns: readonly string[];
  readonly secondSheet?: { readonly rows: number; readonly values: number; readonly reasons: number };
}

/** Problems that are shown one by one before the rows are written. */
const SHOWN_PROBLEMS = 20;
const SHOWN_ROWS = 5;

/** How a row would be written, in one line. */
const exampleOf = ({ row, status, fields }: ImportPreview["rows"][number]): string => {
  const texts = Object.entries(fields).flatMap(([code, { raw }]) => (raw ? [`${code} “${raw}”`] : []));
  return `Dòng / row ${row} (${status}): ${texts.join(", ")}`;
};

/**
 * What it says does not depend on when it was asked for: the same file comes to the same digest.
 */
const digestOf = (counts: Counts, preview: ImportPreview): string =>
  createHash("sha256")
    .update(canonicalJson({ counts, preview }) ?? "")
    .digest("hex")
    .slice(0, 16);

/**
 * Prints what an import would write: counts, rows as they would stand, how often each rule speaks,
 * and examples. Answers the digest by which it is confirmed.
 */
export const showPreview = async (
  client: Pick<ApiClient, "get">,
  importId: string,
  { good, refused, unchanged }: Counts,
): Promise<string> => {
  const preview = await client.get<ImportPreview>(`entry/v1/imports/${importId}/preview`);
  const { rows, problems, rules, unknownColumns, missingColumns, secondSheet } = preview;
  console.log(`Tốt / good ${good}, lỗi / refused ${refused}, đã có / unchanged ${unchanged}`);
  if (unknownColumns.length > 0) console.log(`Cột lạ / unknown columns: ${unknownColumns.join(", ")}`);
  if (missingColumns.length > 0) console.log(`Cột thiếu / missing columns: ${missingColumns.join(", ")}`);
  for (const row of rows.slice(0, SHOWN_ROWS)) console.log(exampleOf(row));
  for (const [rule, count] of Object.entries(rules)) console.log(`${rule}: ${count}`);
  for (const { row, field, value, messageVi, suggestion } of problems.slice(0, SHOWN_PROBLEMS)) {
    const offered = suggestion === undefined ? "" : ` → “${suggestion}”?`;
    console.log(`Dòng / row ${row}, ${field} “${value}”: ${messageVi}${offered}`);
  }
  if (problems.length > SHOWN_PROBLEMS)
    console.log(`… và ${problems.length - SHOWN_PROBLEMS} chỗ nữa / and more`);
  if (secondSheet)
    console.log(
      `Trang “So goc” / sheet: ${secondSheet.rows} dòng / rows, ${secondSheet.values} giá trị / values, ${secondSheet.reasons} lý do / reasons`,
    );
  const digest = digestOf({ good, refused, unchanged }, preview);
  console.log(`Dấu của bản xem trước / digest of the preview: ${digest}`);
  return digest;
};
