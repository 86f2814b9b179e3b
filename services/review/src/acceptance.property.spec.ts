import type { Mark, RecordedDomainEvent } from "@sogoc/events";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Office, startOffice } from "./testing/simulated-office.ts";

type Severity = Mark["severity"];

/** Something a person tries, whether or not it is time for it. */
type Step =
  | { readonly do: "submit" | "form-lot" | "close-findings"; readonly which: number }
  | { readonly do: "check"; readonly which: number; readonly wrong: readonly (Severity | null)[] }
  | { readonly do: "finish" | "correct" | "leave-out"; readonly which: number; readonly record: number }
  | {
      readonly do: "accepted" | "accepted-after-fixes" | "returned";
      readonly which: number;
      readonly of: "lot" | "batch";
    };

const which = fc.nat({ max: 5 });
/** Mostly right; one entry for each case to look at, nobody looks at the rest. */
const right: readonly (Severity | null)[] = Array.from({ length: 8 }, () => null);
const wrong = fc.oneof(
  { weight: 3, arbitrary: fc.constant(right) },
  { weight: 2, arbitrary: fc.constant(["minor" as const, ...right.slice(1)]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.constantFrom(null, null, "minor" as const, "major" as const, "critical" as const),
      {
        maxLength: 8,
      },
    ),
  },
);
const of = fc.constantFrom("lot" as const, "batch" as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("submit" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("form-lot" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("close-findings" as const), which }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant("check" as const), which, wrong }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("finish" as const), which, record: which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("correct" as const), which, record: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave-out" as const), which, record: which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("accepted" as const), which, of }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("accepted-after-fixes" as const), which, of }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("returned" as const), which, of }) },
);

const policy = (acceptance: "lot" | "share") => ({
  keying: "single" as const,
  sampleShare: 0.5,
  sampleMinimum: 2,
  errorLimit: 0.2,
  leaseHours: 24,
  acceptance,
});
const history = fc.record({
  expectedCases: fc.constantFrom(8, 8, 9),
  ways: fc.tuple(fc.constantFrom("lot", "share"), fc.constantFrom("lot", "share")),
  steps: fc.array(step, { minLength: 30, maxLength: 60 }),
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly status: string }[];
}
interface Sampled {
  readonly sample: readonly { readonly recordId: string; readonly checked: boolean }[];
}

const nth = <Item>(items: readonly Item[], place: number): Item | undefined =>
  items[place % Math.max(1, items.length)];

/** Answers the code of what was refused. */
const perform = async (office: Office, wish: Step): Promise<string | undefined> => {
  const batchId = nth([...office.batches.keys()], wish.which) ?? "";
  const recordIds = [...(office.batches.get(batchId)?.records.keys() ?? [])];
  const open = async (of: "lot" | "batch") => {
    const path = of === "lot" ? "/lots?status=open" : "/reviews?status=open";
    return (
      nth((await office.ask<Listed>("duyet:acceptor", "GET", path)).body.items, wish.which)?.id ?? "none"
    );
  };
  switch (wish.do) {
    case "submit":
      await office.submit(batchId);
      return undefined;
    case "close-findings":
      await office.closeFindings();
      return undefined;
    case "finish": {
      // One change, and everything is found right as far as somebody looks at it.
      await perform(office, { do: "correct", which: wish.which, record: wish.record });
      await office.submit(batchId);
      await office.closeFindings();
      const path = `/reviews?status=open&batchId=${batchId}`;
      const { items } = (await office.ask<Listed>("duyet:acceptor", "GET", path)).body;
      for (const { id } of items) {
        const { sample } = (await office.ask<Sampled>("kiem:checker", "GET", `/reviews/${id}`)).body;
        for (const { recordId, checked } of sample) if (!checked) await office.check(id, recordId, []);
        await office.ask("duyet:acceptor", "POST", `/reviews/${id}/accept`, {});
      }
      return undefined;
    }
    case "correct":
      await office.correct(batchId, nth(recordIds, wish.record) ?? "");
      return undefined;
    case "leave-out":
      await office.leaveOut(batchId, nth(recordIds, wish.record) ?? "");
      return undefined;
    case "form-lot": {
      const waiting = await office.ask<{ items: { batchId: string }[] }>(
        "duyet:acceptor",
        "GET",
        "/lots/waiting",
      );
      const batchIds = waiting.body.items.map((one) => one.batchId);
      if (batchIds.length === 0) return undefined;
      const body = { batchIds, resumedBecause: "đã sửa nguyên nhân" };
      return (await office.ask("duyet:acceptor", "POST", "/lots", body)).body.code;
    }
    case "check": {
      const reviewId = await open("batch");
      const { sample = [] } = (
        await office.ask<Partial<Sampled>>("kiem:checker", "GET", `/reviews/${reviewId}`)
      ).body;
      for (const [index, { recordId }] of sample.entries()) {
        const severity = wish.wrong[index];
        if (severity === undefined) continue;
        const marks = severity === null ? [] : [{ field: "nksHoTen", severity, reason: "sai so với sổ" }];
        await office.check(reviewId, recordId, marks);
      }
      return undefined;
    }
    default: {
      const id = await open(wish.of);
      const reason = "theo kết quả kiểm tra";
      const ways = { accepted: "accept", "accepted-after-fixes": "accept-after-fixes", returned: "return" };
      const path = wish.of === "lot" ? `/lots/${id}/decide` : `/reviews/${id}/${ways[wish.do]}`;
      const body =
        wish.of === "lot" ? { verdict: wish.do, reason } : wish.do === "accepted" ? {} : { reason };
      return (await office.ask("duyet:acceptor", "POST", path, body)).body.code;
    }
  }
};

