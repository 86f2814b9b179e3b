import { problemOf } from "../../api/problem.ts";
import { read } from "../../api/requests.ts";
import type { FieldValue } from "../../ui/field-value.ts";
import { type Decision, type NotTaken, notTakenOf } from "./decisions.ts";

/** How often, and after how long, a case is read again whose change has not arrived yet. */
const AGAIN = { times: 15, ms: 200 };

/**
 * What a case holds now, at this revision at least where that can be waited for; undefined where it
 * may not be read any more.
 */
const readCase = async (recordId: string, revision: number) => {
  for (let time = 1; ; time++) {
    const found = await read("/api/entry/v1/records/{recordId}", { path: { recordId } }).catch(
      () => undefined,
    );
    if (!found || found.revision >= revision || time === AGAIN.times) return found?.fields;
    await new Promise((resolve) => setTimeout(resolve, AGAIN.ms));
  }
};

/**
 * What came of decisions that were refused: somebody else may have decided, or the batch went on.
 * `readAgain` reads the list and answers whether a difference is still to be decided.
 */
export const findNotTaken = async (
  error: unknown,
  decisions: readonly Decision[],
  readAgain: () => Promise<(decision: Decision) => boolean>,
): Promise<readonly NotTaken[]> => {
  const ids = new Set(decisions.map(({ difference }) => difference.recordId));
  const cases = new Map<string, Readonly<Record<string, FieldValue>> | undefined>();
  // The list is as old as the case: what somebody else decided has to arrive first.
  const { actual } = problemOf(error).params ?? {};
  const [only] = ids;
  if (typeof actual === "number" && ids.size === 1 && only !== undefined)
    cases.set(only, await readCase(only, actual));
  const isOpen = await readAgain();
  for (const decision of decisions) {
    const { recordId } = decision.difference;
    if (!isOpen(decision) && !cases.has(recordId)) cases.set(recordId, await readCase(recordId, 0));
  }
  return notTakenOf(decisions, isOpen, ({ difference: { recordId, field } }) => cases.get(recordId)?.[field]);
};
