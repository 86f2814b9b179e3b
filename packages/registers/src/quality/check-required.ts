import { isBlank, isIllegible, normalisedText } from "../field-value.ts";
import type { Finding } from "../finding.ts";
import { requiredFields } from "../record-type.ts";
import { found, type RecordView } from "./record-view.ts";

/**
 * Rule 1. Blank in the book or illegible is a fact and asks for a confirmation only; nothing keyed
 * blocks export.
 */
export function* checkRequired(record: RecordView): Iterable<Finding> {
  for (const field of requiredFields(record.recordType)) {
    const value = record.value(field.code);
    if ((normalisedText(value) ?? "").trim() !== "") continue;
    const isKey = field.code === record.key.number || field.code === record.key.book;
    const severity = isBlank(value) || isIllegible(value) ? "warning" : "error";
    yield found(record, "required-missing", [field.code], { severity, params: { key: String(isKey) } });
  }
}
