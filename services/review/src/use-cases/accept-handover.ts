import { type CommandContext, type CommandHandler, type ErrorCode, getSeenVersion } from "@sogoc/core";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import { getReadiness, type ReadinessReaders } from "../steps/get-readiness.ts";
import { getSupplement } from "../steps/get-supplement.ts";
import { requireSeenVersion } from "../steps/get-verdict-version.ts";
import { manifestRefusals, type ReadManifestDependencies } from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export interface AcceptHandoverDependencies extends ReadManifestDependencies, ReadinessReaders {
  readonly commands: Pick<CommandHandler, "findHandled" | "handle" | "load">;
}

export const acceptHandoverRefusals = [
  ...manifestRefusals,
  "answer-doubts-unseen",
  "answer-outstanding",
  "batches-not-accepted",
  "blind-keying",
  "book-not-accepted",
  "book-unknown",
  "closed-by-yourself",
  "correction-under-way",
  "exchange-under-way",
  "handed-over-by-yourself",
  "handover-accepted",
  "handover-incomplete",
  "handover-outdated",
  "not-handed-over",
  "reconciliation-open",
  "refusals-set-aside",
  "reset-by-yourself",
  "supplemented-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * The second acceptance: everything of the book is loaded into the national database as it is here
 * now, and the findings of the book are settled. Throws what `acceptHandoverRefusals` names,
 * `revision-conflict` where any of that has changed since it was seen, or `read-model-behind`.
 */
export const acceptHandover = async (
  dependencies: AcceptHandoverDependencies,
  bookId: string,
  {
    note,
    setAside: setAsideSeen,
    doubted: doubtedSeen,
  }: {
    readonly note?: string | undefined;
    readonly setAside?: number | undefined;
    readonly doubted?: number | undefined;
  },
  commandContext: CommandContext,
) => {
  const { seen, context } = getSeenVersion(commandContext);
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
  const { state, revision } = await dependencies.commands.load(handoverDecider, bookId);
  const readiness = await getReadiness(dependencies, bookId, state);
  const { cases, notAccepted, openBatches, held, openFindings, closers, statedValues, exchanges } = readiness;
  const before = await dependencies.commands.findHandled(handoverDecider, bookId, context);
  if (!before) requireSeenVersion(seen, versionOfVerdict([revision], [readiness.seen]));
  const { records: supplement, hands: supplementers } = await getSupplement(
    dependencies,
    bookId,
    state,
    cases,
  );
  const command: HandoverCommand = {
    type: "AcceptHandover",
    note,
    setAsideSeen,
    doubtedSeen,
    accountId: context.actor.account,
    notAccepted,
    openBatchCount: openBatches.length,
    exchangeCount: exchanges.length,
    held,
    supplement,
    openFindings,
    closers,
    supplementers,
    statedValues,
  };
  const judgedContext = { ...context, expectedRevision: revision };
  const handled =
    before ?? (await dependencies.commands.handle(handoverDecider, bookId, command, judgedContext));
  return { handled, content: { bookId } };
};
