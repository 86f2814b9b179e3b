import type { paths } from "../../api/generated/review.ts";

export type AnswerPreview =
  paths["/api/review/v1/handovers/{bookId}/answers/preview"]["post"]["responses"]["200"]["content"]["application/json"];
export type AnswerMapping = NonNullable<AnswerPreview["proposal"]>;

/** Different texts of a column: of the proposed one as the server counted them, of another as far as its first rows show. */
export const statusesOf = (
  { proposal, statuses, rows }: AnswerPreview,
  column: number,
): readonly string[] => {
  const texts = proposal?.status === column ? statuses : rows.map(({ cells }) => cells[column] ?? "");
  return [...new Set(texts)].filter((text) => text !== "");
};

/** How many of the rows shown would count as loaded and as refused. */
export const countShown = ({ rows }: AnswerPreview, mapping: AnswerMapping) => {
  const named = rows.filter(({ cells }) => (cells[mapping.number] ?? "") !== "");
  const loaded = named.filter(({ cells }) => mapping.loadedWhen.includes(cells[mapping.status] ?? "")).length;
  return { loaded, refused: named.length - loaded };
};
