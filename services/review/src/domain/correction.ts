import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  type PasswordHands,
  passwordHandsOf,
  requireOtherHands,
} from "@sogoc/core";
import { type DataOf, type EventOf, type FieldChange, type FieldValues, isSameValue } from "@sogoc/events";
import { mendsBookNumber } from "@sogoc/registers";
import type { Deciding } from "./deciding.ts";
import type { Makers } from "./independence.ts";

export type CorrectionEvent = EventOf<"CorrectionRequested" | "CorrectionApproved" | "CorrectionDeclined">;

export interface CorrectionState {
  readonly status: "none" | "requested" | "approved" | "declined";
  readonly requested?: DataOf<"CorrectionRequested"> | undefined;
  /** Who has a hand in the request beside whoever asked. */
  readonly requestHands: PasswordHands;
  /** The same as events keep it. */
  readonly requesterPasswordSetBy?: Acting["passwordSetBy"];
}

export type CorrectionCommand =
  | {
      readonly type: "RequestCorrection";
      readonly data: DataOf<"CorrectionRequested">;
      /**
       * The number of the record's book: a record with another number may be changed to this one.
       */
      readonly bookNumber?: string | undefined;
    }
  | {
      readonly type: "ApproveCorrection";
      readonly accountId: string;
      /** Who made the record as it is now. */
      readonly makers: Makers;
      /** Fields whose values have changed since the request was made. */
      readonly outdated: readonly string[];
      /** Fields that it sets back to what a round had marked wrong. */
      readonly broughtBack: readonly string[];
      /** Why these values are right after all. */
      readonly because?: string | undefined;
    }
  | {
      readonly type: "DeclineCorrection";
      readonly accountId: string;
      readonly makers: Makers;
      readonly reason: string;
    };

/**
 * The address of a case. Its number is not correctable; its book number is, but only to that of its
 * book.
 */
const fieldsOfAddress = ["so", "quyenSo"];

/** Fields of a record that have changed since changes to them were asked for. */
export const outdatedFields = (
  record: { readonly fields: FieldValues; readonly status: "entered" | "voided" },
  changes: readonly FieldChange[],
): readonly string[] =>
  changes
    .filter(({ field, before }) => record.status === "voided" || !isSameValue(record.fields[field], before))
    .map(({ field }) => field);

/** What a decision is about: who has a hand in the request, and who made the record. */
interface Judged {
  readonly requestHands: PasswordHands;
  readonly makers: Makers;
}

/** Nobody decides on what they asked for, nor on values that they made. */
export const requireMayDecideCorrection = (
  { requestedBy }: Pick<DataOf<"CorrectionRequested">, "requestedBy">,
  { requestHands, makers: { keyers, arbiters = [], passwordHands = passwordHandsOf(undefined) } }: Judged,
  deciding: Deciding,
): void => {
  const requested = { accounts: [requestedBy], ...requestHands };
  requireOtherHands(requested, deciding, "requested-by-yourself");
  const made = { accounts: [...keyers, ...arbiters], ...passwordHands };
  requireOtherHands(made, deciding, "value-made-by-yourself");
};

/**
 * The event of an approval. Where the changes bring back a value that a round marked wrong, the
 * approver gives a reason. Throws `marked-value-returns`.
 */
const approvalOf = (
  requested: DataOf<"CorrectionRequested">,
  requesterPasswordSetBy: Acting["passwordSetBy"],
  { accountId: decidedBy, broughtBack, because }: Extract<CorrectionCommand, { type: "ApproveCorrection" }>,
): CorrectionEvent => {
  const data = { ...requested, requesterPasswordSetBy, decidedBy };
  if (broughtBack.length === 0) return { type: "CorrectionApproved", data };
  if (because === undefined)
    throw new CommandRejected("marked-value-returns", { fields: broughtBack.length });
  return { type: "CorrectionApproved", data: { ...data, because } };
};

/** Stream `correction-<correctionId>`: asked for by one person, decided by another. */
export const correctionDecider: Decider<CorrectionState, CorrectionCommand, CorrectionEvent> = {
  category: "correction",
  initialState: () => ({ status: "none", requestHands: passwordHandsOf(undefined) }),

  decide(command, state, acting): CorrectionEvent[] {
    if (command.type === "RequestCorrection") {
      const { bookNumber, data } = command;
      const { changes } = data;
      if (changes.length === 0) throw new CommandRejected("nothing-changed");
      const ofAddress = changes.find(
        (change) =>
          fieldsOfAddress.includes(change.field) &&
          (bookNumber === undefined || !mendsBookNumber(change, bookNumber)),
      );
      if (ofAddress) throw new CommandRejected("field-not-correctable", { field: ofAddress.field });
      return [{ type: "CorrectionRequested", data }];
    }
    const { requested } = state;
    if (!requested) throw new CommandRejected("correction-unknown");
    if (state.status !== "requested") throw new CommandRejected("correction-decided");
    const { accountId: account, makers } = command;
    const { requestHands } = state;
    requireMayDecideCorrection(requested, { requestHands, makers }, { account, acting });
    switch (command.type) {
      case "ApproveCorrection":
        if (command.outdated.length > 0)
          throw new CommandRejected("correction-outdated", { fields: command.outdated.length });
        return [approvalOf(requested, state.requesterPasswordSetBy, command)];
      case "DeclineCorrection": {
        const { correctionId, recordId, unitId } = requested;
        const { reason, accountId } = command;
        return [
          {
            type: "CorrectionDeclined",
            data: { correctionId, recordId, unitId, reason, decidedBy: accountId },
          },
        ];
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event, acting): CorrectionState {
    switch (event.type) {
      case "CorrectionRequested":
        return {
          status: "requested",
          requested: event.data,
          requestHands: passwordHandsOf(acting),
          requesterPasswordSetBy: acting?.passwordSetBy,
        };
      case "CorrectionApproved":
        return { ...state, status: "approved" };
      case "CorrectionDeclined":
        return { ...state, status: "declined" };
      default:
        return assertNever(event);
    }
  },
};
