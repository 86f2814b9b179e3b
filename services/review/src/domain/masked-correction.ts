import type { DataOf, FieldChange, FieldValue, FieldValues } from "@sogoc/events";
import { getRecordType, quotationMask, withMaskedIdentity } from "@sogoc/registers";
import type { ChangeFinding } from "./correction-findings.ts";
import type { BroughtBack } from "./marked-again.ts";

interface RequestTexts extends Pick<DataOf<"CorrectionRequested">, "changes" | "reason" | "recordType"> {
  readonly because?: string | undefined;
  readonly declineReason?: string | undefined;
}

/** What a correction shows of the values of its case. */
interface CorrectionValues<Request> {
  readonly correction: Request;
  readonly findings: readonly ChangeFinding[];
  readonly now: readonly { readonly field: string; readonly value?: FieldValue | undefined }[];
  readonly broughtBack: readonly BroughtBack[];
}

/**
 * The same with the numbers of identity papers as a list shows them, also where a finding or a
 * reason quotes them. `fields` are those of the case.
 */
export const maskCorrection = <Request extends RequestTexts>(
  { correction, findings, now, broughtBack }: CorrectionValues<Request>,
  fields: FieldValues,
): CorrectionValues<Request> => {
  const { changes } = correction;
  if (changes.length === 0) return { correction, findings, now, broughtBack };
  const recordType = getRecordType(correction.recordType);
  const mask = (field: string, value: FieldValue): FieldValue =>
    withMaskedIdentity(recordType, { [field]: value })[field] ?? value;
  const asked = changes.flatMap(({ field, before, after }) =>
    [before, after].flatMap((value) => (value ? [{ recordType, fields: { [field]: value } }] : [])),
  );
  const quoting = quotationMask([{ recordType, fields }, ...asked]);
  const mayQuote = (text: string | undefined) => (text === undefined ? undefined : quoting(text));
  const maskChange = (change: FieldChange): FieldChange => {
    const masked = { ...change };
    if (change.before) masked.before = mask(change.field, change.before);
    if (change.after) masked.after = mask(change.field, change.after);
    return masked;
  };
  return {
    correction: {
      ...correction,
      reason: quoting(correction.reason),
      because: mayQuote(correction.because),
      declineReason: mayQuote(correction.declineReason),
      changes: changes.map(maskChange),
    },
    findings: findings.map((finding) => ({
      ...finding,
      messageVi: quoting(finding.messageVi),
      messageEn: quoting(finding.messageEn),
      reason: mayQuote(finding.reason),
    })),
    now: now.map(({ field, value }) => ({ field, value: value && mask(field, value) })),
    broughtBack: broughtBack.map((mark) => ({ ...mark, reason: quoting(mark.reason) })),
  };
};
