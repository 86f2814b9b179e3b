import type { Directory } from "@sogoc/access";
import type { CommandHandler, ErrorCode } from "@sogoc/core";
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
}

const isTaken = async (commands: Commands, bookId: string, openingYear: number, { so }: FieldValues) => {
  const found = parseCaseNumber(rawText(so), openingYear);
  if (!found) return false;
  const { state } = await commands.load(recordDecider, recordIdOf(bookId, found.number));
  return state.status === "entered";
};

/**
 * Returns what the rules find in a case while it is typed; nothing is stored. Throws what
 * `tryRulesRefusals` names.
 */
export const tryRules = async (
  { commands, directory }: TryRulesDependencies,
  { opened: { recordType, bookNumber, bookId } }: Pick<Batch, "opened">,
  typed: Readonly<Record<string, KeyedValue>>,
): Promise<Trial> => {
  const { openingYear } = await loadBook(commands, bookId);
  const places = placesKnownBy(directory.tree().units);
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...typed });
  return {
    findings: findingsFor(recordType, fields, { bookNumber, openingYear, places }),
    numberTaken: await isTaken(commands, bookId, openingYear, fields),
  };
};
