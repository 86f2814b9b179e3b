import { setTimeout as pause } from "node:timers/promises";
import { createInMemoryEventStore, type EventStore } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { csvOf, prepare, previewOf, settledImport } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

/** A store that holds back a submission between the count of its records and its event. */
const createHoldingStore = () => {
  const store = createInMemoryEventStore();
  let arrived = () => {};
  let release = () => {};
  const atTheDoor = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const holding: EventStore = {
    ...store,
    async append(stream, revision, events) {
      if (events.some(({ type }) => type === "BatchSubmitted")) {
        arrived();
        await released;
      }
      return store.append(stream, revision, events);
    },
  };
  return { holding, atTheDoor, release };
};

const start = async () => {
  const { holding, atTheDoor, release } = createHoldingStore();
  const test = await startTestProvince({ store: holding });
  const { commune, person } = test;
  const keeper = await person("thu", [
    { role: "book-keeper", unitId: commune },
    { role: "data-manager", unitId: commune },
  ]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const checker = await person("hoa", [{ role: "checker", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const path = `entry/v1/batches/${batchId}/records`;
  const { recordId } = done(await clerk.post<{ recordId: string }>(path, { fields: birthFields(1) }));
  const submit = () => clerk.post<{ records: number }>(`entry/v1/batches/${batchId}/submit`);
  /** What the review has of it, once everything is quiet. */
  const reviewed = async () => {
    await test.standalone.settled();
    expect(await test.ports.bus.listParked()).toEqual([]);
    const { items } = done(await checker.get<{ items: { population: number }[] }>("review/v1/reviews"));
    return items.map(({ population }) => population);
  };
  return { ...test, keeper, clerk, recordId, path, submit, reviewed, atTheDoor, release };
};

describe("while a batch is being submitted", () => {
  it("keying waits outside and is told that it came too late", async () => {
    const { clerk, path, submit, reviewed, atTheDoor, release, standalone } = await start();
    const submission = submit();
    await atTheDoor;
    const keying = clerk.post(path, { fields: birthFields(2) });
    release();
    expect(done(await submission).records).toBe(1);
    expect((await keying).body["code"]).toBe("batch-already-submitted");
    expect(await reviewed()).toEqual([1]);
    await standalone.stop();
  });

  it("rows of an import do not slip in", async () => {
    const { clerk, commune, submit, reviewed, atTheDoor, release, standalone } = await start();
    const cells = { ...birthFields(2), quyenSo: { raw: "01/2008" } };
    const row = Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
    const { importId, good } = await prepare(clerk, { unitId: commune }, "so.csv", csvOf([row]));
    expect(good).toBe(1);
    await previewOf(clerk, importId);
    const submission = submit();
    await atTheDoor;
    done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
    // Time for its row to be judged good, which it still is, and to come to the gate.
    await pause(150);
    release();
    expect(done(await submission).records).toBe(1);
    expect(await settledImport(clerk, importId)).toMatchObject({ phase: "finished", written: 0, refused: 1 });
    expect(await reviewed()).toEqual([1]);
    await standalone.stop();
  });

  it("a note by decision is refused, and the review opens all the same", async () => {
    const { keeper, recordId, submit, reviewed, atTheDoor, release, standalone } = await start();
    const submission = submit();
    await atTheDoor;
    const decision = { number: "12/QĐ", day: "2026-02-01", issuedBy: "UBND xã Mai Lâm" };
    const note = { text: "Cải chính họ mẹ", decision };
    const early = await keeper.post<{ code?: string }>(`entry/v1/records/${recordId}/annotate`, note);
    expect(early.body.code).toBe("note-before-acceptance");
    release();
    done(await submission);
    expect(await reviewed()).toEqual([1]);
    await standalone.stop();
  });
});
