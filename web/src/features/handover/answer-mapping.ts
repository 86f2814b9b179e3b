import type { Answer } from "../../api/paths.ts";

export type AnswerPreview = Answer<"post", "/api/review/v1/handovers/{bookId}/answers/preview">;
export type AnswerMapping = NonNullable<AnswerPreview["proposal"]>;

/**
 * Different texts of a column: of the status column that the headings tell as the server counted
 * them, of another as far as its first rows show.
 */
export const statusesOf = ({ columns, statuses, rows }: AnswerPreview, column: number): readonly string[] => {
  const texts = columns.status === column ? statuses : rows.map(({ cells }) => cells[column] ?? "");
  return [...new Set(texts)].filter((text) => text !== "");
};

/** How many of the rows shown would count as loaded and as refused. */
export const countShown = ({ rows }: AnswerPreview, mapping: AnswerMapping) => {
  const named = rows.filter(({ cells }) => (cells[mapping.number] ?? "") !== "");
  const loaded = named.filter(({ cells }) => mapping.loadedWhen.includes(cells[mapping.status] ?? "")).length;
  return { loaded, refused: named.length - loaded };
};

/**
 * Texts that mean "loaded", as chosen; where every text means "refused" by the server's reading,
 * the proposal's own, which stands in no row. Empty where a person has yet to say.
 */
export const loadedTextsOf = (
  { proposal, columns, statuses }: AnswerPreview,
  status: number,
  chosen: readonly string[],
): readonly string[] => {
  if (chosen.length > 0 || !proposal || columns.status !== status) return chosen;
  return proposal.loadedWhen.some((text) => statuses.includes(text)) ? [] : proposal.loadedWhen;
};
