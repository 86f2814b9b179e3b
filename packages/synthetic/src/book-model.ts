import type { FieldValues } from "@sogoc/registers";
import type { Commune } from "./places.ts";

export const recordTypeCodes = ["KS", "KH", "KT", "CMC", "HN"] as const;
export type RecordTypeCode = (typeof recordTypeCodes)[number];

/** Who signed and who wrote in an office during some years. */
export interface OfficeStaff {
  readonly signers: readonly { readonly name: string; readonly position: string }[];
  readonly officer: string;
}

/** A book; `data` is the event BookRegistered. */
export interface SyntheticBook {
  readonly data: {
    readonly bookId: string;
    readonly unitId: string;
    readonly recordType: RecordTypeCode;
    readonly bookNumber: string;
    readonly openingYear: number;
    readonly office: string;
    readonly pages: number;
    readonly expectedCases: number;
  };
  /** the commune as it was; it may have been merged into `data.unitId` */
  readonly commune: Commune;
  readonly staff: OfficeStaff;
}

/** Cells by field code, as the sheets write them. */
export type Cells = Record<string, string>;

/** One registered event: what happened, and what the page says of it. */
export interface SyntheticCase {
  readonly recordType: RecordTypeCode;
  readonly bookId: string;
  readonly bookNumber: string;
  /** registration number without its year */
  readonly number: number;
  readonly registeredOn: string;
  /** the facts, as a page without any defect would have them */
  readonly truth: Readonly<Cells>;
  /** what is on the page, as read by a perfect reader */
  readonly paper: FieldValues;
  /** what is wrong with the page; empty for most */
  readonly defects: readonly Defect[];
}

export const defectKinds = [
  "number-gap",
  "number-repeated",
  "number-out-of-order",
  "date-falls",
  "number-year-differs",
  "words-differ",
  "registration-kind-differs",
  "parents-kind-differs",
  "parent-unknown",
  "impossible-date",
  "year-only",
  "month-year-only",
  "age-in-words",
  "slashes-in-date",
  "illegible",
  "blank",
  "name-in-capitals",
  "legacy-ethnic-spelling",
  "old-ethnic-name",
  "short-identity-number",
] as const;
export type Defect = (typeof defectKinds)[number];

/** Share of the cases that have the defect. */
export type DefectRates = Partial<Record<Defect, number>>;
