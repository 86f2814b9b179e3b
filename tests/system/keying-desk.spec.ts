import { createInMemoryEventStore, type EventStore } from "@sogoc/core";
import { createPagePdf } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, createTestClock, startTestProvince } from "../support/test-province.ts";

interface Ids {
  readonly bookId: string;
  readonly batchId: string;
  readonly recordId: string;
  readonly number: string;
  readonly correctionId: string;
}

const start = async (store = createInMemoryEventStore()) => {
  const clock = createTestClock("2026-03-02T08:00:00+07:00");
  const test = await startTestProvince({ clock, store });
  const { commune, person } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const nam = await person("nam", [{ role: "clerk", unitId: commune }]);
  const lan = await person("lan", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<Ids>("entry/v1/books", book));
  const open = async (to: LocalClient, range: object = {}, policy: object = {}) => {
    const { batchId } = done(await keeper.post<Ids>("entry/v1/batches", { bookId, ...range, policy }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: to.account?.id }));
    return batchId;
  };
  const key = (client: LocalClient, batchId: string, so: number | string, other: object = {}) =>
    client.post<Ids>(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so), ...other });
  /** The same person after the clock has moved: access tokens last five minutes. */
  const again = (name: string) => createLocalClient(test.standalone.server).signIn(name, `${name}-mat-khau`);
  return { ...test, clock, keeper, nam, lan, bookId, open, key, again };
};
/** Approvals of corrections wait until there are two of them. */
const createMeetingStore = (): EventStore => {
  const store = createInMemoryEventStore();
  const { promise: both, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return {
    ...store,
    async append(stream, revision, events) {
      if (events.some(({ type }) => type === "CorrectionApproved")) {
        waiting++;
        if (waiting === 2) resolve();
        await both;
      }
      return store.append(stream, revision, events);
    },
  };
};
const codeOf = (answer: { body: object }) => (answer.body as { code?: string }).code;

describe("the keying desk", () => {
  it("stores no number of another book, whatever reason is given", async () => {
    const { nam, open, key, standalone } = await start();
    const batchId = await open(nam);
    const fields = { ...birthFields(7), quyenSo: { raw: "09/2011" } };
    const differs = expect.objectContaining({ rule: "book-number-differs", severity: "warning" });
    const trial = await nam.post<{ findings: unknown[] }>(`entry/v1/batches/${batchId}/check`, { fields });
    expect(done(trial).findings).toEqual([differs]);
    const rule = "book-number-differs";
    const accepted = [{ rule, fields: ["quyenSo"], reason: "sổ ghi như vậy" }];
    for (const more of [{}, { accepted }]) {
      const refused = await key(nam, batchId, 7, { fields, ...more });
      expect(codeOf(refused)).toBe("value-not-storable");
      expect(refused.body).toMatchObject({ errors: [{ pointer: "/fields/quyenSo" }] });
    }
    const doubtful = { ...birthFields(7), quyenSo: { raw: "01/2008", doubtful: true } };
    expect(codeOf(await key(nam, batchId, 7, { fields: doubtful }))).toBe("value-not-storable");
    // Nor anything but a number as the line of a sheet.
    const line = { ...birthFields(7), STT: { raw: "SAI-STT" } };
    const free = await key(nam, batchId, 7, { fields: line });
    expect(codeOf(free)).toBe("value-not-storable");
    expect(free.body).toMatchObject({ errors: [{ pointer: "/fields/STT" }] });
    done(await key(nam, batchId, 7, { fields: { ...birthFields(7), STT: { raw: "7" } } }));
    // As other hands write the same number.
    done(await key(nam, batchId, 8, { fields: { ...birthFields(8), quyenSo: { raw: "1/2008" } } }));
    await standalone.stop();
  });

  it("knows which numbers of a batch have a case, and shows nothing else of them", async () => {
    const { nam, lan, open, key, standalone } = await start();
    const batchId = await open(nam, { from: 1, to: 9 });
    for (const so of [1, 3]) done(await key(nam, batchId, so));
    const duplicate = { suffix: "b", reason: "sổ ghi hai số 3" };
    done(await key(nam, batchId, 3, { duplicate }));
    const { recordId } = done(await key(nam, batchId, 4));
    done(await nam.post(`entry/v1/records/${recordId}/void`, { reason: "nhập nhầm số" }));
    await standalone.settled();
    const path = `entry/v1/batches/${batchId}/numbers`;
    const { numbers, ...others } = done(await nam.get<{ numbers: string[] }>(path));
    expect(numbers.toSorted()).toEqual(["1", "3", "3b"]);
    expect(others).toEqual({ openingYear: 2008, lettered: ["3b"] });
    expect(codeOf(await lan.get(path))).toBe("work-of-another");
    await standalone.stop();
  });

  it("closes when the lease runs out, and opens for whoever gets the batch next", async () => {
    const { clock, nam, lan, open, key, again, standalone } = await start();
    const batchId = await open(nam, {}, { leaseHours: 1 });
    done(await key(nam, batchId, 1));
    clock.set("2026-03-02T09:00:01+07:00");
    const later = await again("nam");
    expect(codeOf(await key(later, batchId, 2))).toBe("batch-lease-expired");
    const keeper = await again("thu");
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: lan.account?.id }));
    done(await key(await again("lan"), batchId, 2));
    expect(codeOf(await key(later, batchId, 3))).toBe("batch-assigned-to-another");
    await standalone.stop();
  });

  it("takes what is finished after the lease, and gives a new one with a return that came late", async () => {
    const { clock, nam, open, key, again, person, commune, standalone } = await start();
    await person("kiem", [{ role: "checker", unitId: commune }]);
    await person("duyet", [{ role: "acceptor", unitId: commune }]);
    const batchId = await open(nam, {}, { leaseHours: 1 });
    const { recordId } = done(await key(nam, batchId, 1));
    clock.set("2026-03-02T10:00:00+07:00");
    done(await (await again("nam")).post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    // The check takes a fortnight.
    clock.set("2026-03-16T08:00:00+07:00");
    const checker = await again("kiem");
    const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
    const review = `review/v1/reviews/${items[0]?.id}`;
    const { revision } = done(await checker.get<{ revision: number }>(`${review}/records/${recordId}`));
    const marks = [{ field: "meHoTen", severity: "major", reason: "Sổ ghi khác" }];
    done(await checker.post(`${review}/records/${recordId}/check`, { recordRevision: revision, marks }));
    done(await (await again("duyet")).post(`${review}/return`, { reason: "Sai tên mẹ" }));
    await standalone.settled();
    clock.set("2026-03-16T08:30:00+07:00");
    const mending = await again("nam");
    const change = { changes: { meHoTen: { raw: "Trần Thị Hòa" } }, reason: "Đối chiếu lại sổ" };
    done(await mending.post(`entry/v1/records/${recordId}/correct`, change));
    await standalone.stop();
  });

  it("loses nothing acknowledged when a batch is taken back in the middle", async () => {
    const { keeper, nam, bookId, open, key, standalone } = await start();
    const batchId = await open(nam);
    const keyings = Array.from({ length: 20 }, (_, index) => key(nam, batchId, index + 1));
    const takenBack = keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "giao người khác" });
    const answers = await Promise.all(keyings);
    done(await takenBack);
    const kept = answers.filter(({ status }) => status === 201).length;
    const refused = answers.filter(({ status }) => status !== 201).map(codeOf);
    expect(new Set(refused).size === 0 || refused.every((code) => code === "batch-not-assigned")).toBe(true);
    expect(codeOf(await key(nam, batchId, 30))).toBe("batch-not-assigned");
    await standalone.settled();
    expect(done(await keeper.get<{ records: number }>(`entry/v1/books/${bookId}`)).records).toBe(kept);
    await standalone.stop();
  });

  it("lets exactly one of two people have a case that both key at the same moment", async () => {
    const { nam, keeper, person, commune, bookId, open, key, ports, standalone } = await start();
    const batchId = await open(nam);
    // The same clerk at two machines, and two requests at once from each.
    const other = await person("nam-2", [{ role: "clerk", unitId: commune }]);
    for (let so = 1; so <= 5; so++) {
      const answers = await Promise.all([nam, nam, other, nam].map((client) => key(client, batchId, so)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      const codes = answers
        .filter(({ status }) => status !== 201)
        .map(codeOf)
        .sort();
      expect(codes).toEqual(["batch-assigned-to-another", "record-exists", "record-exists"]);
    }
    const { events } = await ports.store.readAll({ after: 0, limit: 1_000, types: ["RecordEntered"] });
    expect(events).toHaveLength(5);
    await standalone.settled();
    expect(done(await keeper.get<{ records: number }>(`entry/v1/books/${bookId}`)).records).toBe(5);
    await standalone.stop();
  });

  it("gives a batch to one of two people that are assigned at the same moment", async () => {
    const { keeper, nam, lan, open, standalone } = await start();
    const batchId = await open(nam);
    done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "chia lại" }));
    const assign = (to: LocalClient) =>
      keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: to.account?.id });
    const answers = await Promise.all([assign(nam), assign(lan)]);
    const [given, refused] = answers.sort((one, other) => one.status - other.status);
    expect(given?.status).toBe(200);
    // Whoever comes second has it before them as it was, or as it is held by then.
    expect(["revision-conflict", "batch-assigned-to-another"]).toContain(refused?.body["code"]);
    await standalone.stop();
  });

  it("keys a voided number again, and keeps both stories", async () => {
    const { nam, open, key, ports, standalone } = await start();
    const batchId = await open(nam);
    const { recordId } = done(await key(nam, batchId, 7));
    done(await nam.post(`entry/v1/records/${recordId}/void`, { reason: "nhầm sổ" }));
    expect(codeOf(await nam.post(`entry/v1/records/${recordId}/void`, { reason: "nhầm sổ" }))).toBe(
      "record-voided",
    );
    expect(done(await key(nam, batchId, "07/2008")).recordId).toBe(recordId);
    const story = (await ports.store.readStream(`record-${recordId}`)).map(({ type }) => type);
    expect(story).toEqual(["RecordEntered", "RecordVoided", "RecordEntered"]);
    const shown = done(await nam.get<{ status: string }>(`entry/v1/records/${recordId}`));
    expect(shown.status).toBe("entered");
    await standalone.stop();
  });

  it("has room for a number that stands twice in the book", async () => {
    const { nam, open, key, standalone } = await start();
    const batchId = await open(nam);
    done(await key(nam, batchId, 7));
    const twice = { duplicate: { suffix: "a", reason: "Sổ ghi hai trường hợp số 7" } };
    const second = done(await key(nam, batchId, 7, twice));
    expect(second.number).toBe("7a");
    expect(codeOf(await key(nam, batchId, 7, twice))).toBe("record-exists");
    expect(codeOf(await key(nam, batchId, "7A"))).toBe("record-exists");
    await standalone.stop();
  });

  it("keeps with a case the image of its own number, and never that of another one", async () => {
    const { keeper, nam, bookId, open, key, standalone } = await start();
    const batchId = await open(nam);
    const attach = async (fileName: string) => {
      const pdf = createPagePdf({ title: fileName, fields: [] });
      const path = `entry/v1/books/${bookId}/scans`;
      const { files } = done(await keeper.upload<{ files: { scanId: string }[] }>(path, fileName, pdf));
      return files[0]?.scanId ?? "";
    };
    const seven = await attach("KS.2008.01.2008-03-17.07.pdf");
    const twelfth = await attach("KS.2008.01.2008-03-18.12b.pdf");
    const later = await attach("KS.2008.01.2009-01-05.09.pdf");
    await standalone.settled();
    const found = async (number: string) => {
      const path = `entry/v1/books/${bookId}/scans?number=${encodeURIComponent(number)}`;
      return done(await nam.get<{ items: { id: string }[] }>(path)).items.map(({ id }) => id);
    };
    for (const number of ["7", "07", "7/2008", " 007/2008"]) expect(await found(number)).toEqual([seven]);
    for (const number of ["7b", "7/2009", "12", "9", "9b/2009"]) expect(await found(number)).toEqual([]);
    expect(await found("12B")).toEqual([twelfth]);
    expect(await found("9/2009")).toEqual([later]);

    const keptWith = async (so: string, scanId: string, other: object = {}) => {
      const { recordId } = done(await key(nam, batchId, so, { scanId, ...other }));
      return done(await nam.get<{ scanId?: string }>(`entry/v1/records/${recordId}`)).scanId;
    };
    expect(await keptWith("07/2008", seven)).toBe(seven);
    const duplicate = { suffix: "b", reason: "Sổ ghi hai trường hợp số 7" };
    expect(await keptWith("7", seven, { duplicate })).toBeUndefined();
    expect(await keptWith("8", seven)).toBeUndefined();
    expect(await keptWith("12", twelfth)).toBeUndefined();
    expect(await keptWith("12B", twelfth)).toBe(twelfth);
    expect(await keptWith("13", "khong-co")).toBeUndefined();
    await standalone.stop();
  });

  it("shows an approved correction that came too late, and does not carry it out", async () => {
    const { nam, person, commune, open, key, standalone } = await start(createMeetingStore());
    const checker = await person("hoa", [{ role: "checker", unitId: commune }]);
    const acceptor = await person("binh", [{ role: "acceptor", unitId: commune }]);
    const batchId = await open(nam);
    const { recordId } = done(await key(nam, batchId, 1));
    done(await nam.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
    const path = `review/v1/reviews/${items[0]?.id}`;
    const { revision } = done(await checker.get<{ revision: number }>(`${path}/records/${recordId}`));
    done(await checker.post(`${path}/records/${recordId}/check`, { recordRevision: revision, marks: [] }));
    done(await acceptor.post(`${path}/accept`));
    await standalone.settled();

    const ask = async (raw: string) => {
      const body = { recordId, changes: { meHoTen: { raw } }, reason: "Đối chiếu lại" };
      return done(await nam.post<Ids>("review/v1/corrections", body)).correctionId;
    };
    const [first, second] = [await ask("Trần Thị Hoà"), await ask("Trần Thị Huệ")];
    // Each is approved of the case as it still is.
    const approve = (id: string) => acceptor.post(`review/v1/corrections/${id}/approve`);
    for (const answer of await Promise.all([approve(first), approve(second)])) done(answer);
    await standalone.settled();
    const asked = done(
      await acceptor.get<{ items: { id: string; status: string; notAppliedReason?: string }[] }>(
        "review/v1/corrections",
      ),
    ).items;
    const late = asked.filter(({ status }) => status === "not-applied");
    expect(late).toMatchObject([{ notAppliedReason: "value-changed-meanwhile" }]);
    const applied = asked.filter(({ status }) => status === "applied");
    expect(applied.map(({ id }) => id)).toEqual([first, second].filter((id) => id !== late[0]?.id));
    const record = done(
      await nam.get<{ fields: Record<string, { raw: string }> }>(`entry/v1/records/${recordId}`),
    );
    const wanted = applied[0]?.id === first ? "Trần Thị Hoà" : "Trần Thị Huệ";
    expect(record.fields["meHoTen"]?.raw).toBe(wanted);
    await standalone.stop();
  });
});
