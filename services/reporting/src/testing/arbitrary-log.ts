import type { RecordedEvent } from "@sogoc/core";
import type { DomainEvent } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import fc from "fast-check";
import * as make from "./events.ts";
import { stream } from "./stories.ts";

const books = ["book-a", "book-b"] as const;
const batchOf = (bookId: string) => bookId.replace("book", "batch");
const keysOf = (bookId: string) => ({
  bookId,
  batchId: batchOf(bookId),
  unitId: bookId === "book-a" ? "xa-1" : "xa-2",
});
const moment = fc
  .integer({ min: 0, max: 20 })
  .map((day) => new Date(Date.UTC(2026, 2, 1 + day, 15)).toISOString());

const recordStream = (recordId: string, bookId: string) =>
  fc
    .record({
      source: fc.constantFrom("keyed" as const, "imported" as const),
      keyedBy: fc.constantFrom("clerk-1", "clerk-2"),
      later: fc.array(
        fc.constantFrom(
          "correct",
          "correct-approved",
          "not-applied",
          "annotate",
          "answer",
          "void",
          "enter",
          "again",
          "resolve",
        ),
        { maxLength: 5 },
      ),
      from: moment,
    })
    .map(({ source, keyedBy, later, from }) => {
      const keys = { ...keysOf(bookId), recordId };
      const entered = make.recordEntered({ ...keys, source, keyedBy, number: recordId.slice(-1) });
      const events = later.map((step): DomainEvent => {
        if (step === "correct") return make.recordCorrected({ ...keys, correctedBy: keyedBy });
        if (step === "correct-approved")
          return make.recordCorrected({ ...keys, correctionId: `correction-${recordId}` });
        if (step === "not-applied") return sampleEvent("CorrectionNotApplied", keys);
        if (step === "again") return make.recordKeyedAgain(keys);
        if (step === "resolve") return make.discrepancyResolved(keys);
        if (step === "annotate") return make.recordAnnotated(keys);
        if (step === "answer") return make.warningsAnswered(keys);
        return step === "void" ? make.recordVoided(keys) : entered;
      });
      return stream(`record-${recordId}`, [entered, ...events], from);
    });

const bookStream = (bookId: string) =>
  fc
    .record({ scans: fc.integer({ min: 0, max: 3 }), counted: fc.boolean(), from: moment })
    .map(({ scans, counted, from }) => {
      const attached = Array.from({ length: scans }, (_, index) =>
        make.scanAttached({
          bookId,
          scanId: `${bookId}-scan-${index}`,
          number: String(index),
          ...(index === 2 ? { replaces: `${bookId}-scan-1` } : {}),
        }),
      );
      const later = counted
        ? [sampleEvent("BookDetailsChanged", { bookId }), sampleEvent("BookReconciled", { bookId })]
        : [];
      const events = [make.bookRegistered({ ...keysOf(bookId) }), ...attached, ...later];
      return stream(`book-${bookId}`, events, from);
    });

const batchStream = (bookId: string, rounds: number) =>
  fc
    .record({ takenBack: fc.boolean(), twice: fc.boolean(), from: moment })
    .map(({ takenBack, twice, from }) => {
      const keys = keysOf(bookId);
      const { batchId } = keys;
      const events: DomainEvent[] = [make.batchOpened(keys), make.batchAssigned({ batchId })];
      if (takenBack)
        events.push(make.batchTakenBack({ batchId }), make.batchAssigned({ batchId, accountId: "clerk-2" }));
      if (twice)
        events.push(
          make.firstKeyingFinished({ batchId }),
          make.batchAssigned({ batchId, accountId: "clerk-3", stage: "second" }),
          make.secondKeyingFinished({ batchId }),
        );
      if (rounds === 0 && !twice) events.push(make.batchWithdrawn({ batchId, bookId: keys.bookId }));
      for (let round = 1; round <= rounds; round++) {
        events.push(make.batchSubmitted({ ...keys, round, recordCount: round + 1 }));
        events.push(round < rounds ? make.batchReopened({ batchId, round }) : make.batchLocked({ batchId }));
      }
      return stream(`batch-${batchId}`, events, from);
    });

