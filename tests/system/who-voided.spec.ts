import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string; readonly again?: true }[];
}

/** Three cases that a clerk keyed, and somebody who keys in the same batch and accepts as well. */
const furnish = async (policy: object = {}) => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const both = await person(
    "hai-vai",
    (["clerk", "checker", "acceptor"] as const).map((role) => ({ role, unitId: commune })),
  );
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(
    await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from: 1, to: 3, policy }),
  );
  const path = `entry/v1/batches/${batchId}`;
  const assign = async (who: LocalClient) =>
    done(await keeper.post(`${path}/assign`, { accountId: who.account?.id }));
  await assign(clerk);
  const ids: string[] = [];
  for (const so of [1, 2, 3])
    ids.push(
      done(await clerk.post<{ recordId: string }>(`${path}/records`, { fields: birthFields(so) })).recordId,
    );
  /** They get the batch, void its last case, and the clerk goes on. */
  const voidLast = async () => {
    done(await keeper.post(`${path}/take-back`, { reason: "bận" }));
    await assign(both);
    done(await both.post(`entry/v1/records/${ids.at(-1)}/void`, { reason: "không có trong sổ" }));
    done(await keeper.post(`${path}/take-back`, { reason: "bận" }));
    await assign(clerk);
  };
  const submit = async () => {
    done(await clerk.post(`${path}/submit`));
    await standalone.settled();
  };
  const openReview = async (): Promise<Review> => {
    const { items } = done(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open"));
    const [review] = items;
    if (!review) throw new Error("No review is open.");
    return review;
  };
  const check = async (who: LocalClient, { id }: Review, recordId: string, marks: readonly object[] = []) => {
    const sampled = `review/v1/reviews/${id}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(sampled));
    return who.post(`${sampled}/check`, { recordRevision: revision, marks });
  };
  return { ...test, acceptor, batchId, both, check, checker, clerk, ids, openReview, submit, voidLast };
};

type Book = Awaited<ReturnType<typeof furnish>>;

const codeOf = ({ body }: { readonly body: object }) => (body as { code?: string }).code;

/** The voiding waits to be looked at beside the sample; who did it says neither this nor that. */
const lookAtVoiding = async ({ both, check, checker, ids, openReview }: Book): Promise<Review> => {
  const review = await openReview();
  const [first = "", second = "", last = ""] = ids;
  expect(review.sample.toSorted((one) => (one.again ? 1 : -1)).map(({ again }) => again)).toEqual([
    undefined,
    undefined,
    true,
  ]);
  expect(review.sample.find(({ again }) => again)?.recordId).toBe(last);
  const shown = done(await checker.get(`review/v1/reviews/${review.id}/records/${last}`));
  expect(shown).toMatchObject({
    status: "voided",
    voided: { reason: "không có trong sổ", by: "Người hai-vai" },
    fields: { so: { raw: "3" } },
  });
  for (const recordId of [first, second]) done(await check(checker, review, recordId));
  expect(codeOf(await check(both, review, last))).toBe("keyed-by-yourself");
  return review;
};

it("a voiding is looked at in the first round, and who voided a case accepts none of the rest", async () => {
  const book = await furnish();
  const { acceptor, both, check, checker, ids, standalone } = book;
  await book.voidLast();
  await book.submit();
  const review = await lookAtVoiding(book);
  const path = `review/v1/reviews/${review.id}`;
  expect(codeOf(await acceptor.post(`${path}/accept`))).toBe("sample-not-checked");
  done(await check(checker, review, ids.at(-1) ?? ""));
  for (const [way, body] of [["accept"], ["return", { reason: "Theo kết quả" }]] as const)
    expect(codeOf(await both.post(`${path}/${way}`, body)), way).toBe("keyed-by-yourself");
  done(await acceptor.post(`${path}/accept`));
  await standalone.stop();
});

it("what was found right and voided after that is looked at once more, and who voided it accepts nothing", async () => {
  const book = await furnish();
  const { acceptor, both, check, checker, clerk, ids, openReview, standalone } = book;
  await book.submit();
  const first = await openReview();
  const [marked = ""] = ids;
  const wrong = { field: "nksNoiSinh", severity: "minor", reason: "Thiếu nơi sinh" };
  for (const { recordId } of first.sample)
    done(await check(checker, first, recordId, recordId === marked ? [wrong] : []));
  done(await acceptor.post(`review/v1/reviews/${first.id}/return`, { reason: "Sửa nơi sinh" }));
  await standalone.settled();
  await book.voidLast();
  const changes = { nksNoiSinh: { raw: "Xã Mai Lâm" } };
  done(await clerk.post(`entry/v1/records/${marked}/correct`, { changes, reason: "Theo sổ" }));
  await book.submit();
  const second = await lookAtVoiding(book);
  done(await check(checker, second, ids.at(-1) ?? ""));
  expect(codeOf(await both.post(`review/v1/reviews/${second.id}/accept`))).toBe("keyed-by-yourself");

  // Found right, it is not asked about again; whose it was does not change.
  done(await check(checker, second, marked, [wrong]));
  done(await acceptor.post(`review/v1/reviews/${second.id}/return`, { reason: "Còn thiếu" }));
  await standalone.settled();
  const more = { nksNoiSinh: { raw: "Trạm y tế xã Mai Lâm" } };
  done(await clerk.post(`entry/v1/records/${marked}/correct`, { changes: more, reason: "Theo sổ" }));
  await book.submit();
  const third = await openReview();
  expect(third.sample.map(({ recordId }) => recordId)).not.toContain(ids.at(-1));
  for (const { recordId } of third.sample) done(await check(checker, third, recordId));
  expect(codeOf(await both.post(`review/v1/reviews/${third.id}/accept`))).toBe("keyed-by-yourself");
  done(await acceptor.post(`review/v1/reviews/${third.id}/accept`));
  await standalone.stop();
});

it("of a lot as well", async () => {
  const book = await furnish({ acceptance: "lot" });
  const { acceptor, batchId, both, check, checker, ids, standalone } = book;
  await book.voidLast();
  await book.submit();
  const { lotId } = done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] }));
  await standalone.settled();
  const review = await lookAtVoiding(book);
  const decide = (who: LocalClient) =>
    who.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted", reason: "Đạt" });
  expect(codeOf(await decide(acceptor))).toBe("sample-not-checked");
  done(await check(checker, review, ids.at(-1) ?? ""));
  expect(codeOf(await decide(both))).toBe("keyed-by-yourself");
  done(await decide(acceptor));
  await standalone.stop();
});
