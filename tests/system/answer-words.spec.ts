import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { answerWorkbook } from "../support/answer-workbook.ts";
import { wordsOf } from "../support/pdf-words.ts";

const sent = async () => {
  const book = await acceptedBook();
  await book.accept();
  const { manager, path } = book;
  done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
  await book.standalone.settled();
  return book;
};

const byMapping = (
  client: LocalClient,
  path: string,
  lines: readonly string[],
  mapping: object,
  word: Readonly<Record<string, string>> = {},
) => {
  const query = new URLSearchParams({ ...word, mapping: JSON.stringify(mapping) });
  const file = Buffer.from([...lines, ""].join("\n"));
  return client.upload<Record<string, number>>(`${path}/answers?${query}`, "ket-qua.csv", file);
};

const headings = "Số đăng ký,Trạng thái,Lý do";
const columns = { headerRow: 1, number: 0, status: 1, reason: 2 };
const oneLoaded = [headings, "1,Đã nạp,", "2,Bị từ chối,Thiếu ngày sinh", "3,Bị từ chối,Sai tên"];

interface Shown {
  readonly status: string;
  readonly answers: readonly object[];
  readonly setAside: readonly { number: string }[];
}

it("a text that says refused, or not loaded, cannot count as loaded, and a column is one thing", async () => {
  const { manager, path, standalone } = await sent();
  const refusedBy = async (lines: readonly string[], mapping: object) => {
    const { status, body } = await byMapping(manager, path, lines, mapping);
    return [status, body["code"]];
  };
  const wrong = [422, "answer-mapping-wrong"];
  expect(await refusedBy(oneLoaded, { ...columns, loadedWhen: ["Đã nạp", "Bị từ chối"] })).toEqual(wrong);
  const numbers = ["1", "2", "3"];
  expect(await refusedBy(oneLoaded, { ...columns, status: 0, loadedWhen: numbers })).toEqual(wrong);
  const notYet = [headings, "1,Đã nạp,", "2,Chưa được nạp,", "3,Không thành công,"];
  for (const text of ["Chưa được nạp", "Không thành công"])
    expect(await refusedBy(notYet, { ...columns, loadedWhen: ["Đã nạp", text] })).toEqual(wrong);
  await standalone.stop();
});

it("lines that speak against what they count as wait for a word", async () => {
  const { manager, path, standalone } = await sent();
  const doubtedBy = async (lines: readonly string[], mapping: object) => {
    const { status, body } = await byMapping(manager, path, lines, mapping);
    return [status, body["code"], (body["errors"] as unknown as unknown[] | undefined)?.length];
  };
  // A reason of refusal beside a text that nobody knows.
  const unknown = [headings, "1,X1,", "2,X2,Thiếu ngày sinh", "3,X1,"];
  expect(await doubtedBy(unknown, { ...columns, loadedWhen: ["X1", "X2"] })).toEqual([
    409,
    "answer-doubted",
    1,
  ]);
  // The reasons stand in a column that the mapping does not name, and so does the state.
  const { reason: _, ...twoColumns } = columns;
  expect(await doubtedBy(unknown, { ...twoColumns, loadedWhen: ["X1", "X2"] })).toEqual([
    409,
    "answer-doubted",
    1,
  ]);
  const coded = ["Số đăng ký,Mã,Trạng thái", "1,A,Đã nạp", "2,A,Bị từ chối", "3,A,Bị từ chối"];
  expect(await doubtedBy(coded, { headerRow: 1, number: 0, status: 1, loadedWhen: ["A"] })).toEqual([
    409,
    "answer-doubted",
    2,
  ]);
  // What says loaded counts as refused.
  const loaded = [headings, "1,Đã nạp,", "2,Thành công,", "3,Thành công,"];
  expect(await doubtedBy(loaded, { ...columns, loadedWhen: ["Thành công"] })).toEqual([
    409,
    "answer-doubted",
    1,
  ]);

  // The cases are counted by another column than the one of numbers.
  const counted = ["STT,Số đăng ký,Trạng thái", "1,3,Đã nạp", "2,1,Đã nạp", "3,3,Đã nạp"];
  const byLine = { headerRow: 1, number: 0, status: 2, loadedWhen: ["Đã nạp"] };
  expect(await doubtedBy(counted, byLine)).toEqual([409, "answer-doubted", 2]);

  const word = { doubted: "1", because: "Ghi chú của lần nạp trước" };
  const taken = await byMapping(manager, path, unknown, { ...columns, loadedWhen: ["X1", "X2"] }, word);
  expect(done(taken)).toMatchObject({ loaded: 3 });
  await standalone.stop();
});

