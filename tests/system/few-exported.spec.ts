import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields } from "../support/test-province.ts";

it("an export of a few cases is a reading of these alone: other cases of the book may be keyed again", async () => {
  const numbers = Array.from({ length: 12 }, (_, at) => String(at + 1));
  const book = await acceptedBook(numbers);
  const { accept, bookId, clerk, commune: unitId, keeper, person, recordIds, standalone } = book;
  await accept();
  const range = { bookId, from: 13, to: 14, policy: { keying: "double-identity" } };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", range));
  const assign = (who: LocalClient) =>
    keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: who.account?.id });
  done(await assign(clerk));
  const keyed: string[] = [];
  for (const so of [13, 14]) {
    const path = `entry/v1/batches/${batchId}/records`;
    keyed.push(done(await clerk.post<{ recordId: string }>(path, { fields: birthFields(so) })).recordId);
  }
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();

  /** Somebody who keys as well takes these cases away. */
  const taker = async (name: string, taken: readonly (string | undefined)[]) => {
    const who = await person(name, [
      { role: "data-manager", unitId },
      { role: "clerk", unitId },
    ]);
    const wish = { bookId, recordIds: taken };
    const { exportId } = done(await who.post<{ exportId: string }>("reporting/v1/exports", wish));
    const path = `reporting/v1/exports/${exportId}`;
    await expect.poll(async () => done(await who.get<{ phase: string }>(path)).phase).toBe("finished");
    done(await who.get(`${path}/workbook.xlsx`));
    await standalone.settled();
    return who;
  };
  const ofThem = await taker("mot-trong-do", [recordIds[0], keyed[1]]);
  const ofOthers = await taker("so-khac", recordIds.slice(1, 3));
  expect((await assign(ofThem)).body["code"]).toBe("records-read");
  expect((await assign(ofOthers)).status).toBe(200);
  await standalone.stop();
});
