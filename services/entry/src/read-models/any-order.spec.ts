import type { RecordedEvent } from "@sogoc/core";
import { interleave, project, recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchData, batchEvents, batchId } from "../testing/batch-events.ts";
import { birthFields } from "../testing/birth.ts";
import { batches } from "./batches.ts";
import { books } from "./books.ts";

const place = { bookId: "b-1", unitId: "u-1", recordType: "KS" };
const stream = (name: string, events: readonly DomainEvent[]): readonly RecordedEvent[] =>
  events.map((event, revision) => recorded(event, { stream: name, revision }));

const record = (recordId: string, voided: boolean): readonly RecordedEvent[] =>
  stream(`record-${recordId}`, [
    {
      type: "RecordEntered",
      data: {
        ...{ ...place, recordId, batchId, bookNumber: "01/2008", openingYear: 2008, number: "7" },
        ...{ fields: birthFields(), source: "imported", keyedBy: "nam" },
      },
    },
    ...(voided
      ? [
          {
            type: "RecordVoided",
            data: { ...place, recordId, batchId, reason: "nhầm", voidedBy: "nam" },
          } as const,
        ]
      : []),
  ]);

const streams = [
  stream("book-b-1", [
    {
      type: "BookRegistered",
      data: { ...place, bookNumber: "01/2008", openingYear: 2008, office: "UBND xã Mai Lâm" },
    },
    { type: "NumbersAllotted", data: { bookId: "b-1", batchId } },
  ]),
  stream(`batch-${batchId}`, [batchEvents.opened, batchEvents.assigned, batchEvents.submitted]),
  stream("batch-x-2", [{ type: "BatchOpened", data: { ...batchData, batchId: "x-2", from: 51, to: 90 } }]),
  record("c-1", false),
  record("c-2", true),
  record("c-3", false),
];

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

describe.each([
  ["entry-books", books],
  ["entry-batches", batches],
] as const)("%s", (_name, projection) => {
  it("ends the same in any order between streams", () => {
    fc.assert(
      fc.property(picks, picks, (one, other) => {
        const first = project(projection as typeof books, interleave(streams, one));
        const second = project(projection as typeof books, interleave(streams, other));
        const sorted = (documents: typeof first) =>
          [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(sorted(second)).toEqual(sorted(first));
      }),
    );
  });
});