it("who accepts sees by which words of the file its lines counted, on the page and on paper", async () => {
  const { manager, acceptor, path, bookId, standalone } = await sent();
  const lines = [headings, "1,OK-1,", "2,TB-7,Thiếu ngày sinh", "3,OK-1,"];
  done(await byMapping(manager, path, lines, { ...columns, loadedWhen: ["OK-1"] }));
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path)).answers).toMatchObject([
    {
      package: 1,
      fileName: "ket-qua.csv",
      recordedBy: { account: manager.account?.id },
      words: [
        { text: "OK-1", says: "loaded", lines: 2, number: "1" },
        { text: "TB-7", says: "refused", lines: 1, number: "2", reason: "Thiếu ngày sinh" },
      ],
    },
  ]);
  const { bytes } = await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`);
  const paper = await wordsOf(bytes);
  expect(paper).toContain("“OK-1” = đã nạp, 2 dòng");
  expect(paper).toContain("“TB-7” = bị từ chối, 1 dòng");
  await standalone.stop();
});

it("refusals that somebody does not believe wait for who accepts, and are told wherever the book is", async () => {
  const { manager, acceptor, path, bookId, recordIds, standalone } = await sent();
  done(await answer(manager, path, ["1,đã nạp,", "2,đã nạp,", "3,đã nạp,"]));
  const word = { kept: "before", because: "nhầm" };
  done(await answer(manager, path, ["2,bị từ chối,Trùng", "3,bị từ chối,Sai tên"], undefined, word));
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path))).toMatchObject({
    setAside: [
      { number: "2", because: "nhầm" },
      { number: "3", because: "nhầm" },
    ],
    answers: [{}, { contradicted: { kept: "before", cases: [{ number: "2", now: "refused" }, {}] } }],
  });
  const without = await acceptor.post(`${path}/accept`, {});
  expect([without.status, without.body["code"]]).toEqual([409, "refusals-set-aside"]);
  expect((await acceptor.post(`${path}/accept`, { setAside: 1 })).body["code"]).toBe("refusals-set-aside");
  const history = await acceptor.get(`reporting/v1/records/${recordIds[1]}/history`);
  expect(JSON.stringify(history.body)).toContain("từ chối, trái với kết quả trước; vẫn giữ kết quả trước");

  done(await acceptor.post(`${path}/accept`, { setAside: 2 }));
  await standalone.settled();
  const { bytes } = await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`);
  const paper = await wordsOf(bytes);
  expect(paper).toContain("tệp ghi bị từ chối trái với kết quả trước: số 2, 3");
  expect(paper).toContain("đã xem 2 trường hợp mà cơ sở dữ liệu quốc gia từ chối");

  // After the acceptance the same is a reason to accept once more.
  done(await answer(manager, path, ["1,bị từ chối,Trùng"], undefined, word));
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path))).toMatchObject({
    status: "in-work",
    setAside: [{ number: "1" }],
  });
  await standalone.stop();
});

it("no refusal disappears by the row of headings or the word for what is still to come", async () => {
  const { manager, path, standalone } = await sent();
  const refusedBy = async (mapping: object) => {
    const { status, body } = await byMapping(
      manager,
      path,
      [headings, "2,Bị từ chối,Thiếu ngày sinh", "1,Đã nạp,", "3,Đã nạp,"],
      mapping,
    );
    return [status, body["code"]];
  };
  const wrong = [422, "answer-mapping-wrong"];
  expect(await refusedBy({ ...columns, headerRow: 2, loadedWhen: ["Đã nạp"] })).toEqual(wrong);
  expect(await refusedBy({ ...columns, loadedWhen: ["Đã nạp"], pendingWhen: ["Bị từ chối"] })).toEqual(wrong);
  await standalone.stop();
});

