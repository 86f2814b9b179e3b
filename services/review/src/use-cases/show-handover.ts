import type { CommandHandler } from "@sogoc/core";
import { handoverDecider, handoverFigures } from "../domain/handover.ts";
import { getReadiness, type ReadinessReaders } from "../steps/get-readiness.ts";

export interface ShowHandoverAccess extends ReadinessReaders {
  readonly commands: Pick<CommandHandler, "load">;
}

/**
 * The hand-over of a book, read from its stream: the packages, what is outstanding and whether that
 * was changed since it was handed over, and what could be handed over now.
 */
export const showHandover = async (access: ShowHandoverAccess, bookId: string) => {
  const { state, revision } = await access.commands.load(handoverDecider, bookId);
  const { status, answered, packages } = state;
  const outstanding = [...state.outstanding.values()];
  const now = await access.records.findMany(outstanding.map(({ recordId }) => recordId));
  const ready = await getReadiness(access, bookId);
  return {
    bookId,
    status,
    answered,
    figures: packages.length === 0 ? null : handoverFigures(state),
    packages,
    outstanding: outstanding.map(({ recordId, number, revision, reason = null, confirmed = null }) => ({
      recordId,
      number,
      reason,
      confirmed,
      corrected: (now.get(recordId)?.revision ?? 0) > revision,
    })),
    ready: { ...ready, held: ready.held.map((one) => ({ ...one, why: [...one.why] })) },
    revision,
  };
};
