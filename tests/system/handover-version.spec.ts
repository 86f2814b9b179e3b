import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";

interface Shown {
  readonly ready: {
    readonly openFindings: number;
    readonly closedFindings: readonly { readonly rule: string; readonly reason: string }[];
  };
}

const look = async (who: LocalClient, path: string) => {
  const { headers, body } = await who.get<Shown>(path);
  return { tag: String(headers["etag"]), ready: body.ready };
};

/** Another number in the inventory, and the finding of it closed with a reason. */
const recount = async ({ keeper, bookId, standalone }: Awaited<ReturnType<typeof acceptedBook>>) => {
  const details = { expectedCases: 5, reason: "đếm lại" };
  done(await keeper.post(`entry/v1/books/${bookId}/details`, details));
  await standalone.settled();
};
const close = async ({ keeper, bookId, standalone }: Awaited<ReturnType<typeof acceptedBook>>) => {
  const closed = [{ rule: "cases-expected-differ", subject: "5/3", reason: "xem sau" }];
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
};

it("a result is accepted from what the book says now, with the findings that were closed and why", async () => {
  const book = await acceptedBook();
  const { manager, person, commune, path, standalone } = book;
  await book.accept();
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
  done(await answer(manager, path, ["1,đã nạp,", "2,đã nạp,", "3,đã nạp,"]));
  await standalone.settled();
  const acceptor = await person("duyet-2", [{ role: "acceptor", unitId: commune }]);
  const whole = await look(acceptor, path);
  await recount(book);
  const open = await look(acceptor, path);
  expect(open.ready.openFindings).toBe(1);
  await close(book);
  for (const { tag } of [whole, open]) {
    const late = await acceptor.post(`${path}/accept`, {}, undefined, tag);
    expect([late.status, late.body["code"]]).toEqual([412, "revision-conflict"]);
  }
  const now = await look(acceptor, path);
  expect(now.ready.closedFindings).toMatchObject([{ rule: "cases-expected-differ", reason: "xem sau" }]);
  const key = "0b7f8c1e-6d2b-4a51-9d5e-3f0a8f1c2d3e";
  expect((await acceptor.post(`${path}/accept`, {}, key, now.tag)).status).toBe(200);
  // Sent twice it is answered as it was.
  expect((await acceptor.post(`${path}/accept`, {}, key, now.tag)).status).toBe(200);
  await standalone.stop();
});

it("a package goes out from what the book says now", async () => {
  const book = await acceptedBook();
  const { manager, path, standalone } = book;
  await book.accept();
  const exportId = await book.makePackage();
  const before = await look(manager, path);
  await recount(book);
  await close(book);
  const late = await manager.post(`${path}/packages`, { exportId }, undefined, before.tag);
  expect([late.status, late.body["code"]]).toEqual([412, "revision-conflict"]);
  done(await manager.post(`${path}/packages`, { exportId, because: "Kiểm kê đếm thừa" }));
  await standalone.stop();
});
