import { describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const TWICE = { keying: "double-identity" };
const codeOf = ({ body }: { readonly body: Record<string, unknown> }) => body["code"];

/** A book, people of it, and somebody with every role there who has a second keying. */
const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const roles = ["clerk", "book-keeper", "acceptor", "checker", "data-manager", "unit-admin"] as const;
  const second = await person(
    "nhap-lai",
    roles.map((role) => ({ role, unitId: commune })),
  );
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const open = async (from: number, to: number, policy: object) =>
    done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from, to, policy })).batchId;
  const assign = async (batchId: string, who: LocalClient) =>
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id }));
  /** Keys these cases as the clerk; answers their ids. */
  const key = async (batchId: string, cases: readonly (readonly [number, object])[]) => {
    await assign(batchId, clerk);
    const recordIds: string[] = [];
    for (const [so, other] of cases) {
      const fields = { ...birthFields(so), ...other };
      const keyed = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, { fields });
      recordIds.push(done(keyed).recordId);
    }
    return recordIds;
  };
  const submit = async (batchId: string) => {
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
  };
  const people = { keeper, clerk, checker, acceptor, second };
  return { ...test, ...people, bookId, open, assign, key, submit };
};

interface Reviews {
  readonly items: readonly {
    readonly id: string;
    readonly sample: readonly { readonly recordId: string }[];
    readonly again?: readonly { readonly recordId: string }[];
  }[];
}

