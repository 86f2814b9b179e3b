import { createPagePdf } from "@sogoc/files";
import { type Answer, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { birthFields, type TestProvince } from "./test-province.ts";

/** A batch that a clerk may key, and whoever keeps its book. */
export interface FurnishedBatch {
  readonly keeper: LocalClient;
  readonly clerk: LocalClient;
  readonly bookId: string;
  readonly batchId: string;
  /** Keys the next case that was not acknowledged yet. */
  key(): Promise<Answer<Record<string, unknown>>>;
  /** How many cases were acknowledged. */
  keyed(): number;
  /** Sends the scan of a case. */
  scan(number: number): Promise<Answer<{ readonly attached: number }>>;
}

/** A book of births with one batch, assigned, in which the first case is keyed. */
export const furnishBatch = async (test: TestProvince): Promise<FurnishedBatch> => {
  const keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
  const clerk = await test.person("nam", [{ role: "clerk", unitId: test.commune }]);
  const book = { recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(
    await keeper.post<{ bookId: string }>("entry/v1/books", { unitId: test.commune, ...book }),
  );
  const policy = { sampleShare: 0.3, errorLimit: 0.01 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  let keyed = 0;
  const key = async () => {
    const body = { fields: birthFields(keyed + 1), accepted: [] };
    const answer = await clerk.post(`entry/v1/batches/${batchId}/records`, body);
    if (answer.status < 400) keyed++;
    return answer;
  };
  done(await key());
  return {
    keeper,
    clerk,
    bookId,
    batchId,
    key,
    keyed: () => keyed,
    scan(number) {
      const name = `KS.2008.01.2008-03-17.${String(number).padStart(2, "0")}.pdf`;
      const page = createPagePdf({ title: String(number), fields: [] });
      return keeper.upload(`entry/v1/books/${bookId}/scans`, name, page);
    },
  };
};
