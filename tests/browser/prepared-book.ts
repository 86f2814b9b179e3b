import { PDFDocument, rgb } from "pdf-lib";
import type { TestProvince } from "../support/test-province.ts";

type Client = TestProvince["admin"];

export const must = <Body>(answer: { readonly status: number; readonly body: Body }): Body => {
  if (answer.status >= 400) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** One page that looks a little like a form; nobody's data. */
export const drawScan = async (title: string): Promise<Uint8Array> => {
  const file = await PDFDocument.create();
  const page = file.addPage([595, 842]);
  page.drawText(title, { x: 50, y: 800 });
  for (let line = 0; line < 24; line++) {
    page.drawLine({
      start: { x: 50, y: 780 - line * 30 },
      end: { x: 540, y: 780 - line * 30 },
      color: rgb(0.4, 0.4, 0.5),
    });
  }
  return file.save();
};

/** People of every role in a commune and its province; returns who keeps its books and who keys. */
export const preparePeople = async ({ commune, province, person }: TestProvince) => {
  const keeper: Client = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk: Client = await person("nam", [{ role: "clerk", unitId: commune }]);
  await person("lan", [{ role: "clerk", unitId: commune }]);
  await person("kiem", [{ role: "checker", unitId: commune }]);
  await person("duyet", [{ role: "acceptor", unitId: commune }]);
  await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  await person("dulieu", [{ role: "data-manager", unitId: commune }]);
  await person("sotp", [{ role: "province-viewer", unitId: province }], province);
  await person("thanhtra", [{ role: "auditor", unitId: province }], province);
  return { keeper, clerk };
};

/**
 * The people, and one book of births with its first scans; returns who keeps the book, and its id.
 */
export const prepareShelf = async (
  test: TestProvince,
  { scans, cases }: { readonly scans: number; readonly cases: number },
) => {
  const { commune } = test;
  const { keeper, clerk } = await preparePeople(test);
  const book = {
    unitId: commune,
    recordType: "KS",
    bookNumber: "01/2008",
    office: "UBND xã Mai Lâm",
    expectedCases: cases,
    pages: cases,
  };
  const { bookId } = must(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  for (let number = 1; number <= scans; number++) {
    const name = `KS.2008.01.2008-03-17.${String(number).padStart(3, "0")}.pdf`;
    must(await keeper.upload(`entry/v1/books/${bookId}/scans`, name, await drawScan(`No. ${number}`)));
  }
  return { keeper, clerk, bookId };
};

/** The shelf, with a batch that the clerk `nam` holds. */
export const prepareBook = async (test: TestProvince, wish: { readonly scans: number }): Promise<void> => {
  const { keeper, clerk, bookId } = await prepareShelf(test, { ...wish, cases: 40 });
  const policy = { sampleShare: 1, sampleMinimum: 2, errorLimit: 0.02, leaseHours: 240 };
  const { batchId } = must(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  must(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
};
