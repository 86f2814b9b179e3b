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

/** How many of the rows shown would count as loaded, as refused and as not answered yet. */
export const countShown = ({ rows }: AnswerPreview, mapping: AnswerMapping) => {
  const named = rows.filter(({ cells }) => (cells[mapping.number] ?? "") !== "");
  const count = (texts: readonly string[]) =>
    named.filter(({ cells }) => texts.includes(cells[mapping.status] ?? "")).length;
  const [loaded, pending] = [count(mapping.loadedWhen), count(mapping.pendingWhen ?? [])];
  return { loaded, pending, refused: named.length - loaded - pending };
};

/** Stands for "loaded" where no row says so. */
const USUAL_LOADED_TEXT = "Đã nạp";

/**
 * Texts that mean "loaded", as chosen; where nothing is loaded yet and something is awaited, the
 * usual one, if it stands in no row; where every text means "refused" by the server's reading,
 * the proposal's own, which stands in no row. Empty where a person has yet to say.
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
