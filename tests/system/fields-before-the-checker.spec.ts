import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

it("counts as checked only the fields that the checker has before them", async () => {
  const { checker, acceptor, recordIds, standalone } = await acceptedBook();
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews?status=open"));
  const review = `review/v1/reviews/${items[0]?.id}`;
  const path = `${review}/records/${recordIds[0]}`;
  const { revision, fields } = done(
    await checker.get<{ revision: number; fields: Record<string, unknown> }>(path),
  );
  done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
  await standalone.settled();
  const standing = done(await acceptor.get<{ figures: { fieldsChecked: number } }>(`${review}/standing`));
  // Stored with every case, answered by the book, and on no page of checking.
  expect(Object.keys(fields)).toContain("quyenSo");
  expect(standing.figures.fieldsChecked).toBe(Object.keys(fields).length - 1);
  await standalone.stop();
});
