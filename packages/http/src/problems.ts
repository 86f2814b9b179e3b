import type { CommandRejected, FieldProblem } from "@sogoc/core";
import { z } from "zod";
import { getProblemText, type ProblemTexts } from "./problem-texts.ts";

const FieldProblemShape = z.object({
  pointer: z.string(),
  detail: z.string(),
  detailEn: z.string().optional(),
  rule: z.string().optional(),
  severity: z.enum(["error", "warning", "info"]).optional(),
  fields: z.array(z.string()).readonly().optional(),
});

/** RFC 9457 problem document; `errors` has a JSON pointer per field. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  titleEn: z.string(),
  status: z.int(),
  code: z.string(),
  correlationId: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z.array(FieldProblemShape).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** What a page is told of a refusal before anybody asks for it. */
export const Barred = z
  .object({
    code: z.string(),
    title: z.string(),
    titleEn: z.string(),
    errors: z.array(FieldProblemShape).optional(),
  })
  .describe("Why whoever asks may not do this, as the refusal would say it.");
export type Barred = z.infer<typeof Barred>;

export const PROBLEM_JSON = "application/problem+json; charset=utf-8";

const errorsOf = ({ problems }: Pick<CommandRejected, "problems">): Problem["errors"] =>
  problems.length > 0 ? problems.map((problem: FieldProblem) => ({ ...problem })) : undefined;

/**
 * `texts` has the words of the rejection's code; a code that it lacks is a fault of the program and
 * said so.
 */
export const toProblem = (
  texts: ProblemTexts,
  rejected: Pick<CommandRejected, "code" | "params" | "problems">,
  correlationId: string,
): Problem => {
  const { status, vi, en } = getProblemText(texts, rejected.code);
  return {
    type: `urn:sogoc:problem:${rejected.code}`,
    title: vi,
    titleEn: en,
    status,
    code: rejected.code,
    correlationId,
    params: Object.keys(rejected.params).length > 0 ? { ...rejected.params } : undefined,
    errors: errorsOf(rejected),
  };
};

/** The same in short, for a page that says why something cannot be done; undefined where it can. */
export const toBarred = (
  texts: ProblemTexts,
  rejected: Pick<CommandRejected, "code" | "problems"> | undefined,
): Barred | undefined => {
  if (!rejected) return undefined;
  const { vi: title, en: titleEn } = getProblemText(texts, rejected.code);
  return { code: rejected.code, title, titleEn, errors: errorsOf(rejected) };
};
