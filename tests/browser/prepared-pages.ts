import type { Address } from "../../web/src/addresses.ts";
import { birthFields, type TestProvince } from "../support/test-province.ts";
import { must } from "./prepared-book.ts";
import { prepareLots } from "./prepared-lots.ts";

type Client = TestProvince["admin"];

/** Who holds a role among the prepared people. */
export const holders: Readonly<Record<string, string>> = {
  clerk: "nam",
  "book-keeper": "thu",
  checker: "kiem",
  acceptor: "duyet",
  "unit-admin": "chinh",
  "data-manager": "dulieu",
  "province-viewer": "sotp",
  auditor: "thanhtra",
  "system-admin": "admin",
};

/** What stands for the parameters of an address, and who is there instead of its role's holder. */
export interface Visit {
  readonly parameters: Readonly<Record<string, string>>;
  readonly special: Readonly<Partial<Record<Address, { readonly who?: string; readonly batchId?: string }>>>;
}

export const keyAgain = async (second: Client, batchId: string): Promise<void> => {
  const path = `entry/v1/batches/${batchId}`;
  const { items, fields } = must(
    await second.get<{
      readonly fields: readonly string[];
      readonly items: readonly { readonly recordId: string; readonly number: string }[];
    }>(`${path}/second-keying`),
  );
  for (const { recordId, number } of items) {
    const again = { ...birthFields(number), nksHoTen: { raw: "Nguyễn Văn Ân" } };
    const compared = Object.fromEntries(Object.entries(again).filter(([code]) => fields.includes(code)));
    must(await second.post(`${path}/records/${recordId}/key-again`, { fields: compared }));
  }
};

/** Every state that a page of the application shows: something stands on each of them. */
export const preparePages = async (test: TestProvince): Promise<Visit> => {
  const lots = await prepareLots(test, { scans: 2, cases: 40 });
  const { standalone, commune, signInAgain } = test;
  const { keeper, clerk, bookId } = lots.shelf;
  const [second, checker] = await Promise.all([signInAgain("lan"), signInAgain("kiem")]);

  const policy = { sampleShare: 1, sampleMinimum: 2, errorLimit: 0.02, leaseHours: 240 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const entered = must(
    await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, { fields: birthFields(1) }),
  );

  const twice = { keying: "double-all" };
  const toKey = await lots.submitted("06/2008", twice);
  const toDecide = await lots.submitted("07/2008", twice);
  for (const one of [toKey, toDecide])
    must(await keeper.post(`entry/v1/batches/${one.batchId}/assign`, { accountId: second.account?.id }));
  await keyAgain(second, toDecide.batchId);
  must(await second.post(`entry/v1/batches/${toDecide.batchId}/submit`));
  await standalone.settled();

  const [review] = must(
    await checker.get<{ items: { readonly id: string }[] }>("review/v1/reviews?status=open"),
  ).items;
  return {
    parameters: {
      batchId,
      bookId: lots.handedOver,
      recordId: entered.recordId,
      reviewId: review?.id ?? "",
      lotId: lots.wrong,
      unitId: commune,
    },
    special: {
      "/lo/:batchId/lan-hai": { who: "lan", batchId: toKey.batchId },
      "/phan-xu/:batchId": { batchId: toDecide.batchId },
    },
  };
};
