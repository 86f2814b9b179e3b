import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { birthFields } from "../support/test-province.ts";

type Book = Awaited<ReturnType<typeof acceptedBook>>;

const COVER = "Cover.xamailam.KS.A3.2008.01.pdf";

const attachCover = async ({ bookId, standalone }: Book, by: LocalClient) => {
  const pdf = createPagePdf({ title: "BÌA SỔ", fields: [] });
  done(await by.upload(`entry/v1/books/${bookId}/scans`, COVER, pdf));
  await standalone.settled();
};

const attachWholeBook = async ({ bookId, standalone }: Book, by: LocalClient) => {
  const pdf = createPagePdf({ title: "CẢ QUYỂN", fields: [] });
  done(await by.upload(`entry/v1/books/${bookId}/scans?wholeBook=true`, "quyen.pdf", pdf));
  await standalone.settled();
};

/** A case that turned up, in a batch of its own that is checked; answers the way to its review. */
const submitFourth = async (book: Book): Promise<string> => {
  const { keeper, clerk, bookId, standalone } = book;
  const wish = { bookId, from: 4, to: 4 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wish));
  const batch = `entry/v1/batches/${batchId}`;
  done(await keeper.post(`${batch}/assign`, { accountId: clerk.account?.id }));
  const pdf = createPagePdf({ title: "KHAI SINH 4", fields: [] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.04.pdf", pdf));
  const fields = { ...birthFields("4"), nksNgaySinh: { raw: "02.03.2008" } };
  done(await clerk.post(`${batch}/records`, { fields }));
  done(await clerk.post(`${batch}/submit`));
  await standalone.settled();
  return book.checkSample();
};

const keeperAndAcceptor = ({ person, commune: unitId }: Book) =>
  person("hai-vai", [
    { role: "book-keeper", unitId },
    { role: "acceptor", unitId },
  ]);

const countToConfirm = async ({ ledger }: Book) => (await ledger()).toConfirm.scans.length;

const handOver = async ({ manager, path, makePackage }: Book) =>
  manager.post(`${path}/packages`, { exportId: await makePackage() });

it("what shows the whole book is confirmed by another person, not by the acceptance of further cases", async () => {
  const book = await acceptedBook();
  const { acceptor, confirmChanges, standalone } = book;
  await book.accept();
  const second = await keeperAndAcceptor(book);
  await attachWholeBook(book, second);
  await attachCover(book, second);
  expect(await countToConfirm(book)).toBe(2);

  done(await acceptor.post(`${await submitFourth(book)}/accept`));
  await standalone.settled();
  expect(await countToConfirm(book)).toBe(2);
  expect((await book.askForPackage()).body.code).toBe("changes-not-confirmed");
  expect((await confirmChanges(second)).body["code"]).toBe("supplemented-by-yourself");
  done(await confirmChanges());
  await standalone.settled();
  expect(await countToConfirm(book)).toBe(0);
  done(await handOver(book));
  await standalone.stop();
});

it("nobody accepts beside a cover or a scan of the whole book that they attached themselves", async () => {
  for (const attach of [attachCover, attachWholeBook]) {
    const book = await acceptedBook();
    const { manager, path, standalone, accept } = book;
    const both = await keeperAndAcceptor(book);
    await attach(book, both);
    const refused = await both.post(`${await book.checkSample()}/accept`);
    expect([refused.status, refused.body["code"]]).toEqual([403, "closed-by-yourself"]);
    expect(refused.body["errors"]).toMatchObject([{ pointer: "/book/scans" }]);
    await accept();
    // Who accepted has seen it.
    expect(await countToConfirm(book)).toBe(0);
    done(await handOver(book));
    done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
    await standalone.settled();
    expect((await both.post(`${path}/accept`)).body["code"]).toBe("closed-by-yourself");
    done(await book.acceptor.post(`${path}/accept`));
    await standalone.stop();
  }
});

it("a cover that comes between the page of a verdict and the verdict is told", async () => {
  const book = await acceptedBook();
  const { acceptor, keeper, standalone } = book;
  const path = await book.checkSample();
  const seen = String((await acceptor.get(path)).headers["etag"]);
  await attachCover(book, keeper);
  const refused = await acceptor.post(`${path}/accept`, {}, undefined, seen);
  expect([refused.status, refused.body["code"]]).toEqual([412, "revision-conflict"]);
  done(await acceptor.post(`${path}/accept`));
  await standalone.stop();
});
