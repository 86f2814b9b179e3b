import type { Document, RecordedEvent } from "@sogoc/core";
import { interleave, project, recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projections } from "../app.ts";

const account = (accountId: string): readonly RecordedEvent[] => {
  const events: readonly DomainEvent[] = [
    {
      type: "AccountOpened",
      data: { accountId, signInName: accountId, displayName: accountId, unitId: "u-1" },
    },
    { type: "RoleGranted", data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01" } },
    { type: "SignedIn", data: { accountId, sessionId: `s-${accountId}` } },
    { type: "RoleRevoked", data: { accountId, role: "clerk", unitId: "u-1", reason: "thôi việc" } },
    { type: "AccountSuspended", data: { accountId, reason: "nghỉ" } },
  ];
  return events.map((event, revision) => recorded(event, { stream: `account-${accountId}`, revision }));
};

const streams = ["a-1", "a-2", "a-3"].map(account);
const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

describe.each(projections.map((one) => [one.definition.name, one] as const))("%s", (_name, projection) => {
  it("ends the same in any order between streams", () => {
    fc.assert(
      fc.property(picks, picks, (one, other) => {
        const sorted = (documents: ReadonlyMap<string, Document>) =>
          [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(sorted(project(projection, interleave(streams, other)))).toEqual(
          sorted(project(projection, interleave(streams, one))),
        );
      }),
    );
  });
});
