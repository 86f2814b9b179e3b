import { logReading } from "@sogoc/access";
import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  getSeenVersion,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { type ListDueFindingsDependencies, listDueFindings } from "../steps/list-due-findings.ts";
import { requireNotAcceptorOfBook } from "../steps/require-not-acceptor-of-book.ts";
import { requireNotSecondKeyer } from "../steps/require-not-second-keyer.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export interface CloseFindingsDependencies extends ListDueFindingsDependencies {
  readonly commands: CommandHandler;
  readonly freshnessOfAll: ReadModelFreshness;
}

export const closeFindingsRefusals = [
  "accepted-by-yourself",
  "blind-keying",
  "book-unknown",
  "finding-not-standing",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Closes findings of a book's reconciliation, each with a reason. Only a finding that persists and
 * is due can be closed: a premature one may settle by itself while its numbers are keyed. The
 * answer tells something of the values of the cases concerned, so their reading is recorded, and
 * whoever keys a batch of the book a second time closes none. The version that was seen counts how
 * often findings of the book were closed. Throws what `closeFindingsRefusals` names,
 * `revision-conflict` where somebody else closed any since, or `read-model-behind`.
 */
export const closeFindings = async (
  dependencies: CloseFindingsDependencies,
  bookId: string,
  closed: DataOf<"BookReconciled">["closed"],
  commandContext: CommandContext,
) => {
  const { seen: timesFindingsClosedBefore, context } = getSeenVersion(commandContext);
  await requireReadModelsCurrent(dependencies.freshnessOfAll);
  await requireNotSecondKeyer(dependencies.batches, context.actor, { bookId });
  await requireNotAcceptorOfBook(dependencies.batches, bookId, context);
  const findings = await listDueFindings(dependencies, bookId);
  const rules = new Set(closed.map(({ rule }) => rule));
  const concerned = findings.filter(({ rule }) => rules.has(rule)).flatMap(({ records }) => records);
  await logReading(dependencies.commands, context, [...new Set(concerned)], "look-up");
  const due = new Set(findings.map(({ rule, subject }) => `${rule} ${subject}`));
  const notDue = closed.filter(({ rule, subject }) => !due.has(`${rule} ${subject}`));
  if (notDue.length > 0) {
    const problems = notDue.map(({ rule, subject }) => ({ pointer: "/closed", detail: subject, rule }));
    throw new CommandRejected("finding-not-standing", { findings: notDue.length }, problems);
  }
  const command: BookCommand = {
    type: "CloseFindings",
    data: { bookId, closed },
    timesFindingsClosedBefore,
  };
  const handled = await dependencies.commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
