import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Lot {
  readonly sample: readonly { readonly recordId: string }[];
  readonly batches: readonly { readonly reviewId: string }[];
}

const start = async () => {
  const test = await startTestProvince();
  const { commune, standalone } = test;
  const people = await oneOfEach(test);
  const { keeper, checker, acceptor } = people;
  /** A batch of two cases that waits for a lot. */
  const keyed = async (bookNumber: string, clerk: LocalClient) => {
    const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const policy = { acceptance: "lot" };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    for (const so of [1, 2])
      done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    return batchId;
  };
  /** A lot of it whose cases are all looked at, wrong in each or in none. */
  const checked = async (bookNumber: string, isWrong: boolean) => {
    const batchIds = [await keyed(bookNumber, people.clerk)];
    const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds }));
    await standalone.settled();
    const { lot } = done(await acceptor.get<{ lot: Lot }>(`review/v1/lots/${lotId}`));
    for (const { recordId } of lot.sample) {
      const path = `review/v1/reviews/${lot.batches[0]?.reviewId}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(path));
      const marks = isWrong ? [{ field: "nksHoTen", severity: "major", reason: "sai" }] : [];
      done(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
    }
    await standalone.settled();
    return lotId;
  };
  const decide = async (lotId: string, verdict: string) => {
    const reason = "theo kết quả kiểm tra";
    done(await acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict, reason }));
    await standalone.settled();
  };
  const preview = async (batchId: string) =>
    done(
      await acceptor.post<{ plan: { inspection: string } }>("review/v1/lots/preview", {
        batchIds: [batchId],
      }),
    ).plan.inspection;
  return { ...test, ...people, keyed, checked, decide, preview };
};

it("a lot that does not stand its plan tightens the next one, left open or not, and so do its keyers elsewhere", async () => {
  const { commune, person, clerk, signInAgain, keyed, checked, decide, preview, standalone } = await start();
  const first = await checked("11/2008", true);
  const second = await checked("12/2008", true);
  const third = await checked("13/2008", false);
  await decide(first, "returned");
  await decide(third, "accepted");
  expect(await preview(await keyed("21/2008", clerk))).toBe("tightened");
  await decide(second, "returned");
  expect(await preview(await keyed("22/2008", clerk))).toBe("tightened");

  // Whoever keyed them works for a contractor that nobody has seen anything of.
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const contractor = { name: "Công ty Mới", parentId: commune, from: "2020-01-01" };
  const { unitId } = done(await lead.post<{ unitId: string }>("accounts/v1/contractors", contractor));
  const move = { unitId, until: "2030-01-01", endsRoles: false, reason: "chuyển hợp đồng" };
  done(await lead.post(`accounts/v1/accounts/${clerk.account?.id}/move`, move));
  await standalone.settled();
  expect(await preview(await keyed("31/2008", await signInAgain("nam")))).toBe("tightened");
  await standalone.stop();
});
