import { defineProjection, type Within } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

interface LedgerPackage {
  readonly sequence: number;
  readonly at: string;
  readonly records: number;
  readonly manifestSha256: string;
  readonly by: string;
  /** What went out although nobody had settled it, and what it left to the next package. */
  readonly letGo?: DataOf<"BookHandedOver">["letGo"];
  readonly leftOut?: DataOf<"BookHandedOver">["leftOut"];
  /** Of a later one: how many of its records were new, and how many had changed. */
  readonly supplement?: DataOf<"BookHandedOver">["supplement"];
  readonly answer: {
    readonly at: string;
    readonly loaded: number;
    readonly refused: number;
    readonly missing: number;
  } | null;
  /** The files that answered it, in the order in which they were recorded. */
  readonly files: readonly AnswerFile[];
}

/** What an answer file's texts counted as, and what was said of them, by whom. */
export interface AnswerFile
  extends Pick<
    DataOf<"NationalAnswerRecorded">,
    | "fileName"
    | "recordedBy"
    | "words"
    | "doubted"
    | "aside"
    | "ofEither"
    | "shortYears"
    | "shortYearColumns"
    | "contradicted"
  > {
  readonly at: string;
}

interface SecondAcceptance
  extends Pick<DataOf<"HandoverAccepted">, "figures" | "decidedBy" | "setAside" | "doubted"> {
  readonly at: string;
  /** The last package that it rests on. */
  readonly sequence: number;
}

export interface HandoverView {
  readonly id: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly packages: readonly LedgerPackage[];
  /** Records that were handed over and not loaded yet, as far as an answer told. */
  readonly outstanding: readonly string[];
  readonly accepted: SecondAcceptance | null;
  /** Acceptances that a supplement has come after. */
  readonly acceptedBefore: readonly SecondAcceptance[];
  readonly revision: number;
}

const ifNewer = <Changed extends Partial<HandoverView>>(
  row: HandoverView | undefined,
  revision: number,
  change: (row: HandoverView) => Changed & Within<Partial<HandoverView>, Changed>,
): HandoverView | undefined => (row && row.revision < revision ? { ...row, ...change(row), revision } : row);

/**
 * One document per book that was handed over: the ledger of what was sent when, and what became of
 * it.
 */
export const handovers = defineProjection<RecordedDomainEvent, HandoverView>()(
  {
    name: "reporting-handovers",
    version: 6,
    columns: { unitId: "text" },
    indexes: [["unitId"]],
  },
  {
    BookHandedOver: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data, metadata, revision }) => {
        if (before && before.revision >= revision) return before;
        const { bookId: id, unitId, recordType, bookNumber, sequence, records, manifestSha256 } = data;
        const one = {
          sequence,
          at: metadata.at,
          records,
          manifestSha256,
          by: data.handedOverBy,
          letGo: data.letGo,
          leftOut: data.leftOut,
          supplement: data.supplement,
          answer: null,
          files: [],
        };
        return before
          ? {
              ...before,
              packages: [...before.packages, one],
              accepted: null,
              acceptedBefore: [...before.acceptedBefore, ...(before.accepted ? [before.accepted] : [])],
              revision,
            }
          : {
              id,
              unitId,
              recordType,
              bookNumber,
              packages: [one],
              outstanding: [],
              accepted: null,
              acceptedBefore: [],
              revision,
            };
      },
    },
    NationalAnswerRecorded: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data, metadata, revision }) =>
        ifNewer(before, revision, ({ packages, outstanding, accepted, acceptedBefore }) => {
          const { sequence, loaded, refused, missing, more, packedRecordIds = [], contradicted } = data;
          const told = packages.find((one) => one.sequence === sequence)?.answer;
          // More results of an answered package: its counts are of what had no answer yet.
          const before = more && told ? told : { loaded: 0, refused: 0 };
          const answer = {
            at: metadata.at,
            loaded: before.loaded + loaded,
            refused: before.refused + refused.length,
            missing: missing.length,
          };
          const packed = new Set(packedRecordIds);
          const notAnswered = sequence === 1 && !more ? [] : outstanding.filter((id) => !packed.has(id));
          const still = [...notAnswered, ...[...refused, ...missing].map(({ recordId }) => recordId)];
          // What was accepted as loaded is not, by a person's word.
          const isTaken = contradicted?.kept === "file" && still.length > 0;
          const isReopened = accepted !== null && (isTaken || contradicted?.awaitsWord === true);
          const { fileName, recordedBy, words, doubted, aside, ofEither } = data;
          const { shortYears, shortYearColumns } = data;
          const file = {
            at: metadata.at,
            fileName,
            recordedBy,
            words,
            doubted,
            aside,
            ofEither,
            shortYears,
            shortYearColumns,
            contradicted,
          };
          return {
            packages: packages.map((one) =>
              one.sequence === sequence ? { ...one, answer, files: [...one.files, file] } : one,
            ),
            outstanding: still,
            accepted: isReopened ? null : accepted,
            acceptedBefore: isReopened ? [...acceptedBefore, accepted] : acceptedBefore,
          };
        }),
    },
    HandoverAccepted: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { figures, decidedBy, setAside, doubted }, metadata, revision }) =>
        ifNewer(before, revision, ({ packages }) => ({
          accepted: { figures, decidedBy, setAside, doubted, at: metadata.at, sequence: packages.length },
        })),
    },
  },
);
