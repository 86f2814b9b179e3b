import { setTimeout as pause } from "node:timers/promises";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { drawScan, must, prepareShelf } from "./prepared-book.ts";

type Client = TestProvince["admin"];

interface Sampled {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

const checkAll = async (checker: Client, { id, sample }: Sampled, marks: readonly object[]) => {
  for (const { recordId } of sample) {
    const path = `review/v1/reviews/${id}/records/${recordId}`;
    const { revision } = must(await checker.get<{ revision: number }>(path));
    must(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
  }
};

const withScansOf = async (keeper: Client, bookId: string) => {
  for (const number of [1, 2, 3]) {
    const name = `KS.2008.05.2008-03-17.${String(number).padStart(3, "0")}.pdf`;
    must(await keeper.upload(`entry/v1/books/${bookId}/scans`, name, await drawScan(`No. ${number}`)));
  }
};

/**
 * A lot nobody has checked, a lot whose sample is wrong throughout, and a book handed over that
 * waits for its answer; returns their ids, and the shelf that stands beside them.
 */
export const prepareLots = async (test: TestProvince, wish = { scans: 0, cases: 3 }) => {
  const shelf = await prepareShelf(test, wish);
  const { keeper, clerk } = shelf;
  const { commune, standalone, signInAgain } = test;
  const [checker, acceptor, lead, manager] = await Promise.all(
    ["kiem", "duyet", "chinh", "dulieu"].map(signInAgain),
  );
  if (!checker || !acceptor || !lead || !manager) throw new Error("nobody is there");
  const from = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
  const limits = { level: "III", key: 10, other: 10, from, reason: "Sổ cũ, chữ mờ" };
  must(await lead.post(`review/v1/limits/${commune}`, limits));

  const submitted = async (bookNumber: string, policy: object, withScans = false) => {
    const book = {
      unitId: commune,
      recordType: "KS",
      bookNumber,
      office: "UBND xã Mai Lâm",
      expectedCases: 3,
    };
    const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    if (withScans) await withScansOf(keeper, bookId);
    const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    for (const so of [1, 2, 3]) {
      must(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
    }
    must(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    return { bookId, batchId };
  };
  const lotOf = async (batchIds: readonly string[]) => {
    const { lotId } = must(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds }));
    await standalone.settled();
    return lotId;
  };
  const reviewOf = async (batchId: string) => {
    const [review] = must(
      await checker.get<{ items: Sampled[] }>(`review/v1/reviews?batchId=${batchId}`),
    ).items;
    if (!review) throw new Error("no review");
    return review;
  };

  const inLot = { acceptance: "lot" };
  const first = await submitted("02/2008", inLot);
  const second = await submitted("03/2008", inLot);
  const unchecked = await lotOf([first.batchId, second.batchId]);

  const bad = await submitted("04/2008", inLot);
  const wrong = await lotOf([bad.batchId]);
  const mark = { field: "nksHoTen", severity: "major", reason: "Sai họ tên" };
  await checkAll(checker, await reviewOf(bad.batchId), [mark]);

  const { bookId, batchId } = await submitted("05/2008", { sampleMinimum: 1, sampleShare: 0.1 }, true);
  const review = await reviewOf(batchId);
  await checkAll(checker, review, []);
  must(await acceptor.post(`review/v1/reviews/${review.id}/accept`, { acceptsLaxerLimits: true }));
  await standalone.settled();
  const { exportId } = must(
    await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId, purpose: "hand-over" }),
  );
  for (let phase = ""; phase !== "finished"; ) {
    ({ phase } = must(await manager.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)));
    if (phase === "failed") throw new Error("the export failed");
    await pause(20);
  }
  await standalone.settled();
  must(await manager.post(`review/v1/handovers/${bookId}/packages`, { exportId }));
  return { unchecked, wrong, handedOver: bookId, shelf, submitted };
};
