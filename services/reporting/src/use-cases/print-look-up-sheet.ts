import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import { lookUpSheet } from "../documents/look-up-sheet.ts";
import { currentEvents, recordAt } from "../history/record-at.ts";
import { requireSighted } from "../steps/require-sighted.ts";

/**
 * A record on paper, for looking up, as a PDF. `origin` is the address of the server, for example
 * `https://so-goc.example`. Whoever looks is recorded first. Throws `record-unknown` and
 * `blind-keying`.
 */
export const printLookUpSheet = async (
  access: Access<"batches" | "clock" | "commands" | "directory" | "store">,
  recordId: string,
  origin: string,
  context: CommandContext,
): Promise<Buffer> => {
  const events = await access.store.readStream(`record-${recordId}`);
  const record = recordAt(currentEvents(events));
  if (!record) throw new CommandRejected("record-unknown");
  await requireSighted(access, context.actor.account, record.batchId);
  await logReading(access.commands, context, [record.id], "look-up");
  const hash = events.at(-1)?.metadata.hash ?? "";
  // Behind "#" no server sees it: the page lays it beside the log by itself.
  const address = `${origin}/tra-cuu/${recordId}#${hash}`;
  return lookUpSheet(access, record, { address, hash });
};
