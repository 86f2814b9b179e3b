import { birthFields, type TestProvince } from "../support/test-province.ts";
import { must, preparePeople } from "./prepared-book.ts";

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/**
 * A batch of that many cases, keyed, of which each round looks at everything; `unclear` stands in
 * each of them.
 */
export const prepareRounds = async (
  test: TestProvince,
  cases: number,
  unclear: Readonly<Record<string, object>> = {},
) => {
  const { commune, signInAgain, standalone } = test;
  const { keeper, clerk } = await preparePeople(test);
  const [checker, acceptor] = [await signInAgain("kiem"), await signInAgain("duyet")];
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const policy = { sampleShare: 1, sampleMinimum: 2, errorLimit: 0.02, leaseHours: 240 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const ids: string[] = [];
  for (let so = 1; so <= cases; so++) {
    const path = `entry/v1/batches/${batchId}/records`;
    const fields = { ...birthFields(so), ...unclear };
    ids.push(must(await clerk.post<{ recordId: string }>(path, { fields })).recordId);
  }
  return {
    clerk,
    ids,
    /** Hands the batch in; answers the review that this opens. */
    async submitBatch(): Promise<Review> {
      must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
      await standalone.settled();
      const open = "review/v1/reviews?status=open";
      const [review] = must(await checker.get<{ items: Review[] }>(open)).items;
      if (!review) throw new Error("no review is open");
      return review;
    },
    async check(review: Review, recordId: string, marks: readonly object[]): Promise<void> {
      const path = `review/v1/reviews/${review.id}/records/${recordId}`;
      const { revision } = must(await checker.get<{ revision: number }>(path));
      must(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
    },
    async giveBack(review: Review, reason: string): Promise<void> {
      must(await acceptor.post(`review/v1/reviews/${review.id}/return`, { reason }));
      await standalone.settled();
    },
  };
};
