import {
  dateInWords,
  dateOfDayNumber,
  dayNumber,
  type FieldValue,
  type FieldValues,
  getRecordType,
  isComplete,
  type PersonColumns,
  parsePartialDate,
  type RecordType,
} from "@sogoc/registers";
import type { Cells, Defect, DefectRates, RecordTypeCode } from "./book-model.ts";
import type { Random } from "./random.ts";

interface Page {
  readonly type: RecordType;
  readonly cells: Cells;
  readonly marks: Record<string, FieldValue>;
  readonly random: Random;
}

/** False when this page has no place for the defect. */
type Spoil = (page: Page) => boolean;

const personsWith = (page: Page, column: "birth" | "name" | "ethnicGroup"): PersonColumns[] =>
  page.type.persons.filter((person) => page.cells[person[column] ?? ""] !== undefined);

const pickPerson = (
  page: Page,
  column: "birth" | "name" | "ethnicGroup",
  fits: (cell: string) => boolean,
) => {
  const codes = personsWith(page, column)
    .map((person) => person[column] ?? "")
    .filter((code) => fits(page.cells[code] ?? ""));
  return codes.length === 0 ? undefined : page.random.pick(codes);
};

const isWholeDate = (text: string) => /^\d{2}\.\d{2}\.\d{4}$/u.test(text);

const replaceBirth =
  (change: (text: string, page: Page) => string): Spoil =>
  (page) => {
    const code = pickPerson(page, "birth", isWholeDate);
    if (code === undefined) return false;
    page.cells[code] = change(page.cells[code] ?? "", page);
    return true;
  };

/** As lists of older years write them; each folds to the same name. */
const spellings: Readonly<Record<string, string>> = { Mông: "H'mông", "Khơ Me": "Khơ-me", "Ê Đê": "Ê-đê" };

const wordsDiffer: Spoil = ({ type, cells, random }) => {
  const { date, words } = type.facts.datesInWords?.[0] ?? {};
  const told = parsePartialDate(cells[date ?? ""] ?? "");
  if (words === undefined || told === undefined || !isComplete(told)) return false;
  cells[words] = dateInWords(dateOfDayNumber(dayNumber(told) + random.pick([-9, -1, 1, 10, 31])));
  return true;
};

const kindDiffers: Spoil = ({ type, cells }) => {
  const deadline = type.facts.deadlines?.[0];
  if (deadline === undefined || cells[deadline.kind] !== deadline.late) return false;
  cells[deadline.kind] = deadline.onTime;
  return true;
};

const fatherMissing: Spoil = ({ type, cells, marks }) => {
  const rule = type.facts.parentsKind;
  if (rule === undefined || cells[rule.field] !== "1") return false;
  for (const code of Object.keys(cells).filter((name) => name.startsWith("cha"))) {
    delete cells[code];
    marks[code] = { blank: true };
  }
  return true;
};

/** Fields without which a case cannot be told from others are left alone. */
const pickPlain = ({ type, cells, random }: Page): string | undefined => {
  const plain = Object.keys(cells).filter((code) =>
    type.fields.some(
      (field) => field.code === code && !field.required && !["code", "fullDate"].includes(field.type),
    ),
  );
  return plain.length === 0 ? undefined : random.pick(plain);
};

const spoilers: Partial<Record<Defect, Spoil>> = {
  "number-year-differs": ({ cells, random }) => {
    const year = Number(cells["ngayDangKy"]?.slice(-4));
    cells["so"] = `${cells["so"]?.split("/")[0]}/${year + random.pick([-1, 1])}`;
    return true;
  },
  "words-differ": wordsDiffer,
  "registration-kind-differs": kindDiffers,
  "parents-kind-differs": ({ type, cells }) => {
    const field = type.facts.parentsKind?.field;
    if (field === undefined) return false;
    cells[field] = cells[field] === "1" ? "3" : "1";
    return true;
  },
  "parent-unknown": fatherMissing,
  "impossible-date": replaceBirth(
    (text) => `31.${text.slice(3, 5) === "04" ? "06" : "02"}.${text.slice(-4)}`,
  ),
  "year-only": replaceBirth((text) => text.slice(-4)),
  "month-year-only": replaceBirth((text) => text.slice(3)),
  "age-in-words": (page) => {
    const registered = Number(page.cells["ngayDangKy"]?.slice(-4));
    const code = pickPerson(
      page,
      "birth",
      (text) => isWholeDate(text) && registered - Number(text.slice(-4)) >= 18,
    );
    if (code === undefined) return false;
    page.cells[code] = `${registered - Number(page.cells[code]?.slice(-4))} tuổi`;
    return true;
  },
  "slashes-in-date": ({ cells, random }) => {
    const dates = Object.keys(cells).filter((code) => isWholeDate(cells[code] ?? ""));
    if (dates.length === 0) return false;
    const code = random.pick(dates);
    cells[code] = (cells[code] ?? "").replaceAll(".", "/");
    return true;
  },
  illegible: (page) => {
    const code = pickPlain(page);
    if (code === undefined) return false;
    const text = page.cells[code] ?? "";
    const left = text.slice(0, page.random.int(0, Math.floor(text.length / 2))).trim();
    const reason = page.random.pick(["torn", "faded", "stained", "handwriting"] as const);
    delete page.cells[code];
    page.marks[code] = left === "" ? { illegible: reason } : { illegible: reason, raw: left };
    return true;
  },
  blank: (page) => {
    const code = pickPlain(page);
    if (code === undefined) return false;
    delete page.cells[code];
    page.marks[code] = { blank: true };
    return true;
  },
  "name-in-capitals": (page) => {
    const code = pickPerson(page, "name", () => true);
    if (code === undefined) return false;
    page.cells[code] = (page.cells[code] ?? "").toUpperCase();
    return true;
  },
  "legacy-ethnic-spelling": (page) => {
    const code = pickPerson(page, "ethnicGroup", (text) => spellings[text] !== undefined);
    if (code === undefined) return false;
    page.cells[code] = spellings[page.cells[code] ?? ""] ?? "";
    return true;
  },
  "old-ethnic-name": (page) => {
    const code = pickPerson(page, "ethnicGroup", () => true);
    if (code === undefined) return false;
    page.cells[code] = "Việt";
    return true;
  },
  "short-identity-number": (page) => {
    const numbers = page.type.persons
      .map((person) => person.paper?.number ?? "")
      .filter((code) => page.cells[code] !== undefined);
    if (numbers.length === 0) return false;
    const code = page.random.pick(numbers);
    page.cells[code] = (page.cells[code] ?? "").slice(0, 8);
    return true;
  },
};

const order = Object.keys(spoilers).map((name) => name as Defect);

/** The page as written, with the defects that chance gave it. */
export const writePage = (
  random: Random,
  recordType: RecordTypeCode,
  truth: Readonly<Cells>,
  rates: DefectRates,
): { paper: FieldValues; defects: Defect[] } => {
  const page: Page = { type: getRecordType(recordType), cells: { ...truth }, marks: {}, random };
  const defects = order.filter((defect) => {
    const rate = rates[defect] ?? 0;
    return rate > 0 && random.chance(rate) && spoilers[defect]?.(page) === true;
  });
  const paper: FieldValues = {};
  for (const code in page.cells) paper[code] = { raw: page.cells[code] ?? "" };
  return { paper: defects.length === 0 ? paper : { ...paper, ...page.marks }, defects };
};
