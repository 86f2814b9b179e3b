import type { KeyedFields } from "./keyed-fields.ts";

const MOST = 40;
const seen = new Map<string, string[]>();
const people = new Set(["nguoiKy", "nguoiThucHien", "chucVuNguoiKy", "nycQuanHe"]);

/** Columns that repeat words from case to case: offices, places and who signed; never the persons of a case. */
export const isRepeating = (column: { readonly code: string; readonly type: string }): boolean =>
  column.type === "orgName" || column.type === "place" || people.has(column.code);

/** Keeps what was keyed for the rest of this sitting, newest first; it is gone with the page. */
export const rememberKeyed = (fields: KeyedFields): void => {
  for (const [code, { text, special }] of Object.entries(fields)) {
    if (text.trim() === "" || special) continue;
    const known = (seen.get(code) ?? []).filter((one) => one !== text);
    seen.set(code, [text, ...known].slice(0, MOST));
  }
};

export const keyedBefore = (code: string): readonly string[] => seen.get(code) ?? [];
