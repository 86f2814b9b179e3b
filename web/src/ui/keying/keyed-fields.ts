import type { FieldValue, IllegibleReason } from "../field-value.ts";

/**
 * What the clerk has keyed in one field so far. `ditto`: copied from the case before and not
 * confirmed yet.
 */
export interface KeyedField {
  readonly text: string;
  /** The text typed before stays, so that a wrong key is taken back by pressing it again. */
  readonly special?: "blank" | "illegible";
  /** Why it cannot be read; with `special: "illegible"`. */
  readonly why?: IllegibleReason;
  readonly doubtful?: boolean;
  readonly ditto?: boolean;
  /** How it came, where nobody typed it. */
  readonly seen?: Seen | undefined;
}

/** From the case before, the number after it, or as the book was registered. */
export type Seen = "carried-over" | "counted-on" | "from-book";

export type KeyedFields = Readonly<Record<string, KeyedField>>;

export type KeyedValue =
  | { raw: string; doubtful?: true }
  | { blank: true }
  | { illegible: IllegibleReason; raw?: string };

/** The reasons in the order of the keys 1 to 6. */
export const illegibleReasons: readonly IllegibleReason[] = [
  "handwriting",
  "faded",
  "stained",
  "torn",
  "missing-page",
  "not-on-form",
];

const toValue = ({ text, special, why = "handwriting", doubtful }: KeyedField): KeyedValue | undefined => {
  if (special === "blank") return { blank: true };
  const raw = text.normalize("NFC");
  if (special === "illegible") return raw === "" ? { illegible: why } : { illegible: why, raw };
  if (raw.trim() === "") return undefined;
  return doubtful ? { raw, doubtful: true } : { raw };
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

/** How the values came that were confirmed as they were offered. */
export const seenIn = (fields: KeyedFields): Record<string, Seen> => {
  const seen: Record<string, Seen> = {};
  for (const [code, { seen: how, special }] of Object.entries(fields))
    if (how !== undefined && special === undefined) seen[code] = how;
  return seen;
};

/** A stored record's fields as the form shows them. */
export const fromStored = (stored: Readonly<Record<string, FieldValue>>): KeyedFields => {
  const fields: Record<string, KeyedField> = {};
  for (const [code, value] of Object.entries(stored)) {
    if ("blank" in value) fields[code] = { text: "", special: "blank" };
    else if ("illegible" in value) {
      fields[code] = { text: value.raw ?? "", special: "illegible", why: value.illegible };
    } else fields[code] = value.doubtful ? { text: value.raw, doubtful: true } : { text: value.raw };
  }
  return fields;
};

/** What differs from the stored fields; an empty text takes a field away. */
export const changesFrom = (stored: KeyedFields, keyed: KeyedFields): Record<string, KeyedValue> => {
  const before = toKeyedValues(stored);
  const after = toKeyedValues(keyed);
  const changes: Record<string, KeyedValue> = {};
  for (const code of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[code]) !== JSON.stringify(after[code])) {
      changes[code] = after[code] ?? { raw: "" };
    }
  }
  return changes;
};

/** A form in which somebody types: over what, what stands in it, and what is stored by now. */
export interface Typing {
  readonly before: KeyedFields;
  readonly typed: KeyedFields;
  readonly now: KeyedFields;
}

/**
 * What somebody typed over `before`, put over what is stored now: a field that they did not touch
 * is as it is now, so that nobody's change is undone by a form that is older than it.
 */
export const typedOver = ({ before, typed, now }: Typing): KeyedFields => {
  const fields: Record<string, KeyedField> = { ...now };
  for (const code of Object.keys(changesFrom(before, typed))) fields[code] = typed[code] ?? { text: "" };
  return fields;
};

/**
 * Columns that a register repeats from case to case: carried over, in another colour until
 * confirmed. The day of registration is not among them: it moves on, and a day that nobody looked
 * at looks as right as any other.
 */
export const carriedOver = ["noiDangKy", "noiCap", "nguoiKy", "chucVuNguoiKy", "nguoiThucHien", "loaiDangKy"];

/** Days of registration: no key copies them either. */
export const typedForEveryCase: ReadonlySet<string> = new Set(["ngayDangKy"]);

/** An empty form after a saved case: the number offered, and what usually stays the same. */
export const nextCase = (saved: KeyedFields, number: string | undefined): KeyedFields => {
  const next: Record<string, KeyedField> = {};
  for (const code of carriedOver) {
    const field = saved[code];
    if (field && field.text !== "" && !field.special)
      next[code] = { text: field.text, ditto: true, seen: "carried-over" };
  }
  if (number !== undefined) next["so"] = { text: number, ditto: true, seen: "counted-on" };
  return next;
};

/** Nothing in the form but what the desk put there itself: number and columns carried over. */
export const isUntouched = (fields: KeyedFields | undefined): boolean =>
  Object.values(fields ?? {}).every(({ text, special, ditto }) => ditto || (text.trim() === "" && !special));

/** Whether a value was carried over that nobody has confirmed. */
export const hasUnconfirmed = (fields: KeyedFields): boolean =>
  Object.values(fields).some(({ ditto, special }) => ditto && !special);

/** Whether one of them comes from the case before. */
export const hasCarriedOver = (fields: KeyedFields): boolean =>
  Object.values(fields).some(
    ({ ditto, special, seen = "carried-over" }) => ditto && !special && seen === "carried-over",
  );

/**
 * The number of a case as its scan is found by: as it was typed, with its letter and its year,
 * which make it another case.
 */
export const numberOf = (fields: KeyedFields): string => (fields["so"]?.text ?? "").trim().replace(/^0+/, "");

/** The number of a second case: `7` and `b` are `7b`, `7/2009` and `b` are `7b/2009`. */
export const secondCaseOf = (number: string, suffix: string): string =>
  number.replace(/^(\d+)\s*[a-z]?/i, `$1${suffix}`);