describe("whoever keys a second time learns nothing of the first keying", () => {
  it("by the notice that a number is taken, which leads everybody else to its case", async () => {
    const { clerk, checker, second, standalone, open, assign, key, submit } = await furnish();
    const batchId = await open(1, 3, TWICE);
    const recordIds = await key(
      batchId,
      [1, 2, 3].map((so) => [so, {}] as const),
    );
    await submit(batchId);
    const other = await open(4, 6, {});
    await assign(batchId, second);
    await assign(other, second);
    const fields = { ...birthFields(4), so: { raw: "2" } };
    const trialOf = async (who: LocalClient) => {
      const answer = await who.post<{ numberTaken: boolean; existing?: object }>(
        `entry/v1/batches/${other}/check`,
        { fields },
      );
      const { numberTaken, existing } = done(answer);
      return { numberTaken, existing };
    };
    const found = { recordId: recordIds[1], batchId };
    expect(await trialOf(second)).toEqual({ numberTaken: true, existing: undefined });
    expect(await trialOf(clerk)).toEqual({ numberTaken: true, existing: { ...found, own: true } });
    expect(await trialOf(checker)).toEqual({ numberTaken: true, existing: found });
    const refused = await second.post(`entry/v1/batches/${other}/records`, { fields });
    expect(codeOf(refused)).toBe("record-not-in-batch");
    expect(JSON.stringify(refused.body)).not.toContain(recordIds[1]);
    await standalone.stop();
  });

  it("by the review of the batch that a case has left", async () => {
    const test = await furnish();
    const { checker, acceptor, second, clerk, keeper, standalone, open, assign, key, submit, bookId } = test;
    const batchId = await open(1, 3, { sampleShare: 1 });
    const cases = [1, 2, 3].map((so) => [so, {}] as const);
    const [, , third = ""] = await key(batchId, cases);
    await submit(batchId);
    const check = async (wrong?: string) => {
      const { items } = done(await checker.get<Reviews>("review/v1/reviews?status=open"));
      const [review] = items;
      const path = `review/v1/reviews/${review?.id}`;
      for (const { recordId } of [...(review?.sample ?? []), ...(review?.again ?? [])]) {
        const record = `${path}/records/${recordId}`;
        const { revision } = done(await checker.get<{ revision: number }>(record));
        const mark = { field: "meHoTen", severity: "minor", reason: "Số khác" };
        const marks = recordId === wrong ? [mark] : [];
        done(await checker.post(`${record}/check`, { recordRevision: revision, marks }));
      }
      return path;
    };
    done(await acceptor.post(`${await check(third)}/return`, { reason: "sửa số" }));
    await standalone.settled();
    done(await clerk.post(`entry/v1/records/${third}/void`, { reason: "nhập nhầm số" }));
    await submit(batchId);
    const review = await check();
    const reconciliation = `reporting/v1/books/${bookId}/reconciliation`;
    const { findings } = done(
      await keeper.get<{ findings: { rule: string; subject: string; closed?: object; awaits?: unknown }[] }>(
        reconciliation,
      ),
    );
    const closed = findings
      .filter((one) => !one.closed && !one.awaits)
      .map(({ rule, subject }) => ({ rule, subject, reason: "như sổ" }));
    if (closed.length > 0) done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
    await standalone.settled();
    done(await acceptor.post(`${review}/accept`));
    await standalone.settled();

    const supplement = await open(3, 3, TWICE);
    const [anew = ""] = await key(supplement, [[3, { nksHoTen: { raw: "Nguyễn Văn Kín" } }]]);
    expect(anew).toBe(third);
    await submit(supplement);
    await assign(supplement, second);
    await standalone.settled();
    const { items } = done(await checker.get<Reviews>("review/v1/reviews"));
    for (const { id } of items) {
      const answer = await second.get(`review/v1/reviews/${id}/records/${third}`);
      expect(["blind-keying", "record-not-in-sample"]).toContain(codeOf(answer));
    }
    // The same shows it to somebody else, so that this can fail.
    const shown = await Promise.all(
      items.map(({ id }) => checker.get(`review/v1/reviews/${id}/records/${third}`)),
    );
    expect(shown.some(({ status }) => status === 200)).toBe(true);
    // Whether its mark stands would tell one bit of what is keyed now.
    const standings = (who: LocalClient) =>
      Promise.all(items.map(({ id }) => who.get(`review/v1/reviews/${id}/standing`)));
    const marked = await standings(checker);
    const about = marked.map((one) =>
      done(one as { status: number; body: { marks: { recordId: string }[] } } & typeof one).marks.some(
        ({ recordId }) => recordId === third,
      ),
    );
    expect(about).toContain(true);
    for (const answer of await standings(second)) expect(codeOf(answer)).toBe("blind-keying");
    await standalone.stop();
  });

  it("by how far two keyings agree, while the second is under way", async () => {
    const test = await furnish();
    const { second, standalone, open, assign, key, submit, commune } = test;
    const batchId = await open(1, 1, TWICE);
    const [recordId = ""] = await key(batchId, [[1, {}]]);
    await submit(batchId);
    await assign(batchId, second);
    const path = `entry/v1/batches/${batchId}`;
    const asked = done(await second.get<{ fields: string[] }>(`${path}/second-keying`));
    const own = Object.entries(birthFields(1)).filter(([code]) => asked.fields.includes(code));
    const keyAgain = async (other: object) => {
      const fields = { ...Object.fromEntries(own), ...other };
      done(await second.post(`${path}/records/${recordId}/key-again`, { fields }));
      await standalone.settled();
    };
    const figures = async () => {
      const all = [
        await second.get(`reporting/v1/disagreements?unitId=${commune}`),
        await second.get(`reporting/v1/keying-policy?unitId=${commune}&recordType=KS`),
      ];
      return all.map((answer) => {
        const { freshness: _, ...said } = done(answer);
        return said;
      });
    };
    const before = await figures();
    await keyAgain({ nksHoTen: { raw: "Nguyễn Văn Sai" } });
    expect(await figures()).toEqual(before);
    await keyAgain({});
    expect(await figures()).toEqual(before);
    done(await second.post(`${path}/submit`));
    await standalone.settled();
    expect(await figures()).not.toEqual(before);
    await standalone.stop();
  });

  it("by how many findings the book has open, on the pages of another of its batches", async () => {
    const test = await furnish();
    const { second, acceptor, keeper, checker, standalone, open, assign, key, submit, bookId } = test;
    const other = await open(1, 1, { sampleShare: 1 });
    await key(other, [[1, { ngayDangKy: { raw: "20.03.2008" } }]]);
    await submit(other);
    const inLot = await open(5, 5, { acceptance: "lot" });
    await key(inLot, [[5, {}]]);
    await submit(inLot);
    const twice = await open(2, 3, TWICE);
    // Number 3 was registered before number 2 by the first keying: a finding by its values alone.
    const first = [
      [2, { ngayDangKy: { raw: "21.03.2008" } }],
      [3, { ngayDangKy: { raw: "18.03.2008" } }],
    ] as const;
    await key(twice, first);
    await submit(twice);
    const { items } = done(await checker.get<Reviews>(`review/v1/reviews?batchId=${other}`));
    const path = `review/v1/reviews/${items[0]?.id}`;
    const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [inLot] }));
    await standalone.settled();
    const lot = `review/v1/lots/${lotId}`;
    const lotSeen = (await second.get(lot)).headers["etag"];
    const seen = (await second.get(path)).headers["etag"];
    await assign(twice, second);
    await standalone.settled();

    for (const one of [`${path}/standing`, lot]) {
      expect(codeOf(await second.get(one)), one).toBe("blind-keying");
      expect((await acceptor.get(one)).status, one).toBe(200);
    }
    const verdicts = [
      [`${path}/accept`, {}, seen],
      [`${path}/return`, { reason: "xem lại" }, seen],
      [`${lot}/decide`, { verdict: "accepted", reason: "đạt" }, lotSeen],
    ] as const;
    for (const [one, body, of] of verdicts)
      expect(codeOf(await second.post(one, body, undefined, String(of))), one).toBe("blind-keying");
    // The review itself is there to be checked; its version tells of no finding that comes or goes.
    const versionFor = async (who: LocalClient) => (await who.get(path)).headers["etag"];
    const before = await Promise.all([versionFor(second), versionFor(acceptor)]);
    done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 9, reason: "đếm lại" }));
    await standalone.settled();
    const [own, ofOthers] = await Promise.all([versionFor(second), versionFor(acceptor)]);
    expect(own).toBe(before[0]);
    expect(ofOthers).not.toBe(before[1]);
    await standalone.stop();
  });

  it("by what the ledger of the book has as findings", async () => {
    const test = await furnish();
    const { second, acceptor, standalone, open, assign, key, submit, bookId } = test;
    const batchId = await open(1, 2, TWICE);
    await key(batchId, [
      [1, { ngayDangKy: { raw: "20.03.2008" } }],
      [2, { ngayDangKy: { raw: "18.03.2008" } }],
    ]);
    await submit(batchId);
    await assign(batchId, second);
    await standalone.settled();
    const ledger = `review/v1/handovers/${bookId}`;
    expect(codeOf(await second.get(ledger))).toBe("blind-keying");
    expect(codeOf(await second.get(`reporting/v1/books/${bookId}/reconciliation`))).toBe("blind-keying");
    const shown = done(await acceptor.get<{ ready: { findings: { messageVi: string }[] } }>(ledger));
    expect(shown.ready.findings.map(({ messageVi }) => messageVi).join()).toContain("18.03.2008");
    // Nor by an account whose password they have set.
    const reset = `accounts/v1/accounts/${acceptor.account?.id}/password-reset`;
    const { temporaryPassword: currentPassword } = done(
      await second.post<{ temporaryPassword: string }>(reset),
    );
    const change = { currentPassword, newPassword: "mat-khau-moi-toanh-1" };
    const first = await createLocalClient(standalone.server).signIn("duyet", currentPassword);
    done(await first.post("accounts/v1/password", change));
    const asAcceptor = await createLocalClient(standalone.server).signIn("duyet", change.newPassword);
    await standalone.settled();
    for (const path of [ledger, `reporting/v1/books/${bookId}/reconciliation`])
      expect(codeOf(await asAcceptor.get(path)), path).toBe("blind-keying");
    await standalone.stop();
  });
});
