import { type RecordedEvent, verifyStream } from "@sogoc/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellBatchStory } from "../testing/batch-story.ts";
import * as make from "../testing/events.ts";
import { auditor, keeper, manager, startWorld, stranger } from "../testing/world.ts";

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  await tellBatchStory(world);
});
afterAll(() => world.stop());

describe("search", () => {
  const numbersFor = async (who: string, body: object) =>
    (await world.post(who, "/search", body)).json().items.map(({ number }: { number: string }) => number);

  it("finds by names without accents, the parents' too, and by the beginning of the last word", async () => {
    expect(await numbersFor(keeper, { words: "nguyen thi ho" })).toEqual(["7"]);
    expect(await numbersFor(keeper, { words: "Lê MAI" })).toEqual(["7"]);
    expect(await numbersFor(keeper, { words: "tran" })).toEqual(["8"]);
    expect(await numbersFor(keeper, { words: "khong co" })).toEqual([]);
  });

  it("finds by number, book, date of registration, type and unit", async () => {
    expect(await numbersFor(keeper, { number: "007" })).toEqual(["7"]);
    expect(await numbersFor(keeper, { number: "7/2008" })).toEqual(["7"]);
    expect(await numbersFor(keeper, { number: "7/2009" })).toEqual([]);
    expect(await numbersFor(keeper, { bookNumber: "1/2008" })).toEqual(["7", "8"]);
    expect(await numbersFor(keeper, { registeredFrom: "2008-03-02", registeredTo: "2008-03-02" })).toEqual([
      "7",
      "8",
    ]);
    expect(await numbersFor(keeper, { registeredFrom: "2008-03-03" })).toEqual([]);
    expect(await numbersFor(keeper, { recordType: "KH", number: "7" })).toEqual([]);
    expect(await numbersFor(keeper, { unitId: "xa-1", status: "entered" })).toEqual(["7", "8"]);
    expect(await numbersFor(keeper, { unitId: "xa-2" })).toEqual([]);
  });

  it("finds by who keyed or last changed it, and when", async () => {
    expect(await numbersFor(auditor, { keyedBy: "clerk-2" })).toEqual(["8"]);
    expect(await numbersFor(auditor, { keyedBy: "clerk-1", keyedFrom: "2026-03-03" })).toEqual([]);
    expect(await numbersFor(auditor, { keyedFrom: "2026-03-02", keyedTo: "2026-03-02" })).toEqual(["7", "8"]);
    // A clerk's correction came first; the last word was the keeper's, on the eighth.
    expect(await numbersFor(auditor, { changedBy: "clerk-1" })).toEqual([]);
    expect(await numbersFor(auditor, { changedBy: "keeper-1" })).toEqual(["7"]);
    expect(await numbersFor(auditor, { changedFrom: "2026-03-08", changedTo: "2026-03-08" })).toEqual(["7"]);
    expect(await numbersFor(auditor, { changedFrom: "2026-03-09" })).toEqual([]);
    expect(await numbersFor(stranger, { keyedBy: "clerk-1" })).toEqual([]);
  });

  it("offers those who keyed in the area to search by, and nobody else's people", async () => {
    const namesFor = async (who: string) => {
      const { items } = (await world.get(who, "/actors")).json();
      return items.map(({ account }: { account: string }) => account);
    };
    expect(await namesFor(auditor)).toEqual(["clerk-1", "clerk-2"]);
    expect(await namesFor(stranger)).toEqual([]);
    expect((await world.get("x:clerk:tinh", "/actors")).json().code).toBe("forbidden-role");
  });

  it("pages by cursor and shows no field but names", async () => {
    const first = (await world.post(keeper, "/search", { unitId: "xa-1", limit: 1 })).json();
    expect(Object.keys(first.items[0])).not.toContain("fields");
    expect(first.items[0]).toMatchObject({
      number: "7",
      subjects: "Nguyễn Thị Hoa",
      batchState: "accepted",
      unitName: "Xã Sơn Hạ",
    });
    const second = (
      await world.post(keeper, "/search", { unitId: "xa-1", limit: 1, after: first.next })
    ).json();
    expect(second.items[0].number).toBe("8");
    expect(second.next).toBeUndefined();
  });

  it("stays inside the area, and is not for those who have no business with records", async () => {
    expect(await numbersFor(stranger, { number: "7" })).toEqual([]);
    expect((await world.post(stranger, "/search", { unitId: "xa-1" })).json().code).toBe("outside-area");
    for (const role of ["clerk", "unit-admin", "province-viewer", "system-admin"]) {
      expect((await world.post(`x:${role}:tinh`, "/search", {})).json().code).toBe("forbidden-role");
    }
  });

  it("answers bad input with a pointer", async () => {
    const wrong = await world.post(keeper, "/search", { number: "bảy" });
    expect([wrong.statusCode, wrong.json().errors[0].pointer]).toEqual([422, "/number"]);
    expect((await world.post(keeper, "/search", { bookNumber: "x" })).statusCode).toBe(422);
    expect((await world.post(keeper, "/search", {})).json().errors[0].pointer).toBe("/words");
    expect((await world.post(keeper, "/search", { unitId: "xa-1", after: "%" })).statusCode).toBe(422);
    expect((await world.post(keeper, "/search", { registeredFrom: "2008-02-31" })).statusCode).toBe(422);
  });
});

