import { CommandRejected, fold } from "@sogoc/core";
import { expect, it } from "vitest";
import { type BatchEvent, batchDecider } from "../domain/batch.ts";
import { firstKeyingReadRefusals } from "../steps/require-first-keying-unread.ts";
import { batchEvents } from "../testing/batch-events.ts";
import { keyedTwice } from "../testing/keyed-twice.ts";
import { endStageRefusals } from "./end-stage.ts";

const { opened, assigned, firstFinished, assignedAgain, secondFinished } = keyedTwice;
const { submitted, locked, withdrawn } = batchEvents;

/** A batch as it stands after each of its events, from none on. */
const told: readonly BatchEvent[] = [
  opened,
  assigned,
  firstFinished,
  assignedAgain,
  secondFinished,
  submitted,
  locked,
];
const stateAfter = (events: readonly BatchEvent[]) => fold(batchDecider, events);
const states = [
  ...[...told.keys(), told.length].map((length) => stateAfter(told.slice(0, length))),
  stateAfter([opened, withdrawn]),
];

it("names every refusal that submitting gives at any stage, and none that it never gives", () => {
  const given = new Set<string>();
  for (const state of states)
    for (const accountId of ["nam", "hoa", "mai"])
      for (const as of ["keyer", "arbiter"] as const)
        for (const left of [0, 1]) {
          const said = { accountId, as, now: "2026-03-01T00:00:00.000Z", digest: "d1", senders: [] };
          for (const recordCount of [0, 3])
            try {
              const counts = { recordCount, notKeyedAgain: left, differences: left };
              batchDecider.decide({ type: "EndStage", ...said, ...counts }, state);
            } catch (error) {
              if (!(error instanceof CommandRejected)) throw error;
              given.add(error.code);
            }
        }
  // These are asked before the batch decides.
  const all = [...given, ...firstKeyingReadRefusals];
  expect(all.sort()).toEqual([...endStageRefusals].sort());
});
