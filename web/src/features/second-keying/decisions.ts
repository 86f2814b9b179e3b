import type { ItemOf } from "../../api/paths.ts";
import { type FieldValue, textOf } from "../../ui/field-value.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";

export const DIFFERENCES = "/api/entry/v1/batches/{batchId}/discrepancies";

export type Difference = ItemOf<typeof DIFFERENCES>;

export interface Decision {
  /** As the list showed it. */
  readonly difference: Difference;
  readonly choice: "first" | "second" | "neither";
  /** What the paper says, where the arbiter said it. */
  readonly value?: KeyedValue | undefined;
}

/** How the two keyings are called on the page. */
export const names = { first: "A", second: "B" } as const;

export const differenceKey = ({ recordId, field }: { recordId: string; field: string }) =>
  `${recordId} ${field}`;

/** What the field would hold by a decision. */
export const chosenOf = ({ difference, choice, value }: Decision): FieldValue | undefined =>
  value ?? (choice === "neither" ? undefined : difference[choice]);

/** A decision that the server did not take. */
export interface NotTaken {
  readonly decision: Decision;
  /** The difference is still to be decided. */
  readonly isOpen: boolean;
  /** What the field holds, where somebody else has decided and it can be read. */
  readonly now?: FieldValue | undefined;
}

const comparable = {
  blank: "(blank)",
  illegible: (why: string) => `(illegible: ${why})`,
  doubtful: "(doubtful)",
};
const isSame = (one: FieldValue | undefined, other: FieldValue | undefined) =>
  textOf(one, comparable) === textOf(other, comparable);

/**
 * Decisions of a refused request that did not come to what the arbiter chose: each is either still
 * open, or `now` says what its field holds. One that somebody else decided alike is none, nor is
 * one that was taken before the request stopped.
 */
export const notTakenOf = (
  decisions: readonly Decision[],
  isOpen: (decision: Decision) => boolean,
  nowOf: (decision: Decision) => FieldValue | undefined,
): readonly NotTaken[] =>
  decisions
    .map((decision) =>
      isOpen(decision) ? { decision, isOpen: true } : { decision, isOpen: false, now: nowOf(decision) },
    )
    .filter(({ decision, isOpen: open, now }) => open || !isSame(now, chosenOf(decision)));

/** The keying that reads so, `A` or `B`; undefined where neither does. */
export const nameOfReading = (difference: Difference, value: FieldValue | undefined): "A" | "B" | undefined =>
  (["first", "second"] as const)
    .map((choice) => (isSame(difference[choice], value) ? names[choice] : undefined))
    .find((name) => name !== undefined);
