import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { wordsOf } from "../support/pdf-words.ts";

interface Waits {
  readonly ready: { readonly held: readonly object[]; readonly exchanges: readonly string[] };
}

it("a request for another scan or office holds packages and the second acceptance until it is decided", async () => {
  const book = await acceptedBook();
  const { keeper, manager, acceptor, bookId, path, standalone } = book;
  await book.accept();
  const entry = `entry/v1/books/${bookId}`;
  const pdf = createPagePdf({ title: "KHAI SINH 2, chụp lại", fields: [] });
  const name = "KS.2008.01.2008-03-17.02.pdf";
  const askScan = async () => {
    const asked = keeper.upload<{ exchangeId: string }>(`${entry}/scan-exchanges?why=unreadable`, name, pdf);
    const { exchangeId } = done(await asked);
    await standalone.settled();
    return exchangeId;
  };
  const decline = async (exchangeId: string) => {
    done(await acceptor.post(`${entry}/exchanges/${exchangeId}/decline`, { reason: "Ảnh cũ đọc được" }));
    await standalone.settled();
  };
  const packed = await book.makePackage();
  const handOver = () => manager.post(`${path}/packages`, { exportId: packed });
  const ofScan = await askScan();
  expect((await book.ledger()).ready.held).toMatchObject([{ number: "2", why: ["exchange-waits"] }]);
  expect((await handOver()).body["code"]).toBe("exchange-under-way");
  await decline(ofScan);

  const wish = { office: "UBND xã Mai Lâm, huyện Thanh Lâm", reason: "Theo bìa sổ" };
  const asked = await keeper.post<{ exchangeId: string }>(`${entry}/office-exchanges`, wish);
  await standalone.settled();
  expect(done(await manager.get<Waits>(path)).ready).toMatchObject({ held: [], exchanges: ["office"] });
  expect((await handOver()).body["code"]).toBe("exchange-under-way");
  await decline(done(asked).exchangeId);
  done(await handOver());

  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
  const late = await askScan();
  expect((await acceptor.post(`${path}/accept`, {})).body["code"]).toBe("exchange-under-way");
  await decline(late);
  done(await acceptor.post(`${path}/accept`, {}));
  await standalone.stop();
});

it("a package of changes goes out with an open finding of the book for a reason alone, and the finding stays told", async () => {
  const book = await acceptedBook();
  const { keeper, manager, acceptor, bookId, path, recordIds, standalone } = book;
  await book.accept();
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
  const [recordId = ""] = recordIds;
  const wish = { recordId, changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } }, reason: "Đối chiếu lại" };
  const { correctionId } = done(await keeper.post<{ correctionId: string }>("review/v1/corrections", wish));
  done(await acceptor.post(`review/v1/corrections/${correctionId}/approve`));
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 2, reason: "Đếm lại" }));
  await standalone.settled();
  const exportId = await book.makePackage([recordId]);
  expect((await book.ledger()).ready.openFindings).toBe(1);
  const unsaid = await manager.post(`${path}/packages`, { exportId });
  expect(unsaid.body).toMatchObject({
    code: "cases-not-let-go",
    params: { marks: 0, findings: 0, bookFindings: 1 },
  });
  const because = "Số đếm của kiểm kê đang được xem lại";
  done(await manager.post(`${path}/packages`, { exportId, because }));
  expect(await book.ledger()).toMatchObject({
    packages: [{}, { letGo: { marks: 0, findings: 0, bookFindings: 1, because } }],
    ready: { openFindings: 1 },
  });
  await standalone.settled();
  const paper = await wordsOf((await manager.get(`reporting/v1/books/${bookId}/handover.pdf`)).bytes);
  expect(paper).toContain("sổ còn 1 chỗ đối soát chưa đóng");
  await standalone.stop();
});
