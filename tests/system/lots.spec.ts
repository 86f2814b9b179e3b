import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { wordsOf } from "../support/pdf-words.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Lot {
  readonly lot: {
    readonly status: string;
    readonly size: number;
    readonly digitiserId: string;
    readonly plan: { readonly sampleSize: number; readonly acceptance: Record<string, number> };
    readonly sample: readonly { readonly batchId: string; readonly recordId: string }[];
    readonly batches: readonly { readonly batchId: string; readonly reviewId: string }[];
  };
  readonly figures: { readonly checked: number; readonly wrongCases: Record<string, number> };
  readonly withinPlan: boolean;
  readonly bookCounts: readonly { readonly bookId: string; readonly openFindings: number }[];
}

/** Two books of three cases each, keyed and submitted, that wait for a lot. */
const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const people = {
    keeper: await person("thu", [{ role: "book-keeper", unitId: commune }]),
    clerk: await person("nam", [{ role: "clerk", unitId: commune }]),
    checker: await person("kiem", [{ role: "checker", unitId: commune }]),
    acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
  };
  const { keeper, clerk } = people;
  const batchIds: string[] = [];
  const bookIds: string[] = [];
  for (const bookNumber of ["01/2008", "02/2008"]) {
    const book = {
      unitId: commune,
      recordType: "KS",
      bookNumber,
      office: "UBND xã Mai Lâm",
      expectedCases: 3,
    };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const policy = { acceptance: "lot" };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    for (const so of [1, 2, 3]) {
      done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
    }
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    batchIds.push(batchId);
    bookIds.push(bookId);
  }
  await standalone.settled();
  return { ...test, ...people, batchIds, bookIds };
};

const formLot = async ({
  acceptor,
  batchIds,
  standalone,
}: Pick<Awaited<ReturnType<typeof furnish>>, "acceptor" | "batchIds" | "standalone">) => {
  const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds }));
  await standalone.settled();
  const read = async () => done(await acceptor.get<Lot>(`review/v1/lots/${lotId}`));
  return { lotId, read, ...(await read()) };
};

