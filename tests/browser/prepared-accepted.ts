import { birthFields, type TestProvince } from "../support/test-province.ts";
import { must, preparePeople } from "./prepared-book.ts";

/**
 * Two cases of a book that is keyed, checked and accepted; returns the book, its cases, and who
 * keeps it.
 */
export const prepareAccepted = async (test: TestProvince) => {
  const { signInAgain, standalone, commune } = test;
  const { keeper, clerk } = await preparePeople(test);
  const [checker, acceptor] = [await signInAgain("kiem"), await signInAgain("duyet")];
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const recordIds: string[] = [];
  for (const so of [1, 2]) {
    const path = `entry/v1/batches/${batchId}/records`;
    recordIds.push(must(await clerk.post<{ recordId: string }>(path, { fields: birthFields(so) })).recordId);
  }
  must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  interface Review {
    readonly id: string;
    readonly sample: readonly { readonly recordId: string }[];
  }
  const [review] = must(await checker.get<{ items: Review[] }>("review/v1/reviews?status=open")).items;
  for (const { recordId } of review?.sample ?? []) {
    const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
    const { revision } = must(await checker.get<{ revision: number }>(path));
    must(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  }
  must(await acceptor.post(`review/v1/reviews/${review?.id}/accept`));
  await standalone.settled();
  return { bookId, recordIds, keeper };
};
