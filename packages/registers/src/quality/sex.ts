import type { PersonColumns } from "../record-type-schema.ts";
import { readPersonalId } from "./personal-id.ts";
import type { RecordView } from "./record-view.ts";

export type Sex = "1" | "2";

export const sexNames = { "1": { vi: "nam", en: "male" }, "2": { vi: "nữ", en: "female" } } as const;

/** The sex as told by the column, or by the role where the role decides. */
export const toldSex = (record: RecordView, person: PersonColumns): Sex | undefined => {
  if (person.sexIs !== undefined) return person.sexIs;
  const code = record.text(person.sex);
  return code === "1" || code === "2" ? code : undefined;
};

/** Văn and Thị as second word of a name of three words or more. */
export const middleNameHint = (name: string): { sex: Sex; middle: string } | undefined => {
  const composed = name.normalize("NFC");
  const start = composed.indexOf(" ") + 1;
  const end = start === 0 ? -1 : composed.indexOf(" ", start);
  const middle = end === -1 ? undefined : composed.slice(start, end);
  const folded = middle?.toLowerCase();
  if (middle === undefined) return undefined;
  if (folded === "văn") return { sex: "1", middle };
  return folded === "thị" ? { sex: "2", middle } : undefined;
};

/**
 * The sex in a personal number, wherever the person has one: the column that has it, and those that
 * were looked at before it.
 */
export const numberedSex = (
  record: RecordView,
  person: PersonColumns,
): { code: string; before: readonly string[]; sex: Sex } | undefined => {
  const before: string[] = [];
  for (const code of [person.personalId, person.paper?.number]) {
    if (code === undefined) continue;
    const id = readPersonalId(record.text(code) ?? "");
    if (id !== undefined) return { code, before, sex: id.sex };
    before.push(code);
  }
  return undefined;
};
