import type { CommandHandler } from "@sogoc/core";
import type { Finding, KeyedValue } from "@sogoc/registers";
import { findingsFor } from "../domain/judgement.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import type { Batch } from "./load-batch.ts";
import { loadBook } from "./load-book.ts";

/** What the rules say of a case that is being typed; nothing is stored. Throws `field-unknown`. */
export const tryRules = async (
  commands: Pick<CommandHandler, "load">,
  { opened: { recordType, bookNumber, bookId } }: Pick<Batch, "opened">,
  typed: Readonly<Record<string, KeyedValue>>,
): Promise<readonly Finding[]> => {
  const { openingYear } = await loadBook(commands, bookId);
  const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...typed });
  return findingsFor(recordType, fields, { bookNumber, openingYear });
};
