import { isBlank, isIllegible, normalisedText } from "../field-value.ts";
import type { Finding } from "../finding.ts";
import { requiredFields } from "../record-type.ts";
import { found, type RecordView } from "./record-view.ts";

/**
 * Rule 1. Nothing keyed is an error. That it is blank in the book or cannot be read is a fact that
 * somebody has said with a key of its own: it is told, and nothing more is asked.
 */
export function* checkRequired(record: RecordView): Iterable<Finding> {
  for (const field of requiredFields(record.recordType)) {
    const value = record.value(field.code);
    if ((normalisedText(value) ?? "").trim() !== "") continue;
    const isKey = field.code === record.key.number || field.code === record.key.book;
    const severity = isBlank(value) || isIllegible(value) ? "info" : "error";
    yield found(record, "required-missing", [field.code], { severity, params: { key: String(isKey) } });
  }
}
