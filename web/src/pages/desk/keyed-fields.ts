import type { IllegibleReason } from "../../ui/field-value.ts";

/** What the clerk has keyed in one field so far. `ditto`: copied from the case before and not confirmed yet. */
export interface KeyedField {
  readonly text: string;
  readonly special?: "blank" | "illegible";
  readonly doubtful?: boolean;
  readonly ditto?: boolean;
}

export type KeyedFields = Readonly<Record<string, KeyedField>>;

export type KeyedValue =
  | { raw: string; doubtful?: true }
  | { blank: true }
  | { illegible: IllegibleReason; raw?: string };

const toValue = ({ text, special, doubtful }: KeyedField): KeyedValue | undefined => {
  if (special === "blank") return { blank: true };
  if (special === "illegible")
    return text === "" ? { illegible: "handwriting" } : { illegible: "handwriting", raw: text };
  if (text.trim() === "") return undefined;
  return doubtful ? { raw: text, doubtful: true } : { raw: text };
};

/** The fields as the entry service takes them; what was not keyed is left out. */
export const toKeyedValues = (fields: KeyedFields): Record<string, KeyedValue> => {
  const values: Record<string, KeyedValue> = {};
  for (const [code, field] of Object.entries(fields)) {
    const value = toValue(field);
    if (value) values[code] = value;
  }
  return values;
};

/** Columns that a register repeats from case to case: carried over, in another colour until confirmed. */
export const carriedOver = [
  "ngayDangKy",
  "noiDangKy",
  "noiCap",
  "nguoiKy",
  "chucVuNguoiKy",
  "nguoiThucHien",
  "loaiDangKy",
];

/** An empty form after a saved case: the next number, and what usually stays the same. */
export const nextCase = (saved: KeyedFields): KeyedFields => {
  const next: Record<string, KeyedField> = {};
  for (const code of carriedOver) {
    const field = saved[code];
    if (field && field.text !== "") next[code] = { text: field.text, ditto: true };
  }
  const number = Number.parseInt(saved["so"]?.text ?? "", 10);
  if (number > 0) next["so"] = { text: String(number + 1), ditto: true };
  return next;
};
