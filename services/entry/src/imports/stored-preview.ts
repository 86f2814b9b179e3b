import { json } from "node:stream/consumers";
import type { Blobs } from "@sogoc/core";
import { type DataOf, FieldValue } from "@sogoc/events";
import { z } from "zod";

/**
 * What a person sees of a workbook before anything is written, as it lies in the blobs; those of
 * older programs have no `secondSheet`, no `taken` in it, or no `notGood`.
 */
export const StoredPreview = z.object({
  sheet: z.string(),
  dialect: z.string(),
  unknownColumns: z.array(z.string()),
  missingColumns: z.array(z.string()),
  rows: z.array(z.object({ row: z.int(), status: z.string(), fields: z.record(z.string(), FieldValue) })),
  problems: z.array(
    z.object({
      sheet: z.string(),
      row: z.int(),
      field: z.string(),
      value: z.string(),
      rule: z.string(),
      severity: z.enum(["error", "warning"]),
      messageVi: z.string(),
      messageEn: z.string(),
      suggestion: z.string().optional().describe("What was probably typed before a program changed it."),
    }),
  ),
  rules: z.record(z.string(), z.int()),
  /** What the original sheet of an export adds. */
  secondSheet: z
    .object({
      rows: z.int(),
      values: z.int(),
      reasons: z.int(),
      kinds: z
        .object({
          blank: z.int(),
          illegible: z.int(),
          doubtful: z.int(),
          notKeyed: z.int(),
          written: z.int(),
        })
        .optional(),
      examples: z.array(
        z.object({ row: z.int(), field: z.string(), cell: z.string(), value: FieldValue.nullable() }),
      ),
      taken: z
        .array(
          z.object({
            row: z.int(),
            bookNumber: z.string(),
            number: z.string(),
            rule: z.string(),
            fields: z.array(z.string()),
            reason: z.string(),
            messageVi: z.string(),
            messageEn: z.string(),
          }),
        )
        .default([])
        .describe("Every reason that is stored once the import is confirmed."),
      reasonsLeft: z.int().default(0).describe("Reasons beyond those, which are not stored."),
    })
    .optional(),
  /** First and last row of each run of rows that are not good and will not be written. */
  notGood: z.array(z.tuple([z.int(), z.int()]).readonly()).optional(),
});
export type StoredPreview = z.output<typeof StoredPreview>;

/** Throws where what is stored has not all that `part` asks for. */
export const readPreview = async <Part>(
  blobs: Pick<Blobs, "read">,
  { preview }: Pick<DataOf<"ImportPrepared">, "preview">,
  part: z.ZodType<Part>,
): Promise<Part> => part.parse(await json(await blobs.read(preview)));