describe("a record", () => {
  it("is shown as it stands and as of any past moment", async () => {
    const now = (await world.get(manager, "/records/record-a")).json();
    expect(now).toMatchObject({
      status: "accepted",
      acceptedAt: "2026-03-06T03:00:00.000Z",
      asOf: null,
      revision: 2,
    });
    expect(now.fields.nksHoTen).toEqual({ raw: "Nguyễn Thị Hoa" });
    expect(now.fields.meHoTen).toEqual({ raw: "Lê Thị Mai" });
    const then = (await world.get(manager, "/records/record-a?asOf=2026-03-02T10:00:00%2B07:00")).json();
    expect(then).toMatchObject({ status: "entered", acceptedAt: null, revision: 0 });
    expect(then.fields.nksHoTen).toEqual({ raw: "Nguyễn Thị Hòa" });
    const before = await world.get(manager, "/records/record-a?asOf=2026-03-01T00:00:00.000Z");
    expect(before.json().code).toBe("record-unknown");
    expect((await world.get(manager, "/records/record-a?asOf=yesterday")).statusCode).toBe(422);
  });

  it("waits for what the caller has just written", async () => {
    const fresh = { recordId: "record-w", number: "20" };
    await world.happen("record-record-w", [make.recordEntered(fresh)]);
    const url = "/api/reporting/v1/records/record-w";
    const headers = {
      authorization: `Bearer ${manager}`,
      "sogoc-at-least": String(await world.ports.store.head()),
    };
    expect((await world.server.inject({ url, headers })).json().number).toBe("20");
    await world.happen("record-record-w", [make.recordVoided({ recordId: "record-w" })]);
  });

  it("is not shown outside the area or when there is none", async () => {
    expect((await world.get(stranger, "/records/record-a")).json().code).toBe("outside-area");
    expect((await world.get(manager, "/records/none")).json().code).toBe("record-unknown");
  });

  it("has a history that reads as a story", async () => {
    const { items } = (await world.get(keeper, "/records/record-a/history")).json();
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      ...[
        "BatchAssigned",
        "RecordEntered",
        "BatchSubmitted",
        "ReviewOpened",
        "RecordChecked",
        "BatchReturned",
      ],
      ...["RecordCorrected", "BatchSubmitted", "ReviewOpened", "RecordChecked", "BatchAccepted"],
      ...["CorrectionRequested", "CorrectionApproved", "RecordCorrected"],
    ]);
    expect(items[6]).toMatchObject({
      at: "2026-03-05T03:00:00.000Z",
      who: { account: "clerk-1", name: "Người clerk-1", roles: ["clerk"] },
      unit: { id: "xa-1", name: "Xã Sơn Hạ" },
      what: { vi: "Sửa 1 mục sau khi lô bị trả lại.", en: "Corrected 1 field after the batch was returned." },
      why: "đọc lại sổ",
      changes: [{ field: "nksHoTen", before: { vi: "Nguyễn Thị Hòa" }, after: { vi: "Nguyễn Thị Hoa" } }],
    });
    expect(items[6].changes[0].labelVi).not.toBe("nksHoTen");
    expect(items[5].marks).toHaveLength(1);
    const other = (await world.get(keeper, "/records/record-b/history")).json().items;
    expect(other.some(({ type }: { type: string }) => type === "RecordChecked")).toBe(false);
    expect(other.find(({ type }: { type: string }) => type === "ReviewOpened").what.en).toContain(
      "not in the sample",
    );
  });

  it("can be taken away as a proof that verifies, by an auditor", async () => {
    const { events } = (await world.get(auditor, "/records/record-a/events")).json() as {
      events: RecordedEvent[];
    };
    expect(events).toHaveLength(3);
    expect(verifyStream(events)).toBeUndefined();
    const forged = events.map((event, index) =>
      index === 1 ? { ...event, metadata: { ...event.metadata, at: "2026-01-01T00:00:00.000Z" } } : event,
    );
    expect(verifyStream(forged)?.fault).toBe("hash-mismatch");
    expect((await world.get(manager, "/records/record-a/events")).json().code).toBe("forbidden-role");
  });

  it("shows its hashes, and whether they hold, to everybody who may read it", async () => {
    const { events } = (await world.get(auditor, "/records/record-a/events")).json() as {
      events: RecordedEvent[];
    };
    const hashes = events.map(({ revision, metadata: { at, hash } }) => ({ revision, at, hash }));
    for (const who of [keeper, manager, "reader-2:checker:xa-1", "reader-3:acceptor:xa-1"]) {
      const { proof } = (await world.get(who, "/records/record-a/history")).json();
      expect(proof, who).toEqual({ intact: true, hashes });
    }
    const altered = await startWorld();
    await tellBatchStory(altered);
    const [first] = await altered.ports.store.readStream("record-record-a");
    if (first) (first.data as Record<string, unknown>)["keyedBy"] = "somebody-else";
    const { proof } = (await altered.get(keeper, "/records/record-a/history")).json();
    expect(proof.intact).toBe(false);
    await altered.stop();
  });

  it("says who looked at it, by record and by reader", async () => {
    await world.get("reader-1:checker:xa-1", "/records/record-b");
    const { items } = (await world.get(auditor, "/records/record-b/readings")).json();
    const look = items.find(({ account }: { account: string }) => account === "reader-1");
    expect(look).toMatchObject({ account: "reader-1", purpose: "look-up", roles: ["checker"] });
    const own = (await world.get(auditor, "/readings?account=reader-1")).json().items;
    expect(own.map(({ recordId }: { recordId: string }) => recordId)).toEqual(["record-b"]);
    expect((await world.get("a:auditor:tinh-2", "/readings?account=reader-1")).json().items).toEqual([]);
    expect((await world.get(manager, "/readings?account=reader-1")).json().code).toBe("forbidden-role");
  });
});
