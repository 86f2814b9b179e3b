import { type Hands, joinHands } from "@sogoc/core";
import { type FindingWhileKeying, foldForSearch, type InventoriedBook } from "@sogoc/registers";
import type { StatedValue } from "../domain/stated-values.ts";
import type { KeyedNumbers } from "../read-models/batch-keying.ts";
import type { BookView, CountedValue } from "../read-models/books.ts";
import type { ScanView } from "../read-models/scans.ts";

interface StatementText {
  readonly pointer: string;
  readonly vi: string;
  readonly en: string;
}

const statedBy = (
  { bookNumber }: BookView,
  hands: Hands | undefined,
  { pointer, vi, en }: StatementText,
): readonly StatedValue[] =>
  hands === undefined
    ? []
    : [
        {
          hands,
          pointer,
          detail: `Sổ ${bookNumber}: ${vi}`,
          detailEn: `Book ${bookNumber}: ${en}`,
        },
      ];

interface Compared {
  readonly book: BookView;
  /** Books of the same unit, type and number, itself among them. */
  readonly ofNumber: readonly BookView[];
}

const counts: Readonly<Record<CountedValue, (value: number) => Omit<StatementText, "pointer">>> = {
  expectedCases: (value) => ({
    vi: `số trường hợp (${value}) do bạn ghi lần cuối.`,
    en: `you said last how many cases it has (${value}).`,
  }),
  pages: (value) => ({
    vi: `số trang (${value}) do bạn ghi lần cuối.`,
    en: `you said last how many pages it has (${value}).`,
  }),
};

/** A count of cases or pages that the inventory states, at the registration or later. */
const statedCount =
  (value: CountedValue) =>
  ({ book }: Compared): readonly StatedValue[] => {
    const count = book[value];
    if (count === undefined) return [];
    return statedBy(book, book.said[value], { pointer: `/book/${value}`, ...counts[value](count) });
  };

/** Its cases are held against the office, and it makes the book another one than its sameBooks. */
const statedOffice = ({ book }: Compared): readonly StatedValue[] =>
  statedBy(book, book.said.office, {
    pointer: "/book/office",
    vi: `nơi đăng ký “${book.office}” (của sổ này) do bạn ghi lần cuối; các trường hợp và những sổ cùng số được đối chiếu với nơi đó.`,
    en: `you said last that its office is “${book.office}”; its cases, and books of the same number, are held against that.`,
  });

const isSameOffice = (one: string, other: string): boolean => foldForSearch(one) === foldForSearch(other);

/** Whether a book had an office before that the other book has or had. */
const onceHad = ({ formerOffices }: BookView, { office, formerOffices: others }: BookView): boolean =>
  formerOffices.some((former) => [office, ...others].some((one) => isSameOffice(former, one)));

/**
 * The offices of other books of the number. Where a former one would make them the same book,
 * whoever stated the present one made them two.
 */
const statedOfficesOfOthers = ({ book, ofNumber }: Compared): readonly StatedValue[] =>
  ofNumber
    .filter((other) => other.id !== book.id && !isSameOffice(other.office, book.office))
    .filter((other) => onceHad(other, book))
    .flatMap((other) =>
      statedBy(book, other.said.office, {
        pointer: "/otherBook/office",
        vi: `nơi đăng ký “${other.office}” (của sổ cùng số) do bạn ghi lần cuối; với nơi đăng ký trước đó, hai sổ là một.`,
        en: `you said last that the other book's office is “${other.office}”; with the one before, the two were one book.`,
      }),
    );

/**
 * The number and its year are never changed, and every case repeats them by the hand of whoever
 * keyed it: one that differs is not taken.
 */
const repeatedByEveryCase = (): readonly StatedValue[] => [];

/**
 * Of each value that a finding of a book compares, who stated it last. A rule that compares
 * another one does not compile until it is told here whose word that is.
 */
export const statementsOfCompared: Readonly<
  Record<keyof InventoriedBook, (compared: Compared) => readonly StatedValue[]>