const reviewStreams = (bookId: string, rounds: number) =>
  fc.tuple(
    ...Array.from({ length: rounds }, (_, index) =>
      fc.record({ from: moment, checks: fc.integer({ min: 0, max: 3 }) }).map(({ from, checks }) => {
        const round = index + 1;
        const reviewId = `review-${bookId}-${round}`;
        const keys = { ...keysOf(bookId), reviewId };
        const checked = Array.from({ length: checks }, (_check, at) =>
          make.recordChecked({ ...keys, recordId: `record-${at % 2}`, checkedBy: "checker-1" }),
        );
        const verdict =
          round < rounds ? make.batchReturned({ ...keys, round }) : make.batchAccepted({ ...keys, round });
        return stream(
          `review-${reviewId}`,
          [make.reviewOpened({ ...keys, round }), ...checked, verdict],
          from,
        );
      }),
    ),
  );

const bookStory = (bookId: string) =>
  fc
    .integer({ min: 0, max: 3 })
    .chain((rounds) =>
      fc
        .tuple(
          fc.tuple(bookStream(bookId), batchStream(bookId, rounds)),
          reviewStreams(bookId, rounds),
          fc.tuple(recordStream(`${bookId}-0`, bookId), recordStream(`${bookId}-1`, bookId)),
          afterwards(bookId),
        )
        .map(([own, reviews, records, later]) => [...own, ...reviews, ...records, ...later]),
    );

/**
 * A lot with the batch of one book, decided or not; the book handed over, answered, and taken, or
 * not yet.
 */
const afterwards = (bookId: string) =>
  fc
    .record({ decided: fc.boolean(), steps: fc.integer({ min: 0, max: 3 }), from: moment })
    .map(({ decided, steps, from }) => {
      const { batchId, unitId } = keysOf(bookId);
      const lotId = `lot-${bookId}`;
      const batches = [
        {
          batchId,
          bookId,
          bookNumber: "01/2008",
          reviewId: `review-${bookId}-1`,
          round: 1,
          records: 2,
          digest: "d",
        },
      ];
      const formed = sampleEvent("LotFormed", { lotId, unitId, batches });
      const keys = { bookId, unitId };
      const handedOver = [
        sampleEvent("BookHandedOver", keys),
        sampleEvent("NationalAnswerRecorded", keys),
        sampleEvent("HandoverAccepted", keys),
      ];
      return [
        stream(
          `lot-${lotId}`,
          decided
            ? [formed, sampleEvent("LotDecided", { lotId, unitId, batches })]
            : [formed, sampleEvent("LotDissolved", { lotId, unitId })],
          from,
        ),
        stream(`handover-${bookId}`, handedOver.slice(0, steps), from),
      ];
    });

const correctionStream = fc
  .constantFrom(make.correctionApproved(), make.correctionDeclined())
  .map((decision) => stream("correction-correction-a", [make.correctionRequested(), decision]));
const exportStream = fc
  .subarray(["ExportApproved", "ExportExpired"] as const)
  .chain((steps) => fc.constantFrom(steps, ["ExportDeclined", ...steps.slice(1)] as const))
  .map((steps) =>
    stream(
      "export-export-1",
      steps.map((type) => sampleEvent(type, {})),
    ),
  );
const accessEvents = {
  read: () => make.recordsRead({ recordIds: ["a", "b"] }),
  file: () => make.fileRead(),
  export: () => make.bookExported(),
};
const accessStream = fc
  .array(fc.constantFrom("read" as const, "file" as const, "export" as const), { maxLength: 3 })
  .map((steps) =>
    stream(
      "access-keeper-1",
      steps.map((step) => accessEvents[step]()),
    ),
  );

/** Streams of two books, each valid in itself: everything the reporting projections listen to. */
export const arbitraryStreams: fc.Arbitrary<readonly (readonly RecordedEvent[])[]> = fc
  .tuple(fc.tuple(...books.map(bookStory)), correctionStream, accessStream, exportStream)
  .map(([stories, ...others]) => [...stories.flat(), ...others]);
