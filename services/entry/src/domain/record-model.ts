import type { Hands, PasswordHands } from "@sogoc/core";
import type {
  DataOf,
  EventOf,
  FieldChange,
  FieldValue,
  FieldValues,
  FindingAnswer,
  WaitingAnswer,
} from "@sogoc/events";
import type { Finding, PlaceResolvers } from "@sogoc/registers";
import type { BatchState } from "./batch.ts";

export type RecordKeys = Pick<
  EventOf<"RecordEntered">["data"],
  "recordId" | "bookId" | "batchId" | "unitId" | "recordType"
>;

/** The second keying of a case, and the differences from the first that nobody has decided. */
export interface SecondKeyed {
  readonly fields: FieldValues;
  readonly keyedBy: string;
  /** Who has a hand in it beside them. */
  readonly passwordHands: PasswordHands;
  readonly undecided: readonly string[];
}

export interface RecordState {
  readonly status: "none" | "entered" | "voided";
  readonly keys?: RecordKeys | undefined;
  readonly fields: FieldValues;
  readonly answers: readonly FindingAnswer[];
  readonly bookNumber: string;
  readonly openingYear: number;
  /**
   * Who keyed it first or confirmed its import, sent its workbook, corrected it or answered its
   * findings, and who has a hand in that: none of them keys it a second time, or decides its
   * differences.
   */
  readonly makers: Hands;
  /**
   * Who keyed the case or confirmed its import, or who corrected it last, also by an approved
   * request. Events of the second keying call them `firstKeyedBy`.
   */
  readonly firstKeyingChangedBy: string;
  /** What a second person keyed without seeing the first keying. */
  readonly second?: SecondKeyed | undefined;
}

/** Who keys, in which batch, at what time, with the units known then: collected by `keyInBatch`. */
export interface Keying {
  readonly batch: BatchState;
  /** The keyer or, where differences are decided, the arbiter. */
  readonly accountId: string;
  readonly now: string;
  readonly knownUnits: PlaceResolvers;
}

export type RecordCommand =
  | {
      readonly type: "EnterRecord";
      readonly data: Omit<EventOf<"RecordEntered">["data"], "keyedBy" | "round" | "findings">;
      /** Plain registration number, for the batch's range. */
      readonly plainNumber: number;
      readonly keying: Keying;
      /** What the rules say of the fields, where they were asked a moment ago. */
      readonly findings?: readonly Finding[] | undefined;
    }
  | {
      readonly type: "CorrectRecord";
      readonly changes: readonly { readonly field: string; readonly after: FieldChange["after"] }[];
      readonly reason: string;
      readonly answers: readonly FindingAnswer[];
      readonly keying: Keying;
    }
  | {
      readonly type: "ApplyCorrection";
      readonly correctionId: string;
      readonly changes: readonly FieldChange[];
      /** Answers of the requester to the findings that the changed record would have. */
      readonly answers: readonly WaitingAnswer[];
      readonly reason: string;
      readonly requestedBy: string;
      /** Who had set the password of whoever asked (ADR 29). */
      readonly requesterPasswordSetBy?: DataOf<"CorrectionApproved">["requesterPasswordSetBy"];
      readonly approvedBy: string;
      readonly knownUnits: PlaceResolvers;
    }
  | { readonly type: "KeyAgain"; readonly fields: FieldValues; readonly keying: Keying }
  | {
      readonly type: "ResolveDifference";
      readonly field: string;
      readonly choice: EventOf<"DiscrepancyResolved">["data"]["choice"];
      /** What the paper says, where neither keying is right. */
      readonly value?: FieldValue | undefined;
      readonly group?: string | undefined;
      readonly keying: Keying;
    }
  | {
      readonly type: "AnswerFindings";
      readonly answers: readonly FindingAnswer[];
      readonly keying: Keying;
    }
  | { readonly type: "VoidRecord"; readonly reason: string; readonly keying: Keying }
  | {
      readonly type: "AnnotateRecord";
      readonly text: string;
      readonly decision: EventOf<"RecordAnnotated">["data"]["decision"];
    };
