import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "../event.ts";
import type { Projection } from "../projection.ts";
import type { Document } from "../read-models.ts";
import { interleave } from "./interleave.ts";
import { project } from "./specification.ts";

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

/** Each projection ends with the same documents in whatever order the streams reach it, each in its own order. */
export const anyOrderContract = (
  projections: readonly Projection<Document>[],
  streams: readonly (readonly RecordedEvent[])[],
): void => {
  describe.each(projections.map((one) => [one.definition.name, one] as const))("%s", (_name, projection) => {
    it("ends the same in any order between streams", () => {
      fc.assert(
        fc.property(picks, picks, (one, other) => {
          const first = project(projection, interleave(streams, one));
          const second = project(projection, interleave(streams, other));
          const sorted = (documents: ReadonlyMap<string, Document>) =>
            [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
          expect(sorted(second)).toEqual(sorted(first));
        }),
      );
    });
  });
};
