import { vietnamDay } from "@sogoc/core";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields } from "../support/test-province.ts";

interface Limits {
  readonly limits?: object;
}

it.each([
  [{}, false],
  [{ sampleMinimum: 1 }, true],
  [{ sampleShare: 0.01 }, false],
  [{ errorLimit: 0.1 }, true],
  [{ errorLimit: 0.01, sampleShare: 1 }, false],
])(
  "of a batch with the limits %o the acceptor sees whose they are, and confirms laxer ones: %s",
  async (policy, laxer) => {
    const { acceptor, checkSample, recordIds, standalone } = await acceptedBook(undefined, {}, policy);
    const review = await checkSample();
    const usual = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
    const setBy = "Người thu";
    const origin = Object.keys(policy).length === 0 ? "default" : "opened";
    const own = { ...usual, ...policy, setBy, laxer, origin, unit: usual };
    expect(done(await acceptor.get<Limits>(`${review}/standing`)).limits).toMatchObject(own);
    if (laxer) {
      const refused = await acceptor.post<{ code: string; title: string; titleEn?: string }>(
        `${review}/accept`,
      );
      expect(refused.body.code).toBe("laxer-limits");
      expect(JSON.stringify(refused.body)).toMatch(/lỏng hơn giới hạn của đơn vị.*laxer than its unit's/);
    }
    done(await acceptor.post(`${review}/accept`, laxer ? { acceptsLaxerLimits: true } : {}));
    await standalone.settled();
    const history = await acceptor.get<{ items: { type: string; what: { vi: string } }[] }>(
      `reporting/v1/records/${recordIds[0]}/history`,
    );
    const told = done(history).items.find(({ type }) => type === "BatchAccepted")?.what.vi;
    expect(told?.includes("lỏng hơn của đơn vị")).toBe(laxer);
    const decided = done(await acceptor.get<{ laxerLimits?: object }>(review)).laxerLimits;
    if (laxer) expect(decided).toMatchObject({ ...usual, ...policy, setBy, unit: usual });
    else expect(decided).toBeUndefined();
    await standalone.stop();
  },
);

it("who does not agree with laxer limits returns the batch, and it is judged by the unit's", async () => {
  const policy = { sampleShare: 0.01, sampleMinimum: 1, errorLimit: 0.1 };
  const { acceptor, clerk, batchId, checkSample, standalone } = await acceptedBook(undefined, {}, policy);
  const first = await checkSample();
  const { sample: drawn } = done(await acceptor.get<{ sample: { recordId: string }[] }>(first));
  expect(drawn).toHaveLength(1);
  const unnamed = await acceptor.post(`${first}/return`, {});
  expect([unnamed.status, unnamed.body["code"]]).toEqual([422, "invalid-request"]);
  done(await acceptor.post(`${first}/return`, { reason: "Mức của lô lỏng hơn đơn vị" }));
  await standalone.settled();
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const second = await checkSample();
  expect(second).not.toBe(first);
  const { sample } = done(await acceptor.get<{ sample: { recordId: string }[] }>(second));
  expect(sample).toHaveLength(3);
  const { limits } = done(await acceptor.get<Limits>(`${second}/standing`));
  const usual = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
  expect(limits).toMatchObject({ ...usual, origin: "unit", laxer: false });
  // There is no reason left for which nothing to mend comes back.
  expect((await acceptor.post(`${second}/return`, { reason: "chưa ưng" })).body["code"]).toBe(
    "marks-required",
  );
  done(await acceptor.post(`${second}/accept`));
  await standalone.stop();
});

it("limits of a unit that lets fewer wrong cases through make a usual batch laxer", async () => {
  const { acceptor, person, commune, checkSample, standalone } = await acceptedBook();
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const path = `review/v1/limits/${commune}`;
  const from = vietnamDay(new Date());
  const limits = { level: "II", key: 0.1, other: 0.65, from, reason: "Tỉnh yêu cầu" };
  done(await lead.post(path, limits));
  const review = await checkSample();
  const { limits: shown } = done(await acceptor.get<Limits>(`${review}/standing`));
  expect(shown).toMatchObject({
    errorLimit: 0.02,
    laxer: true,
    unit: { errorLimit: 0.0065, setFor: commune, from, setBy: "Người truong" },
  });
  expect((await acceptor.post(`${review}/accept`)).body["code"]).toBe("laxer-limits");
  // Nobody has set them: the software has.
  expect(shown).toMatchObject({ origin: "default" });
  done(await acceptor.post(`${review}/accept`, { acceptsLaxerLimits: true }));
  const { laxerLimits } = done(await acceptor.get<{ laxerLimits: { setBy?: string } }>(review));
  expect(laxerLimits.setBy).toBeUndefined();
  await standalone.stop();
});

const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
const strict = () => ({ level: "II", key: 0.1, other: 0.65, from: today(), reason: "Tỉnh yêu cầu" });

it("who loosens the limits of a unit does not decide by them, nor by strict ones", async () => {
  const { acceptor, person, commune, checkSample, standalone } = await acceptedBook();
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const both = await person("hai-vai", [
    { role: "unit-admin", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  const path = `review/v1/limits/${commune}`;
  done(await lead.post(path, strict()));
  const review = await checkSample();
  const accept = () => both.post(`${review}/accept`, {});
  expect((await accept()).body["code"]).toBe("laxer-limits");
  done(await both.post(path, { ...strict(), key: 4, other: 4, reason: "nới" }));
  const { barred } = done(await both.get<{ barred: object }>(`${review}/standing`));
  expect(barred).toMatchObject({ accepting: { code: "limits-set-by-yourself" } });
  expect((await accept()).body["code"]).toBe("limits-set-by-yourself");
  expect(done(await acceptor.get(`${review}/standing`))).toMatchObject({ barred: {} });
  done(await acceptor.post(`${review}/accept`, {}));
  await standalone.stop();
});

it("a closed unit's books are judged by the limits of whoever took them over", async () => {
  const { admin, person, commune, otherCommune, checkSample, signInAgain, standalone } = await acceptedBook();
  const inOther = (name: string, role: "acceptor" | "unit-admin") =>
    person(name, [{ role, unitId: otherCommune }], otherCommune);
  await inOther("truong-b", "unit-admin");
  await inOther("duyet-b", "acceptor");
  const review = await checkSample();
  const closing = { on: today(), successors: [otherCommune] };
  done(await admin.post(`accounts/v1/units/${commune}/close`, closing));
  await standalone.settled();
  const lead = await signInAgain("truong-b");
  const acceptor = await signInAgain("duyet-b");
  const limits = async () => done(await acceptor.get<Limits>(`${review}/standing`)).limits;
  expect(await limits()).toMatchObject({ laxer: false, unit: { errorLimit: 0.02 } });
  expect((await lead.post(`review/v1/limits/${commune}`, strict())).body["code"]).toBe("unit-closed");
  done(await lead.post(`review/v1/limits/${otherCommune}`, strict()));
  expect(await limits()).toMatchObject({ laxer: true, unit: { errorLimit: 0.0065, setFor: otherCommune } });
  const { inForce } = done(await acceptor.get<{ inForce: object }>(`review/v1/limits/${commune}`));
  expect(inForce).toMatchObject({ key: 0.1, setFor: otherCommune });
  expect((await acceptor.post(`${review}/accept`, {})).body["code"]).toBe("laxer-limits");
  done(await acceptor.post(`${review}/accept`, { acceptsLaxerLimits: true }));
  await standalone.stop();
});

it("who opens a batch by the usual limits does not confirm that they are laxer than its unit's", async () => {
  const { acceptor, clerk, checkSample, person, commune, standalone, keeper, bookId } = await acceptedBook();
  const both = await person("hai-vai", [
    { role: "book-keeper", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  done(await acceptor.post(`${await checkSample()}/accept`, {}));
  const { batchId } = done(
    await both.post<{ batchId: string }>("entry/v1/batches", { bookId, from: 4, to: 4 }),
  );
  const batch = `entry/v1/batches/${batchId}`;
  done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`${batch}/records`, { fields: birthFields(4) }));
  done(await clerk.post(`${batch}/submit`));
  await standalone.settled();
  const review = await checkSample();
  const barred = async (of = both) => done(await of.get<{ barred: object }>(`${review}/standing`)).barred;
  // As long as its unit has none, they are everybody's.
  expect(await barred()).toEqual({});
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  done(await lead.post(`review/v1/limits/${commune}`, strict()));
  expect(await barred()).toMatchObject({ accepting: { code: "limits-set-by-yourself" } });
  const refused = await both.post(`${review}/accept`, { acceptsLaxerLimits: true });
  expect(refused.body["code"]).toBe("limits-set-by-yourself");
  expect(await barred(acceptor)).toEqual({});
  await standalone.stop();
});

it("who loosens the limits of one of the units that took books over does not decide by the other's", async () => {
  const { admin, person, province, commune, otherCommune, checkSample, standalone } = await acceptedBook();
  const unit = { kind: "commune", name: "Xã Tân An", parentId: province, from: "2006-01-01" };
  const { unitId: third } = done(await admin.post<{ unitId: string }>("accounts/v1/units", unit));
  const leadOf = (name: string, unitId: string) => person(name, [{ role: "unit-admin", unitId }], unitId);
  const setBy = async (lead: LocalClient, unitId: string, key: number, other: number) =>
    done(await lead.post(`review/v1/limits/${unitId}`, { ...strict(), key, other }));
  await setBy(await leadOf("truong-b", otherCommune), otherCommune, 0.1, 0.65);
  await setBy(await leadOf("truong-c", third), third, 1, 4);
  const roles = (["unit-admin", "acceptor"] as const).map((role) => ({ role, unitId: otherCommune }));
  const both = await person("hai-vai", roles, otherCommune);
  const review = await checkSample();
  const closing = { on: today(), successors: [otherCommune, third] };
  done(await admin.post(`accounts/v1/units/${commune}/close`, closing));
  await standalone.settled();
  const accept = async () => (await both.post(`${review}/accept`, {})).body["code"];
  expect(await accept()).toBe("laxer-limits");
  await setBy(both, otherCommune, 4, 4);
  const { barred, limits } = done(await both.get<Limits & { barred: object }>(`${review}/standing`));
  expect(limits).toMatchObject({ laxer: false });
  expect(barred).toMatchObject({ accepting: { code: "limits-set-by-yourself" } });
  expect(await accept()).toBe("limits-set-by-yourself");
  await standalone.stop();
});

it("limits of a unit that say nothing of batches are not told as set for one", async () => {
  const { acceptor, person, commune, checkSample, standalone } = await acceptedBook();
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const from = vietnamDay(new Date());
  const limits = { level: "II", key: 0.1, other: 4, from, reason: "Tỉnh yêu cầu" };
  done(await lead.post(`review/v1/limits/${commune}`, limits));
  const review = await checkSample();
  const { limits: shown } = done(await acceptor.get<{ limits: { unit: object } }>(`${review}/standing`));
  expect(shown).toMatchObject({ origin: "default", laxer: false });
  expect(shown.unit).toEqual({ sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 });
  await standalone.stop();
});
