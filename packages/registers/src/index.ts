export * from "./book-file-name.ts";
export * from "./book-number.ts";
export * from "./book-progress.ts";
export * from "./code-tables.ts";
export * from "./compare-readings.ts";
export * from "./date-in-words.ts";
export * from "./date-range.ts";
export { defineRecordType } from "./define-record-type.ts";
export * from "./field-value.ts";
export * from "./finding.ts";
export * from "./fold.ts";
export * from "./fold-place.ts";
export * from "./groups.ts";
export { countHanded, type HandedCounts } from "./handed-figures.ts";
export * from "./headers.ts";
export * from "./keyed-value.ts";
export { convertLegacyText, detectLegacyEncoding, type LegacyEncoding } from "./legacy-encoding.ts";
export { namingFields, quotationMask, type ValuesOfCase, withMaskedIdentity } from "./masked-identity.ts";
export * from "./normalise-field.ts";
export * from "./normalise-text.ts";
export * from "./number-range.ts";
export * from "./original-sheet.ts";
export * from "./original-sheet-size.ts";
export * from "./partial-date.ts";
export { type PaymentCounting, paymentCountingOn } from "./payment-counting.ts";
export * from "./phases.ts";
export { applyRules } from "./quality/apply-rules.ts";
export {
  type BookFinding,
  type BookRecord,
  type CaseOfBook,
  registrationYearOf,
  toBookRecord,
} from "./quality/book-record.ts";
export { checkAcrossRecords } from "./quality/check-across-records.ts";
export { type BookInput, checkBook } from "./quality/check-book.ts";
export { checkField } from "./quality/check-field.ts";
export { type BookFile, checkFiles } from "./quality/check-files.ts";
export { checkKeying, checkSignatories } from "./quality/check-keying.ts";
export { proposeTitleCase } from "./quality/check-name.ts";
export { findingsOfOffice } from "./quality/check-offices.ts";
export { checkDuplicates, checkSequence } from "./quality/check-sequence.ts";
export { type Closing, closingsOfOthers, findClosing } from "./quality/closings.ts";
export { sameBooksOf, scannedOf } from "./quality/compared-book.ts";
export { createPlaceResolvers, type KnownUnit, placesKnownBy } from "./quality/known-places.ts";
export { limitOn } from "./quality/limits.ts";
export { numbersInClosing } from "./quality/numbers-in-closings.ts";
export { type FindingWhileKeying, markPremature } from "./quality/premature-findings.ts";
export {
  type BookCounts,
  type InventoriedBook,
  type Reconciliation,
  type ReconciliationFinding,
  reconcileBook,
} from "./quality/reconcile-book.ts";
export type { BookContext, PlaceResolvers, RecordInput } from "./quality/record-view.ts";
export { isBookAccepted, lastRounds } from "./quality/rounds-of-book.ts";
export {
  type AnyAnswer as AnsweredFinding,
  answersFor,
  findingsOfChange,
  keptAnswers,
  sortAnswers,
  unansweredFindings,
  usableAnswers,
  withAnswers,
  withValues,
} from "./quality/unanswered.ts";
export * from "./record-type.ts";
export * from "./record-type-schema.ts";
export * from "./record-types.ts";
export * from "./registration-number.ts";
export { isPlaceholder, saysNothing } from "./says-nothing.ts";
export * from "./scan-file-name.ts";
export {
  contentDifferences,
  contentParts,
  contentsSent,
  countSupplement,
  isCoverOutdated,
  type SentContent,
  type SentPackage,
  type ShownBook,
  type SupplementCounts,
  type SupplementRecord,
  scansByCase,
  shownOtherwise,
  supplementKinds,
  supplementOf,
} from "./supplement.ts";
export * from "./suspicious-characters.ts";
export {
  type ChangesOfOne,
  findsLateScans,
  firstPackages,
  isLastSent,
  keyOfNote,
  keyOfScan,
  listUnconfirmed,
  type NoteOfCase,
  notesSince,
  unconfirmedInWords,
} from "./unconfirmed-changes.ts";
export * from "./values-of-book.ts";
export { isVietnameseSyllable } from "./vietnamese-syllable.ts";
