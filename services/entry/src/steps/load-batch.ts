import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type BatchState, batchDecider } from "../domain/batch.ts";
import type { BatchGate } from "./create-batch-gate.ts";

export interface Batch {
  readonly state: BatchState;
  readonly opened: NonNullable<BatchState["opened"]>;
  /** `timesClosedOrOpened` of the gate when the batch was read. */
  readonly timesClosedOrOpened: number;
}

export interface LoadBatchDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly gate: BatchGate;
}

/** Reads a batch from its stream. Throws `batch-unknown`. */
export const loadBatch = async (
  { commands, gate }: LoadBatchDependencies,
  batchId: string,
): Promise<Batch> => {
  const timesClosedOrOpened = gate.timesClosedOrOpened();
  const { state } = await commands.load(batchDecider, batchId);
  if (!state.opened) throw new CommandRejected("batch-unknown");
  return { state, opened: state.opened, timesClosedOrOpened };
};