/**
 * What stands against each acceptance of a log, found by reading it from its first event on, with
 * none of the service's own state.
 */
const faultsIn = (log: readonly RecordedDomainEvent[], expectedCases: number): readonly string[] => {
  const faults: string[] = [];
  const records = new Map<string, { batchId: string; changed: number }>();
  const checks = new Map<string, { at: number; marks: readonly Mark[] }>();
  const handedIn = new Map<string, boolean>();
  const fixesBegun = new Map<string, number>();
  const closed = new Set<string>();
  const decidedLots = new Set<string>();

  const owes = (): boolean => {
    const complete = [...handedIn.values()].every(Boolean);
    const differs = records.size !== expectedCases;
    return complete && differs && !closed.has(`cases-expected-differ ${expectedCases}/${records.size}`);
  };
  const look = (batchId: string): void => {
    const fixes = fixesBegun.get(batchId);
    for (const [recordId, record] of records) {
      if (record.batchId !== batchId) continue;
      const check = checks.get(recordId);
      for (const { severity } of check?.marks ?? []) faults.push(`${severity} mark left in ${recordId}`);
      const mended = fixes !== undefined && record.changed > fixes;
      if (mended && (check?.at ?? 0) < record.changed) faults.push(`${recordId} changed, and nobody looked`);
    }
  };
  for (const { type, data, position } of log) {
    switch (type) {
      case "RecordEntered":
        records.set(data.recordId, { batchId: data.batchId, changed: position });
        break;
      case "RecordCorrected":
        records.set(data.recordId, { batchId: data.batchId, changed: position });
        break;
      case "RecordVoided":
        records.delete(data.recordId);
        break;
      case "BatchOpened":
        handedIn.set(data.batchId, false);
        break;
      case "BatchSubmitted":
        handedIn.set(data.batchId, true);
        break;
      case "RecordChecked":
        checks.set(data.recordId, { at: position, marks: data.marks });
        break;
      case "BatchReturned":
        handedIn.set(data.batchId, false);
        if (data.fixesOnly) fixesBegun.set(data.batchId, position);
        else fixesBegun.delete(data.batchId);
        break;
      case "BookReconciled":
        for (const { rule, subject } of data.closed) closed.add(`${rule} ${subject}`);
        break;
      case "LotDecided":
        decidedLots.add(data.lotId);
        if (data.verdict !== "returned" && owes()) faults.push("a lot was accepted over an open finding");
        break;
      case "BatchAccepted":
        look(data.batchId);
        if (data.lotId === undefined && owes()) faults.push("a batch was accepted over an open finding");
        if (data.lotId !== undefined && !decidedLots.has(data.lotId)) faults.push("accepted before its lot");
        break;
    }
  }
  return faults;
};

it("accepts nothing with an unmended mark, a critical error, an open finding or a change nobody looked at", async () => {
  const seen = new Map<string, number>();
  const count = (what: string | undefined) => what && seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(history, async ({ expectedCases, ways, steps }) => {
      const office = await startOffice(expectedCases, ways.map(policy));
      for (const wish of steps) count(await perform(office, wish));
      const log = await office.log();
      await office.stop();
      for (const event of log) {
        if (event.type === "BatchAccepted") count(event.data.lotId === undefined ? "by itself" : "in a lot");
        if (event.type === "BatchReturned" && event.data.fixesOnly) count("after fixes");
      }
      expect(faultsIn(log, expectedCases)).toEqual([]);
    }),
    { numRuns: 70, seed: 158, endOnFailure: true },
  );
  // It has been at both ways, and at every obstacle.
  const obstacles = ["sample-not-checked", "reconciliation-open", "critical-errors", "fixes-required"];
  const limits = ["error-limit-exceeded", "lot-limit-exceeded", "marks-required"];
  expect([...seen.keys()]).toEqual(expect.arrayContaining([...obstacles, ...limits]));
  for (const what of ["by itself", "in a lot", "after fixes"])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(5);
});