> = {
  bookNumber: repeatedByEveryCase,
  openingYear: repeatedByEveryCase,
  expectedCases: statedCount("expectedCases"),
  pages: statedCount("pages"),
  sameBooks: statedOfficesOfOthers,
  writtenBy: statedOffice,
};

const byNumber = (one: string, other: string): number =>
  Number.parseInt(one, 10) - Number.parseInt(other, 10) || (one < other ? -1 : 1);

/** As many numbers as fit on a line. */
const MOST_NUMBERS = 20;

/** What the scans of a person show, in a few words of each language. */
const scansInWords = (scans: readonly ScanView[]): Pick<StatementText, "vi" | "en"> => {
  const numbers = scans.flatMap(({ number }) => number ?? []).sort(byNumber);
  const named = numbers.slice(0, MOST_NUMBERS).join(", ") + (numbers.length > MOST_NUMBERS ? ", …" : "");
  const isAmong = (wanted: ScanView["kind"]) => scans.some(({ kind }) => kind === wanted);
  const shown: readonly (readonly [boolean, string, string])[] = [
    [isAmong("cover"), "bìa sổ", "the cover"],
    [isAmong("whole-book"), "cả quyển", "the whole book"],
    [numbers.length > 0, `số ${named}`, `number ${named}`],
  ];
  const words = shown.flatMap(([isShown, vi, en]) => (isShown ? [{ vi, en }] : []));
  return { vi: words.map(({ vi }) => vi).join(", "), en: words.map(({ en }) => en).join(", ") };
};

/**
 * The scans in force. Cases and pages are compared with them, cases are looked at beside them, and
 * the cover and the scan of the whole book go out with what is accepted.
 */
const statedScans = (book: BookView, scans: readonly ScanView[]): readonly StatedValue[] => {
  const byHands = Map.groupBy(scans, ({ attachedBy }) => JSON.stringify(attachedBy));
  return [...byHands.values()].flatMap((ofHands) => {
    const { vi, en } = scansInWords(ofHands);
    return statedBy(book, ofHands[0]?.attachedBy, {
      pointer: "/book/scans",
      vi: `ảnh quét (${vi}) do bạn gắn.`,
      en: `you attached the scans (${en}).`,
    });
  });
};

/** All statements on which findings of a book depend, with whoever made each last. */
export const statedValuesOf = (
  book: BookView,
  ofNumber: readonly BookView[],
  scans: readonly ScanView[],
): readonly StatedValue[] => [
  ...Object.values(statementsOfCompared).flatMap((statementsOf) => statementsOf({ book, ofNumber })),
  ...statedScans(book, scans),
];

const numbersOf = ({ from, to }: KeyedNumbers): Pick<StatementText, "vi" | "en"> => {
  if (from === undefined && to === undefined) return { vi: "cả quyển", en: "the whole book" };
  if (from === to) return { vi: `số ${from}`, en: `number ${from}` };
  if (to === undefined) return { vi: `từ số ${from}`, en: `from number ${from} on` };
  return { vi: `số ${from ?? 1}–${to}`, en: `numbers ${from ?? 1}–${to}` };
};

/** A batch that is being keyed, with who has taken it. */
export interface KeyedBatch extends KeyedNumbers {
  /** Whoever assigned it to themselves last. */
  readonly takenBy: Hands | undefined;
}

/**
 * The batches because of which findings are premature: whoever opened or took such a batch states
 * that the missing cases are still to come.
 */
export const statedBatches = (
  book: BookView,
  findings: readonly FindingWhileKeying<KeyedBatch>[],
): readonly StatedValue[] =>
  [...new Set(findings.flatMap(({ prematureWhile }) => prematureWhile))].flatMap((batch) => {
    const { vi, en } = numbersOf(batch);
    const hands = [batch.openedBy, batch.takenBy].filter((one) => one !== undefined);
    return statedBy(book, joinHands(hands), {
      pointer: "/book/batches",
      vi: `lô nhập ${vi} do bạn mở hoặc tự nhận; không có lô đó thì sổ còn chỗ chưa khớp.`,
      en: `you opened or took the batch of ${en}; without it something of the book does not agree.`,
    });
  });
