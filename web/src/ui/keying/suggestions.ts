import { currentSession } from "../../api/session.ts";
import type { KeyedFields } from "./keyed-fields.ts";

/** Which keying of a case it is. What was keyed in one is never suggested in the other. */
export type Stage = "first" | "second";

const MOST = 40;
const seen = new Map<string, string[]>();
/** Another person who signs in at this computer is told nothing of what was keyed before. */
const suggestionKey = (stage: Stage, code: string): string =>
  `${currentSession()?.account.id ?? ""} ${stage} ${code}`;

const people = new Set(["nguoiKy", "nguoiThucHien", "chucVuNguoiKy", "nycQuanHe"]);

/**
 * Columns that repeat words from case to case: offices, places and who signed; never the persons of
 * a case.
 */
export const isRepeating = (column: { readonly code: string; readonly type: string }): boolean =>
  column.type === "orgName" || column.type === "place" || people.has(column.code);

/** Keeps what was keyed for the rest of this sitting, newest first; it is gone with the page. */
export const rememberKeyed = (fields: KeyedFields, stage: Stage): void => {
  for (const [code, { text, special }] of Object.entries(fields)) {
    if (text.trim() === "" || special) continue;
    const key = suggestionKey(stage, code);
    const known = (seen.get(key) ?? []).filter((one) => one !== text);
    seen.set(key, [text, ...known].slice(0, MOST));
  }
};

export const keyedBefore = (code: string, stage: Stage): readonly string[] =>
  seen.get(suggestionKey(stage, code)) ?? [];