/** Checks the whole sample; `marksOf` says what is wrong in which case, counted from 0. */
const checkSample = async (
  checker: LocalClient,
  { lot }: Pick<Lot, "lot">,
  marksOf: (index: number) => readonly object[],
) => {
  for (const [index, { batchId, recordId }] of lot.sample.entries()) {
    const reviewId = lot.batches.find((batch) => batch.batchId === batchId)?.reviewId;
    const path = `review/v1/reviews/${reviewId}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(path));
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks: marksOf(index) }));
  }
};

const wrongPlace = { field: "nksNoiSinh", severity: "minor", reason: "Đọc nhầm nơi sinh" };

describe("a lot of several books", () => {
  it("is refused where another one took a batch of it at the same moment, and its others wait again", async () => {
    const test = await furnish();
    const { acceptor, standalone, batchIds, commune, person } = test;
    const colleague = await person("duyet-2", [{ role: "acceptor", unitId: commune }]);
    const [, own = ""] = batchIds.toSorted();
    const answers = await Promise.all([
      acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds }),
      colleague.post<{ lotId: string }>("review/v1/lots", { batchIds: [own] }),
    ]);
    await standalone.settled();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: "batch-not-waiting" });
    const { items } = done(await acceptor.get<{ items: Lot["lot"][] }>("review/v1/lots"));
    const goingOn = items.filter(({ status }) => status === "open");
    expect(goingOn).toHaveLength(1);
    // Whatever that one does not hold waits, and makes a lot.
    const held = goingOn.flatMap(({ batches }) => batches.map(({ batchId }) => batchId));
    const waiting = done(
      await acceptor.get<{ items: { batchId: string }[] }>("review/v1/lots/waiting"),
    ).items;
    expect([...held, ...waiting.map(({ batchId }) => batchId)].sort()).toEqual(batchIds.toSorted());
    const rest = waiting.map(({ batchId }) => batchId);
    if (rest.length > 0) {
      const next = await formLot({ acceptor, standalone, batchIds: rest });
      expect(next.lot.batches.map(({ batchId }) => batchId)).toEqual(rest);
    }
    await standalone.stop();
  });

  it("is formed of waiting batches, checked by one sample, and accepted whole", async () => {
    const test = await furnish();
    const { acceptor, checker, standalone, commune, batchIds, clerk } = test;
    const waiting = done(await acceptor.get<{ items: { batchId: string }[] }>("review/v1/lots/waiting"));
    expect(waiting.items.map(({ batchId }) => batchId).sort()).toEqual([...batchIds].sort());
    expect(done(await checker.get<{ items: unknown[] }>("review/v1/reviews")).items).toEqual([]);

    const preview = await acceptor.post<Record<string, unknown>>("review/v1/lots/preview", { batchIds });
    expect((await checker.post("review/v1/lots/preview", { batchIds })).body["code"]).toBe("forbidden-role");
    const formed = await formLot(test);
    expect(formed.lot).toMatchObject({ status: "open", size: 6, digitiserId: commune });
    expect(done(preview)).toEqual({
      unitId: commune,
      recordType: "KS",
      digitiserId: commune,
      size: 6,
      plan: formed.lot.plan,
      next: { inspection: "normal", stopped: false, score: 0, reducible: false },
    });
    const { items: reviews } = done(
      await checker.get<{ items: { lotId: string }[] }>("review/v1/reviews?status=open"),
    );
    expect(reviews.map(({ lotId }) => lotId)).toEqual(batchIds.map(() => formed.lotId));
    expect(formed.lot.sample).toHaveLength(formed.lot.plan.sampleSize);
    expect(done(await acceptor.get<{ items: unknown[] }>("review/v1/lots/waiting")).items).toEqual([]);
    expect((await acceptor.post("review/v1/lots", { batchIds })).body["code"]).toBe("batch-not-waiting");

    const decide = (verdict: string, reason?: string) =>
      acceptor.post(`review/v1/lots/${formed.lotId}/decide`, { verdict, ...(reason ? { reason } : {}) });
    expect((await decide("accepted")).body["code"]).toBe("sample-not-checked");
    const before = (await acceptor.get(`review/v1/lots/${formed.lotId}`)).headers["etag"];
    await checkSample(checker, formed, () => []);
    const path = `review/v1/lots/${formed.lotId}/decide`;
    const stale = await acceptor.post(path, { verdict: "accepted" }, undefined, String(before));
    expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
    const [{ reviewId } = { reviewId: "" }] = formed.lot.batches;
    expect((await acceptor.post(`review/v1/reviews/${reviewId}/accept`)).body["code"]).toBe("decided-by-lot");
    done(await decide("accepted"));
    await standalone.settled();
    expect((await formed.read()).lot.status).toBe("accepted");
    for (const batchId of batchIds) {
      const batch = done(await clerk.get<{ status: string }>(`entry/v1/batches/${batchId}`));
      expect(batch.status).toBe("locked");
    }
    await standalone.stop();
  });

  it("says in its minutes what became of the marks of an earlier round", async () => {
    const test = await furnish();
    const { acceptor, checker, clerk, standalone, batchIds } = test;
    const first = await formLot(test);
    const marked = [0, 1, 2];
    await checkSample(checker, first, (index) => (marked.includes(index) ? [wrongPlace] : []));
    const back = { verdict: "returned", reason: "Sai nơi sinh" };
    done(await acceptor.post(`review/v1/lots/${first.lotId}/decide`, back));
    await standalone.settled();
    const [mended, changedBack] = first.lot.sample.map(({ recordId }) => recordId);
    const correct = async (recordId: string | undefined, raw: string) => {
      const body = { changes: { nksNoiSinh: { raw } }, reason: "Đối chiếu lại", accepted: [] };
      done(await clerk.post(`entry/v1/records/${recordId}/correct`, body));
    };
    const path = `entry/v1/batches/${first.lot.sample[1]?.batchId}/records`;
    const { items } = done(
      await clerk.get<{ items: { id: string; fields: { nksNoiSinh?: { raw: string } } }[] }>(path),
    );
    const held = items.find(({ id }) => id === changedBack)?.fields.nksNoiSinh?.raw ?? "";
    await correct(mended, "Trạm y tế xã Mai Lâm");
    await correct(changedBack, "Nơi khác");
    await correct(changedBack, held);
    for (const batchId of batchIds) done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();

    const second = await formLot(test);
    const reviews = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
        "review/v1/reviews?status=open",
      ),
    ).items;
    const check = async (recordId: string, withdrawn?: readonly object[]) => {
      const reviewId = reviews.find(({ sample }) => sample.some((one) => one.recordId === recordId))?.id;
      const one = `review/v1/reviews/${reviewId}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(one));
      done(await checker.post(`${one}/check`, { recordRevision: revision, marks: [], withdrawn }));
    };
    for (const { recordId } of reviews.flatMap(({ sample }) => sample)) await check(recordId);
    const accept = () => acceptor.post(`review/v1/lots/${second.lotId}/decide`, { verdict: "accepted" });
    const refused = await accept();
    expect([refused.status, refused.body["code"]]).toEqual([409, "marks-not-mended"]);
    const untouched = first.lot.sample[2]?.recordId ?? "";
    for (const recordId of [changedBack ?? "", untouched])
      await check(recordId, [{ field: "nksNoiSinh", reason: "Sổ ghi đúng như vậy" }]);
    done(await accept());
    await standalone.settled();
    const minutes = await acceptor.get(`reporting/v1/lots/${second.lotId}/minutes.pdf`);
    const words = await wordsOf(minutes.bytes);
    expect(words).toContain("Lần kiểm tra trước đánh dấu 3 trường, nay còn 0 trường vẫn như cũ");
    expect(words).toContain("Các trường bị đánh dấu ở lần kiểm tra trước (3)");
    expect(words.match(/Đã sửa/gu)).toHaveLength(1);
    expect(words.match(/Đã bỏ dấu: Sổ ghi đúng/gu)).toHaveLength(2);
    await standalone.stop();
  });

  it("is judged by nobody who keyed a case of it that was voided", async () => {
    const test = await startTestProvince();
    const { commune, person, standalone } = test;
    const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
    const roles = ["clerk", "checker", "acceptor"] as const;
    const first = await person(
      "hoa",
      roles.map((role) => ({ role, unitId: commune })),
    );
    const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const policy = { acceptance: "lot" };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    const path = `entry/v1/batches/${batchId}`;
    const key = async (who: LocalClient, ...numbers: readonly number[]) => {
      done(await keeper.post(`${path}/assign`, { accountId: who.account?.id }));
      const ids: string[] = [];
      for (const so of numbers) {
        const keyed = await who.post<{ recordId: string }>(`${path}/records`, { fields: birthFields(so) });
        ids.push(done(keyed).recordId);
      }
      return ids;
    };
    const ofFirst = await key(first, 1, 2);
    done(await keeper.post(`${path}/take-back`, { reason: "Đổi người nhập" }));
    await key(clerk, 3, 4);
    const submit = async () => {
      done(await clerk.post(`${path}/submit`));
      await standalone.settled();
    };
    await submit();
    const form = () => formLot({ acceptor, standalone, batchIds: [batchId] });
    const formed = await form();
    const critical = { field: "nksHoTen", severity: "critical", reason: "Sai tên" };
    await checkSample(checker, formed, () => [critical]);
    const decide = (who: LocalClient, lotId: string, verdict: string) =>
      who.post(`review/v1/lots/${lotId}/decide`, { verdict, reason: "Theo kết quả kiểm tra" });
    done(await decide(acceptor, formed.lotId, "returned"));
    await standalone.settled();
    for (const id of ofFirst) done(await clerk.post(`entry/v1/records/${id}/void`, { reason: "nhập nhầm" }));
    await submit();

    const second = await form();
    const [{ reviewId } = { reviewId: "" }] = second.lot.batches;
    const review = done(
      await checker.get<{ sample: { recordId: string }[] }>(`review/v1/reviews/${reviewId}`),
    );
    const voided = review.sample.find(({ recordId }) => ofFirst.includes(recordId));
    expect(voided).toBeDefined();
    const sampled = `review/v1/reviews/${reviewId}/records/${voided?.recordId}`;
    const { revision } = done(await first.get<{ revision: number }>(sampled));
    const check = await first.post(`${sampled}/check`, { recordRevision: revision, marks: [] });
    expect(check.body["code"]).toBe("keyed-by-yourself");
    const code = "keyed-by-yourself";
    const seenByFirst = done(await first.get(`review/v1/lots/${second.lotId}`));
    expect(seenByFirst).toMatchObject({ barred: { accepting: { code }, returning: { code } } });
    const seenByOther = done(await acceptor.get<{ barred: object }>(`review/v1/lots/${second.lotId}`));
    expect(seenByOther.barred).toEqual({});
    expect((await decide(first, second.lotId, "returned")).body["code"]).toBe("keyed-by-yourself");
    expect((await decide(acceptor, second.lotId, "returned")).body["code"]).toBe("sample-not-checked");
    await standalone.stop();
  });

  it("is accepted after fixes: only what was marked comes back, and all of it is looked at again", async () => {
    const test = await furnish();
    const { acceptor, checker, clerk, keeper, standalone, person, commune, ports } = test;
    const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
    const from = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(ports.clock.now());
    const limits = { level: "III", key: 10, other: 10, from, reason: "Sổ cũ, chữ mờ" };
    expect((await clerk.post(`review/v1/limits/${commune}`, limits)).body["code"]).toBe("forbidden-role");
    done(await lead.post(`review/v1/limits/${commune}`, limits));
    const formed = await formLot(test);
    expect(formed.lot.plan).toMatchObject({ sampleSize: 5, acceptance: { critical: 0, key: 1, other: 1 } });
    await checkSample(checker, formed, (index) => (index === 0 ? [wrongPlace] : []));

    const decide = (verdict: string, reason?: string) =>
      acceptor.post(`review/v1/lots/${formed.lotId}/decide`, { verdict, ...(reason ? { reason } : {}) });
    expect((await decide("accepted")).body["code"]).toBe("fixes-required");
    done(await decide("accepted-after-fixes", "Sửa một nơi sinh"));
    await standalone.settled();

    const { batchId, recordId } = formed.lot.sample[0] ?? { batchId: "", recordId: "" };
    const other = test.batchIds.find((id) => id !== batchId);
    expect(done(await clerk.get(`entry/v1/batches/${batchId}`))).toMatchObject({ status: "open", marks: 1 });
    expect(done(await clerk.get(`entry/v1/batches/${other}`))).toMatchObject({ status: "locked" });
    const changes = { nksNoiSinh: { raw: "Xã Mai Lâm" } };
    done(
      await clerk.post(`entry/v1/records/${recordId}/correct`, { changes, reason: "Theo người kiểm tra" }),
    );
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();

    // It waits for no lot again: the marked case is looked at, and nothing else.
    expect(done(await acceptor.get<{ items: unknown[] }>("review/v1/lots/waiting")).items).toEqual([]);
    const { items } = done(
      await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
        "review/v1/reviews?status=open",
      ),
    );
    expect(items.map(({ sample }) => sample.map((one) => one.recordId))).toEqual([[recordId]]);
    const path = `review/v1/reviews/${items[0]?.id}`;
    const { revision } = done(await checker.get<{ revision: number }>(`${path}/records/${recordId}`));
    done(await checker.post(`${path}/records/${recordId}/check`, { recordRevision: revision, marks: [] }));
    done(await acceptor.post(`${path}/accept`));
    await standalone.settled();
    expect(done(await keeper.get(`entry/v1/batches/${batchId}`))).toMatchObject({ status: "locked" });
    await standalone.stop();
  });

  it("is not accepted before each finding of its books is closed with a reason", async () => {
    const test = await furnish();
    const { acceptor, checker, keeper, standalone, bookIds } = test;
    const [bookId = ""] = bookIds;
    done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại sổ" }));
    const formed = await formLot(test);
    await checkSample(checker, formed, () => []);
    const decide = () => acceptor.post(`review/v1/lots/${formed.lotId}/decide`, { verdict: "accepted" });
    expect((await formed.read()).bookCounts).toContainEqual(
      expect.objectContaining({ bookId, expected: 4, records: 3, openFindings: 1 }),
    );
    expect((await decide()).body["code"]).toBe("reconciliation-open");
    interface Reconciliation {
      readonly open: number;
      readonly findings: readonly { rule: string; subject: string; closed: string | null }[];
    }
    const path = `reporting/v1/books/${bookId}/reconciliation`;
    const { findings } = done(await keeper.get<Reconciliation>(path));
    expect(findings).toMatchObject([{ rule: "cases-expected-differ", subject: "4/3", closed: null }]);
    const closed = findings.map(({ rule, subject }) => ({ rule, subject, reason: "Tờ cuối để trống" }));
    done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
    await standalone.settled();
    expect(done(await keeper.get<Reconciliation>(path))).toMatchObject({
      open: 0,
      findings: [{ closed: "Tờ cuối để trống" }],
    });
    done(await decide());
    await standalone.stop();
  });
});
