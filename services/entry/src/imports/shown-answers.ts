import { json } from "node:stream/consumers";
import type { Blobs } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { z } from "zod";
import { DUPLICATE_RULE } from "./judge-answers.ts";
import type { JudgedRow } from "./judged-row.ts";

const Shown = z.object({
  secondSheet: z
    .object({
      taken: z
        .array(z.object({ row: z.int(), rule: z.string(), fields: z.array(z.string()), reason: z.string() }))
        .default([]),
    })
    .optional(),
});

type Answer = Pick<z.infer<typeof Shown>["secondSheet"] & object, "taken">["taken"][number];

/** Everything that is stored with a row because it was shown. */
interface RowAnswers {
  readonly answers: Omit<Answer, "row">[] | undefined;
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
  { preview, restoredRows = 0 }: Pick<DataOf<"ImportPrepared">, "preview" | "restoredRows">,
): Promise<(row: JudgedRow) => RowAnswers> => {
  const { secondSheet: originalSheet } =
    restoredRows > 0 ? Shown.parse(await json(await blobs.read(preview))) : {};
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
