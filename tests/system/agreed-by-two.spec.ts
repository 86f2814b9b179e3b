import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const CASES = 8;
const WRONG = { raw: "Trần Văn Sai" };

interface Round {
  readonly id: string;
  readonly status: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/**
 * A batch that two people keyed: they differ in the name of the last case, where an arbiter
 * decides, at first that the second keyer is right. The first round is open.
 */
const arbitrated = async (decision: object = { choice: "second" }) => {
  const test = await startTestProvince();
  const { commune: unitId, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId }]);
  const first = await person("nam", [{ role: "clerk", unitId }]);
  const second = await person("hoa", [{ role: "clerk", unitId }]);
  const arbiter = await person("lan", [{ role: "checker", unitId }]);
  const checker = await person("kiem", [{ role: "checker", unitId }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId }]);
  const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { keying: "double-identity", sampleShare: 0.05, sampleMinimum: 1 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  const batch = `entry/v1/batches/${batchId}`;
  const assign = async (client: LocalClient) =>
    done(await keeper.post(`${batch}/assign`, { accountId: client.account?.id }));
  await assign(first);
  const key = async (so: number, name?: { readonly raw: string }) => {
    const fields = { ...birthFields(so), ...(name && { nksHoTen: name }) };
    return done(await first.post<{ recordId: string }>(`${batch}/records`, { fields })).recordId;
  };
  const recordIds: string[] = [];
  for (let so = 1; so <= CASES; so++) recordIds.push(await key(so, so === CASES ? WRONG : undefined));
  done(await first.post(`${batch}/submit`));
  await standalone.settled();
  await assign(second);
  const { fields: compared } = done(await second.get<{ fields: string[] }>(`${batch}/second-keying`));
  for (const [index, recordId] of recordIds.entries()) {
    const keyed = Object.entries(birthFields(index + 1)).filter(([code]) => compared.includes(code));
    const body = { fields: Object.fromEntries(keyed) };
    done(await second.post(`${batch}/records/${recordId}/key-again`, body));
  }
  done(await second.post(`${batch}/submit`));
  await standalone.settled();
  const path = `${batch}/discrepancies`;
  const { items } = done(
    await arbiter.get<{ items: { recordId: string; revision: number; field: string }[] }>(path),
  );
  expect(items.map(({ recordId, field }) => [recordId, field])).toEqual([[recordIds.at(-1), "nksHoTen"]]);
  const decisions = items.map(({ recordId, revision, field }) => ({
    recordId,
    revision,
    field,
    ...decision,
  }));
  done(await arbiter.post(`${path}/resolve`, { decisions }));
  done(await arbiter.post(`${batch}/finish-arbitration`));
  await standalone.settled();

  const openRound = async (): Promise<Round> => {
    const listed = done(await checker.get<{ items: Round[] }>("review/v1/reviews"));
    const open = listed.items.find(({ status }) => status === "open");
    if (!open) throw new Error("no round is open");
    return open;
  };
  const check = async ({ id }: Round, recordId: string, marks: readonly object[] = []) => {
    const address = `review/v1/reviews/${id}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(address));
    done(await checker.post(`${address}/check`, { recordRevision: revision, marks }));
  };
  const submit = async () => {
    done(await first.post(`${batch}/submit`));
    await standalone.settled();
  };
  return { ...test, first, arbiter, acceptor, recordIds, key, openRound, check, submit };
};

/** The first round comes back for one case, which is not that of the arbiter. */
const furnish = async () => {
  const batch = await arbitrated();
  const { acceptor, standalone, openRound, check } = batch;
  const round = await openRound();
  const marked = round.sample[0]?.recordId ?? "";
  await check(round, marked, [{ field: "meHoTen", severity: "critical", reason: "sai" }]);
  done(await acceptor.post(`review/v1/reviews/${round.id}/return`, { reason: "lỗi nặng" }));
  await standalone.settled();
  return { ...batch, marked };
};

const correct = async (client: LocalClient, recordId: string, changes: object) =>
  done(await client.post(`entry/v1/records/${recordId}/correct`, { changes, reason: "sửa" }));

describe("a batch keyed twice that came back", () => {
  it("is not accepted before somebody looks at what one keyer undoes alone of what two agreed on", async () => {
    const test = await furnish();
    const { first, acceptor, recordIds, marked, openRound, check, submit, standalone } = test;
    const [settled = "", other = ""] = recordIds.filter((recordId) => recordId !== marked).toReversed();
    await correct(first, marked, { meHoTen: { raw: "Trần Thị Mười" } });
    await correct(first, settled, { nksHoTen: WRONG });
    // A field that was keyed once only is as in any batch.
    await correct(first, other, { ghiChu: { raw: "Sổ rách" } });
    await submit();
    const round = await openRound();
    const toCheck = round.sample.map(({ recordId }) => recordId);
    expect(toCheck).toContain(settled);
    const address = `review/v1/reviews/${round.id}`;
    const standing = () => acceptor.get<{ onePersonsWord: number }>(`${address}/standing`);
    expect(done(await standing()).onePersonsWord).toBe(2);
    for (const recordId of toCheck.filter((one) => one !== settled)) await check(round, recordId);
    await standing();
    const refused = await acceptor.post(`${address}/accept`, { acceptsLaxerLimits: true });
    expect(refused.body["code"]).toBe("sample-not-checked");
    await check(round, settled);
    await standing();
    done(await acceptor.post(`${address}/accept`, { acceptsLaxerLimits: true }));
    await standalone.stop();
  });

  it("is looked at whole where one keyer voided it all and keyed it anew", async () => {
    const { first, acceptor, recordIds, key, openRound, submit, standalone } = await furnish();
    for (const recordId of recordIds)
      done(await first.post(`entry/v1/records/${recordId}/void`, { reason: "nhập lại" }));
    for (let so = 1; so <= CASES; so++) await key(so, WRONG);
    await submit();
    const { id, sample } = await openRound();
    expect(sample).toHaveLength(CASES);
    const found = await acceptor.get<{ onePersonsWord: number }>(`review/v1/reviews/${id}/standing`);
    expect(done(found).onePersonsWord).toBe(CASES);
    await standalone.stop();
  });
});

it("what an arbiter writes otherwise than both keyers is looked at by another person before it is accepted", async () => {
  const decision = { choice: "neither", value: { raw: "Trần Văn Khác Hẳn" } };
  const { acceptor, recordIds, openRound, check, standalone } = await arbitrated(decision);
  const [own = ""] = recordIds.slice(-1);
  const { id, sample } = await openRound();
  const toCheck = sample.map(({ recordId }) => recordId);
  expect(toCheck).toContain(own);
  const address = `review/v1/reviews/${id}`;
  const found = await acceptor.get<{ onePersonsWord: number }>(`${address}/standing`);
  expect(done(found).onePersonsWord).toBe(1);
  for (const recordId of toCheck.filter((one) => one !== own))
    await check({ id, status: "open", sample }, recordId);
  const accept = () => acceptor.post(`${address}/accept`, { acceptsLaxerLimits: true });
  expect((await accept()).body["code"]).toBe("sample-not-checked");
  await check({ id, status: "open", sample }, own);
  done(await accept());
  await standalone.stop();
});

it("an arbiter who types what the first keyer has says that they were right", async () => {
  const { acceptor, openRound, standalone } = await arbitrated({ choice: "neither", value: WRONG });
  const { id } = await openRound();
  const found = await acceptor.get<{ onePersonsWord: number }>(`review/v1/reviews/${id}/standing`);
  expect(done(found).onePersonsWord).toBe(0);
  await standalone.stop();
});
