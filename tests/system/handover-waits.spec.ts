import { createPagePdf, openWorkbook } from "@sogoc/files";
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

it("a case's history tells its packages' answers, and the report counts no acceptance that something came after", async () => {
  const book = await acceptedBook();
  const { keeper, manager, acceptor, bookId, path, recordIds, standalone } = book;
  await book.accept();
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
  done(await answer(manager, path, ["1,Thành công,", "2,Lỗi,Trùng", "3,Thành công,"]));
  const [first = "", second = ""] = recordIds;
  const uphold = { recordId: second, reason: "Sổ ghi đúng như vậy" };
  await manager.get(path);
  done(await manager.post(`${path}/confirm`, uphold));
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage([second]) }));
  done(await answer(manager, path, ["2,Thành công,"]));
  done(await acceptor.post(`${path}/accept`, {}));
  await standalone.settled();
  const storyOf = async (recordId: string) => {
    const told = await acceptor.get<{ items: { what: { vi: string } }[] }>(
      `reporting/v1/records/${recordId}/history`,
    );
    return done(told)
      .items.map(({ what }) => what.vi)
      .filter((text) => text.includes("cơ sở dữ liệu quốc gia") || text.includes("Cơ sở dữ liệu quốc gia"))
      .slice(0, -1);
  };
  expect(await storyOf(first)).toEqual([
    "Gửi tới cơ sở dữ liệu quốc gia trong gói 1 (cả quyển).",
    "Cơ sở dữ liệu quốc gia đã nạp (kết quả của gói 1).",
  ]);
  expect(await storyOf(second)).toEqual([
    "Gửi tới cơ sở dữ liệu quốc gia trong gói 1 (cả quyển).",
    "Cơ sở dữ liệu quốc gia từ chối (kết quả của gói 1).",
    "Cơ sở dữ liệu quốc gia đã nạp (kết quả của gói 2).",
  ]);

  const lead = await book.person("bao-cao", [{ role: "unit-admin", unitId: book.commune }]);
  /** The last figures of the column of books that are loaded and accepted. */
  const acceptedInReport = async () => {
    const { bytes } = await lead.get("reporting/v1/report.xlsx?from=2026-01-01&to=2026-12-31");
    const workbook = await openWorkbook(Buffer.from(bytes));
    for (const sheet of workbook.sheets) {
      const rows = (await Array.fromAsync(workbook.rows(sheet))).map(({ cells }) =>
        Array.from(cells, (cell) => cell?.text ?? ""),
      );
      const column = rows.map((cells) => cells.indexOf("Sổ nạp xong, đã nghiệm thu")).find((at) => at >= 0);
      if (column !== undefined)
        return rows.map((cells) => cells[column]).findLast((text) => text !== undefined);
    }
    return undefined;
  };
  expect(await acceptedInReport()).toBe("1");
  const wish = { office: "UBND xã Mai Lâm, huyện Thanh Lâm", reason: "Theo bìa sổ" };
  const entry = `entry/v1/books/${bookId}`;
  const { exchangeId } = done(await keeper.post<{ exchangeId: string }>(`${entry}/office-exchanges`, wish));
  done(await acceptor.post(`${entry}/exchanges/${exchangeId}/approve`, {}));
  await standalone.settled();
  expect(await acceptedInReport()).toBe("0");
  await standalone.stop();
});

it("a first package that lacks cases of the inventory goes out with a reason alone", async () => {
  const book = await acceptedBook();
  const { keeper, manager, bookId, path, standalone } = book;
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 5, reason: "Đếm lại" }));
  await standalone.settled();
  const closed = [{ rule: "cases-expected-differ", subject: "5/3", reason: "Hai tờ cuối mất" }];
  await keeper.get(`reporting/v1/books/${bookId}/reconciliation`);
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  await book.accept();
  const exportId = await book.makePackage();
  expect((await manager.post(`${path}/packages`, { exportId })).body).toMatchObject({
    code: "cases-not-let-go",
    params: { missing: 2 },
  });
  done(await manager.post(`${path}/packages`, { exportId, because: "Hai tờ cuối mất, có biên bản" }));
  expect((await book.ledger()).packages).toMatchObject([{ letGo: { missingCases: 2 } }]);
  await standalone.stop();
});
