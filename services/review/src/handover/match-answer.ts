import type { DataOf } from "@sogoc/events";
import type { PackedRecord } from "../domain/handover.ts";
import { type AnswerLine, answerNumber } from "./answer-file.ts";

type Matched = Pick<DataOf<"NationalAnswerRecorded">, "loaded" | "refused" | "missing" | "unknown">;

const NO_REASON = "Không ghi lý do";
const MAX_UNKNOWN = 200;

/** Lays an answer beside the package it answers. A number named twice counts as refused if one of the lines refuses it. */
export const matchAnswer = (packed: readonly PackedRecord[], lines: readonly AnswerLine[]): Matched => {
  const byNumber = new Map(packed.map((record) => [answerNumber(record.number), record]));
  const verdicts = new Map<string, string | null>();
  const unknown: string[] = [];
  for (const { number, loaded, reason } of lines) {
    const record = byNumber.get(answerNumber(number));
    if (!record) {
      unknown.push(number.slice(0, 40));
      continue;
    }
    const before = verdicts.get(record.recordId);
    if (before === undefined || before === null)
      verdicts.set(record.recordId, loaded ? null : reason === "" ? NO_REASON : reason);
  }
  const refused: Matched["refused"] = [];
  const missing: Matched["missing"] = [];
  let loaded = 0;
  for (const { recordId, number, revision } of packed) {
    const verdict = verdicts.get(recordId);
    if (verdict === null) loaded++;
    else if (verdict === undefined) missing.push({ recordId, number, revision });
    else refused.push({ recordId, number, revision, reason: verdict });
  }
  return { loaded, refused, missing, unknown: unknown.slice(0, MAX_UNKNOWN) };
};
