import type { Blobs } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { DUPLICATE_RULE } from "./judge-answers.ts";
import type { JudgedRow } from "./judged-row.ts";
import type { ShownAnswer } from "./original-sheet-shown.ts";
import { readPreview, StoredPreview } from "./stored-preview.ts";

type Answer = Pick<ShownAnswer, "fields" | "reason" | "row" | "rule">;

/** Everything that is stored with a row because it was shown. */
interface RowAnswers {
  readonly answers:
    | { readonly rule: string; readonly fields: string[]; readonly reason: string }[]
    | undefined;
  readonly duplicateReason: string | undefined;
}

const keyOf = ({ row, rule, fields, reason }: Answer): string =>
  JSON.stringify([row, rule, fields.toSorted(), reason]);

/**
 * The reasons of a row to store: those that it takes from the file now, if the confirmed preview
 * showed them.
 */
export const readShownAnswers = async (
  blobs: Pick<Blobs, "read">,
  prepared: Pick<DataOf<"ImportPrepared">, "preview" | "restoredRows">,
): Promise<(row: JudgedRow) => RowAnswers> => {
  const { restoredRows = 0 } = prepared;
  const { secondSheet: originalSheet } =
    restoredRows > 0 ? await readPreview(blobs, prepared, StoredPreview.pick({ secondSheet: true })) : {};
  const shown = new Set((originalSheet?.taken ?? []).map(keyOf));
  return ({ row, answers: ofRow = [] }) => {
    const taken = ofRow
      .map(({ rule, fields, reason }) => ({ rule, fields: [...fields], reason }))
      .filter((answer) => shown.has(keyOf({ row, ...answer })));
    const answers = taken.filter(({ rule }) => rule !== DUPLICATE_RULE);
    return {
      answers: answers.length > 0 ? answers : undefined,
      duplicateReason: taken.find(({ rule }) => rule === DUPLICATE_RULE)?.reason,
    };
  };
};