it("a doubt of whoever recorded the answer waits for the word of whoever accepts", async () => {
  const { manager, acceptor, path, bookId, standalone } = await sent();
  const lines = ["Số đăng ký,Trạng thái,Diễn giải", "1,Đã nạp,", "2,Y-9,", "3,Đã nạp,Chưa đủ giấy tờ"];
  const { reason: _, ...twoColumns } = columns;
  const mapping = { ...twoColumns, loadedWhen: ["Đã nạp", "Y-9"] };
  const unsaid = await byMapping(manager, path, lines, mapping);
  expect([unsaid.status, unsaid.body["code"]]).toEqual([409, "answer-doubted"]);
  const word = { doubted: "2", because: "Đã hỏi bên nhận" };
  expect(done(await byMapping(manager, path, lines, mapping, word))).toMatchObject({ loaded: 3 });
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path))).toMatchObject({
    doubtedLines: 2,
    answers: [
      { doubted: { lines: 2, awaitsWord: 2, examples: [{ number: "2", text: "Y-9" }, { number: "3" }] } },
    ],
  });
  for (const body of [{}, { doubted: 1 }])
    expect((await acceptor.post(`${path}/accept`, body)).body["code"]).toBe("answer-doubts-unseen");
  done(await acceptor.post(`${path}/accept`, { doubted: 2 }));
  await standalone.settled();
  const paper = await wordsOf((await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`)).bytes);
  expect(paper).toContain("số 2 tính là đã nạp, tệp ghi “Y-9”");
  expect(paper).toContain("Người nghiệm thu đã xem 2 dòng của tệp kết quả nói khác với cách tính");
  await standalone.stop();
});

it("the century of two-digit years is told for each column, and whoever accepts sees it", async () => {
  const { manager, acceptor, path, bookId, standalone } = await sent();
  const lines = ["Số đăng ký,Trạng thái,Ngày đăng ký,Ngày xử lý"];
  for (const number of [1, 2, 3]) lines.push(`${number},Đã nạp,17/03/08,01/12/26`);
  const mapping = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Đã nạp"] };
  const by = (centuries: string) => byMapping(manager, path, lines, mapping, { centuries });
  expect((await by("2-2000")).body["code"]).toBe("answer-years-short");
  expect((await by("2-1700")).body["code"]).toBe("invalid-request");
  expect(done(await by("2-2000_3-2000"))).toMatchObject({ loaded: 3 });
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path)).answers).toMatchObject([
    {
      shortYears: { places: 6, century: 2000 },
      shortYearColumns: [
        { heading: "Ngày đăng ký", places: 3, century: 2000 },
        { heading: "Ngày xử lý", places: 3, century: 2000 },
      ],
    },
  ]);
  const paper = await wordsOf((await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`)).bytes);
  expect(paper).toContain("cột “Ngày xử lý” (3 ô) là năm 20…");
  await standalone.stop();
});

it("a sheet that is not read is named, and its lines of cases wait for two people's word", async () => {
  const { manager, acceptor, bookId, path, standalone } = await sent();
  const file = await answerWorkbook({
    "Kết quả": [headings, "1,Đã nạp,", "2,Đã nạp,", "3,Đã nạp,"],
    "Danh sách lỗi": [headings, "2,Bị từ chối,Thiếu ngày sinh"],
  });
  const upload = <Body extends object>(to: string, word: Readonly<Record<string, string>>) =>
    manager.upload<Body>(`${path}/answers${to}?${new URLSearchParams(word)}`, "ket-qua.xlsx", file);
  const lines = [{ sheet: "Danh sách lỗi", row: 2, number: "2", text: "Bị từ chối | Thiếu ngày sinh" }];
  const preview = done(await upload<{ proposal: object }>("/preview", {}));
  expect(preview).toMatchObject({
    sheets: [
      { name: "Kết quả", rows: 4, isRead: true },
      { name: "Danh sách lỗi", rows: 2, isRead: false },
    ],
    matched: { counts: { loaded: 3 }, aside: { count: 1, lines } },
  });
  const mapping = JSON.stringify(preview.proposal);
  expect(await upload("", { mapping })).toMatchObject({
    status: 409,
    body: { code: "answer-lines-aside", params: { lines: 1 } },
  });
  const because = "Trang lỗi là của lần nạp trước";
  done(await upload("", { mapping, aside: "1", because }));
  await standalone.settled();
  expect(done(await acceptor.get<Shown>(path)).answers).toMatchObject([
    { sheet: "Kết quả", aside: { lines: 1, because, examples: lines } },
  ]);
  const { bytes } = await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`);
  expect(await wordsOf(bytes)).toContain("1 dòng của tệp ket-qua.xlsx không tính cho trường hợp nào");
  expect((await acceptor.post(`${path}/accept`, {})).body["code"]).toBe("answer-doubts-unseen");
  // The other sheet is an answer, too: what it refuses contradicts the first one.
  const second = done(await upload<{ proposal: object }>("/preview", { sheet: "2" }));
  expect(second).toMatchObject({ sheets: [{ isRead: false }, { isRead: true }] });
  const ofErrors = { mapping: JSON.stringify(second.proposal), sheet: "2", aside: "3", because };
  expect((await upload("", ofErrors)).body).toMatchObject({ code: "answer-contradicts" });
  done(await upload("", { ...ofErrors, kept: "file" }));
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`, {})).body["code"]).toBe("handover-incomplete");
  await standalone.stop();
});
