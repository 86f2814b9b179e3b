import { type CommandContext, CommandRejected, digestOfRevisions, everyDocument } from "@sogoc/core";
import { batchDecider } from "../domain/batch.ts";
import type { EntryParts } from "../entry-parts.ts";

const SUBMIT_WAIT_MS = 10_000;

/**
 * Ends the first keying, the second, or the arbitration; what comes next the batch decides. Nobody
 * keys meanwhile, and the digest names each record with the revision that last changed its fields:
 * a note by decision may be written at any time.
 */
export const finishStage = (parts: EntryParts, batchId: string, context: CommandContext) =>
  parts.gate.submitting(batchId, async () => {
    const head = await parts.ports.store.head();
    if (!(await parts.runtime.caughtUp(head, SUBMIT_WAIT_MS))) throw new CommandRejected("read-model-behind");
    const records = await everyDocument(parts.records, { where: { batchId, status: "entered" } });
    const command = {
      type: "SubmitBatch",
      accountId: context.actor.account,
      now: context.at.toISOString(),
      recordCount: records.length,
      digest: digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision }))),
      notKeyedAgain: records.filter(({ second }) => second === undefined).length,
      preparedBy: [...new Set(records.flatMap(({ preparedBy = [] }) => preparedBy))],
      differences: records.reduce((sum, { second }) => sum + (second?.open.length ?? 0), 0),
    } as const;
    const handled = await parts.runtime.commands.handle(batchDecider, batchId, command, context);
    return { handled, records: records.length };
  });
