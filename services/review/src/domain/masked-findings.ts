import { type FieldValues, type Finding, getRecordType, quotationMask } from "@sogoc/registers";

interface QuotedCase {
  readonly id: string;
  readonly recordType: string;
  readonly fields: FieldValues;
}

/**
 * Masks of texts that quote some of these cases, by their ids: numbers of identity papers are shown
 * as in other lists.
 */
export const createQuotationMasks = (cases: readonly QuotedCase[]) => {
  const byId = new Map(cases.map((one) => [one.id, one]));
  return (recordIds: readonly string[]): ((text: string) => string) =>
    quotationMask(
      recordIds.flatMap((id) => {
        const found = byId.get(id);
        return found ? [{ recordType: getRecordType(found.recordType), fields: found.fields }] : [];
      }),
    );
};

export const maskFinding = <One extends Pick<Finding, "messageVi" | "messageEn">>(
  finding: One,
  mask: (text: string) => string,
): One => ({ ...finding, messageVi: mask(finding.messageVi), messageEn: mask(finding.messageEn) });
