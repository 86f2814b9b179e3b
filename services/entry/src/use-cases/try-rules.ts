import type { Directory } from "@sogoc/access";
import type { Acting, CommandHandler, ErrorCode } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import { type Finding, type KeyedValue, placesKnownBy } from "@sogoc/registers";
import { parseCaseNumber } from "../domain/case-number.ts";
import { rawText } from "../domain/field-values.ts";
import { recordIdOf } from "../domain/identity.ts";
import { findingsFor } from "../domain/judgement.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { Batch } from "../steps/load-batch.ts";
import { loadBook } from "../steps/load-book.ts";
import { type CaseOfNumber, loadCaseOfNumber } from "../steps/load-case-of-number.ts";

type Commands = Pick<CommandHandler, "load">;

interface TryRulesDependencies {
  readonly commands: Commands;
  readonly directory: Pick<Directory, "tree">;
}

export const tryRulesRefusals = ["field-unknown"] as const satisfies readonly ErrorCode[];

/** What a desk shows about a case while it is typed. */
export interface Trial {
  readonly findings: readonly Finding[];
  /** A case of this number is in the book already. */
  readonly numberTaken: boolean;
  /** Which one, unless whoever asks keys it a second time. */
  readonly existing: CaseOfNumber | undefined;
}

const loadExisting = async (
  commands: Commands,
  { opened: { bookId, batchId } }: Pick<Batch, "opened">,
  openingYear: number,
  { so }: FieldValues,
  keyer: Acting,
): Promise<Pick<Trial, "numberTaken" | "existing">> => {
  const found = parseCaseNumber(rawText(so), openingYear);
  if (!found) return { numberTaken: false, existing: undefined };
  const recordId = recordIdOf(bookId, found.number);
  const { state } = await commands.load(recordDecider, recordId);
  const existing = await loadCaseOfNumber(commands, { recordId, batchId }, keyer);
  return { numberTaken: state.status === "entered", existing: existing?.of };
};

/**
 * Returns what the rules find in a case while it is typed; nothing is stored. Throws what
 * `tryRulesRefusals` names.
 */
export const tryRules = async (
  { commands, directory }: TryRulesDependencies,
  batch: Pick<Batch, "opened">,
  typed: Readonly<Record<string, KeyedValue>>,
  keyer: Acting,
): Promise<Trial> => {
  const { recordType, bookNumber, bookId } = batch.opened;
  const { openingYear } = await loadBook(commands, bookId);
  const places = placesKnownBy(directory.tree().units);
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...typed });
  const { numberTaken, existing } = await loadExisting(commands, batch, openingYear, fields, keyer);
  const findings = findingsFor(recordType, fields, { bookNumber, openingYear, places });
  return { findings, numberTaken, existing };
};
