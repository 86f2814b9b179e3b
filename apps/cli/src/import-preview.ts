import type { ApiClient } from "./api-client.ts";

interface Counts {
  readonly good: number;
  readonly refused: number;
  readonly unchanged: number;
}

type Shown =
  | { readonly raw: string; readonly value?: string | undefined; readonly doubtful?: true | undefined }
  | { readonly blank: true }
  | { readonly illegible: string; readonly raw?: string | undefined };

interface OriginalSheet {
  readonly rows: number;
  readonly values: number;
  readonly reasons: number;
  readonly kinds?: Readonly<Record<string, number>> | undefined;
  readonly examples: readonly {
    readonly row: number;
    readonly field: string;
    readonly cell: string;
    readonly value: Shown | null;
  }[];
  readonly taken: readonly {
    readonly row: number;
    readonly bookNumber: string;
    readonly number: string;
    readonly rule: string;
    readonly fields: readonly string[];
    readonly reason: string;
    readonly messageVi: string;
  }[];
  readonly reasonsLeft: number;
}

interface ImportPreview {
  /** Of the file and of all that is shown, by the server. */
  readonly digest: string;
  readonly rows: readonly {
    readonly row: number;
    readonly status: string;
    readonly fields: Readonly<Record<string, Shown>>;
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
  readonly secondSheet?: OriginalSheet | undefined;
}

/** Problems that are shown one by one before the rows are written, as many as on the page. */
const SHOWN_PROBLEMS = 100;

/** A value as it would be kept, with what is not written, cannot be read or is in doubt. */
const wordsOf = (value: Shown | null): string => {
  if (value === null) return "(chưa nhập / not keyed)";
  if ("blank" in value) return "(trống trong sổ / blank)";
  if ("illegible" in value)
    return `${value.raw ? `“${value.raw}” ` : ""}(không đọc được / illegible: ${value.illegible})`;
  const kept = value.value === undefined ? "" : ` → ${value.value}`;
  return `“${value.raw}”${kept}${value.doubtful ? " (chưa chắc / doubtful)" : ""}`;
};

/** How a row would be written, in one line. */
const exampleOf = ({ row, status, fields }: ImportPreview["rows"][number]): string => {
  const texts = Object.entries(fields).map(([code, value]) => `${code} ${wordsOf(value)}`);
  return `Dòng / row ${row} (${status}): ${texts.join(", ")}`;
};

const tellOriginalSheet = (sheet: OriginalSheet): void => {
  const { rows, values, reasons, kinds = {}, examples, taken, reasonsLeft } = sheet;
  const counted = Object.entries(kinds).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
  console.log(
    `Trang “So goc” / sheet: ${rows} dòng / rows, ${values} giá trị / values, ${reasons} lý do / reasons`,
  );
  if (counted.length > 0) console.log(`  ${counted.join(", ")}`);
  for (const { row, field, cell, value } of examples)
    console.log(`  Dòng / row ${row}, ${field} “${cell}”: ${wordsOf(value)}`);
  if (values > examples.length)
    console.log(`  … và ${values - examples.length} giá trị nữa / and more values`);
  for (const { row, bookNumber, number, rule, fields, reason, messageVi } of taken)
    console.log(
      `  Dòng / row ${row}, số ${number} quyển ${bookNumber}, ${rule} (${fields.join(", ")}): ${messageVi} Lý do / reason: “${reason}”`,
    );
  if (reasonsLeft > 0) console.log(`  ${reasonsLeft} lý do nữa không được ghi / more reasons are not stored`);
};

/**
 * Prints what an import would write, as the page shows it: counts, rows as they would stand, how
 * often each rule speaks, problems, what the original sheet adds. Answers the digest by which it is
 * confirmed.
 */
export const showPreview = async (
  client: Pick<ApiClient, "get">,
  importId: string,
  { good, refused, unchanged }: Counts,
): Promise<string> => {
  const preview = await client.get<ImportPreview>(`entry/v1/imports/${importId}/preview`);
  const {
    rows,
    problems,
    rules,
    unknownColumns,
    missingColumns,
    secondSheet: originalSheet,
    digest,
  } = preview;
  console.log(`Tốt / good ${good}, lỗi / refused ${refused}, đã có / unchanged ${unchanged}`);
  if (unknownColumns.length > 0) console.log(`Cột lạ / unknown columns: ${unknownColumns.join(", ")}`);
  if (missingColumns.length > 0) console.log(`Cột thiếu / missing columns: ${missingColumns.join(", ")}`);
  for (const row of rows) console.log(exampleOf(row));
  for (const [rule, count] of Object.entries(rules)) console.log(`${rule}: ${count}`);
  for (const { row, field, value, messageVi, suggestion } of problems.slice(0, SHOWN_PROBLEMS)) {
    const offered = suggestion === undefined ? "" : ` → “${suggestion}”?`;
    console.log(`Dòng / row ${row}, ${field} “${value}”: ${messageVi}${offered}`);
  }
  if (problems.length > SHOWN_PROBLEMS)
    console.log(`… và ${problems.length - SHOWN_PROBLEMS} chỗ nữa / and more`);
  if (originalSheet && originalSheet.rows > 0) tellOriginalSheet(originalSheet);
  console.log(`Dấu của bản xem trước / digest of the preview: ${digest}`);
  return digest;
};
