import type { Answer } from "../../api/paths.ts";

export type AnswerPreview = Answer<"post", "/api/review/v1/handovers/{bookId}/answers/preview">;
export type AnswerMapping = NonNullable<AnswerPreview["proposal"]>;

/**
 * The different texts of a column: of the proposed status column as the server found them, of
 * another one only those of its first rows.
 */
export const statusesOf = ({ columns, statuses, rows }: AnswerPreview, column: number): readonly string[] => {
  const texts = columns.status === column ? statuses : rows.map(({ cells }) => cells[column] ?? "");
  return [...new Set(texts)].filter((text) => text !== "");
};

/** The sheet that is read, counted from 1; undefined where the file has only one. */
export const sheetRead = ({ sheets }: Pick<AnswerPreview, "sheets">): number | undefined =>
  sheets.length < 2 ? undefined : sheets.findIndex(({ isRead }) => isRead) + 1;

/** Stands for "loaded" where no row says so. */
const USUAL_LOADED_TEXT = "Đã nạp";

/**
 * The chosen texts that mean "loaded". Where every text means "pending" or "refused", a usual text
 * that stands in no row, since one is required. Empty where a person has yet to choose.
 */
export const loadedTextsOf = (
  { proposal, columns, statuses }: AnswerPreview,
  status: number,
  { chosen, pending }: { readonly chosen: readonly string[]; readonly pending: readonly string[] },
): readonly string[] => {
  if (chosen.length === 0 && pending.length > 0)
    return statuses.includes(USUAL_LOADED_TEXT) ? [] : [USUAL_LOADED_TEXT];
  if (chosen.length > 0 || !proposal || columns.status !== status) return chosen;
  return proposal.loadedWhen.some((text) => statuses.includes(text)) ? [] : proposal.loadedWhen;
};

/**
 * Why there is nothing to record in an answer, where it says of no case that it was loaded or
 * refused: all that it names are still to come, or it names none.
 */
export const nothingToRecord = ({
  counts,
  late,
  contradicted,
}: Pick<NonNullable<AnswerPreview["matched"]>, "counts" | "late" | "contradicted">):
  | "pending"
  | "named"
  | undefined => {
  if (counts.loaded + counts.refused + late + contradicted.length > 0) return undefined;
  return counts.pending > 0 ? "pending" : "named";
};
