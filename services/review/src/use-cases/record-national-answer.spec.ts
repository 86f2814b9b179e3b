import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blobs } from "@sogoc/core";
import { plainBirth } from "@sogoc/registers/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handoverDecider } from "../domain/handover.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import { proposeMapping, readAnswerTable } from "../handover/answer-file.ts";
import type { BookView } from "../read-models/books.ts";
import { getReadiness } from "../steps/get-readiness.ts";
import { loadLastPackage } from "../steps/load-last-package.ts";
import { contextOf, createReviewWorld, put, reviewView, submittedRecord } from "../testing/review-world.ts";
import { handOverBook } from "./hand-over-book.ts";
import { previewNationalAnswer } from "./preview-national-answer.ts";
import { type ReceivedAnswer, recordNationalAnswer } from "./record-national-answer.ts";
import { upholdRefusedRecord } from "./uphold-refused-record.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "answer-"));
});
afterAll(() => rm(folder, { recursive: true }));

const sha = "0".repeat(64);
const book: BookView = {
  id: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  office: "UBND xã Mai Lâm",
  closed: [],
  counted: {},
  said: {},
  formerOffices: [],
  waiting: [],
};

type World = Awaited<ReturnType<typeof createReviewWorld>>;

/** Hands records `c-1`, `c-2` … of these numbers over. */
const handOver = async (
  world: World,
  exportId: string,
  numbers: readonly string[],
  revision = 0,
): Promise<void> => {
  const records = numbers.map((number) => ({ recordId: `c-${number}`, number, revision }));
  const manifest = {
    exportId,
    book: { bookId: "b-1", office: book.office },
    files: [],
    workbook: { sha256: sha },
    scans: { sha256: sha },
    records,
  };
  const { sha256: manifestSha256 } = await world.blobs.put(Buffer.from(JSON.stringify(manifest)));
  const place = { id: exportId, bookId: "b-1", unitId: "u-1", kind: "few-records" as const };
  const at = "2026-03-01T02:00:00.000Z";
  await put(world.exports, { ...place, at, records: records.length, manifestSha256 });
  const { state, revision: ofStream } = await world.commands.load(handoverDecider, "b-1");
  const { seen } = await getReadiness(world, "b-1", state);
  const expectedRevision = versionOfVerdict([ofStream], [seen]);
  await handOverBook(world, book, { exportId }, { ...contextOf("quan", exportId), expectedRevision });
};

/** A book of two records in an accepted batch, handed over once. */
const furnish = async (): Promise<World> => {
  const world = await createReviewWorld();
  const keyed = (number: string) => {
    const fields = { ...plainBirth, so: { raw: number } };
    return submittedRecord(`c-${number}`, { number, sortNumber: Number(number), fields });
  };
  await put(world.books, book);
  await put(world.records, keyed("1"), keyed("2"));
  await put(world.reviews, reviewView({ status: "accepted" }));
  await handOver(world, "e-1", ["1", "2"]);
  return world;
};

/** Receives an answer of these lines to the package that was sent last. */
const answers = (world: World, commandId: string, ...lines: readonly string[]) =>
  answersOf(world, commandId, ["Số,Trạng thái,Lý do", ...lines]);

/** The same with its headings, and with what a person says of it. */
const answersOf = async (
  world: World,
  commandId: string,
  lines: readonly string[],
  word: Partial<
    Pick<
      ReceivedAnswer,
      "kept" | "because" | "sameAs" | "whose" | "unread" | "doubted" | "aside" | "mapping" | "century"
    >
  > = {},
) => {
  const sent = await loadLastPackage(world, book);
  const text = [...lines, ""].join("\n");
  const file = join(folder, `${commandId}.csv`);
  await writeFile(file, text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const table = await readAnswerTable(file, "kq.csv");
  // A person has seen what is proposed, and confirms it.
  const mapping = proposeMapping(table);
  const received = { file, fileName: "kq.csv", sha256, table, mapping, ...word };
  const takenBack: string[] = [];
  // Storage of one process, which can take back what nobody has named.
  const blobs: Pick<Blobs, "put" | "takeBack"> = {
    put: (content) => world.blobs.put(content),
    takeBack: async (name) => void takenBack.push(name),
  };
  const dependencies = { commands: world.commands, blobs };
  const recorded = recordNationalAnswer(dependencies, sent, received, contextOf("quan", commandId));
  const isKept = async () => (await world.blobs.find(sha256)) !== undefined && !takenBack.includes(sha256);
  return { recorded, isKept };
};

const state = async (world: World) => (await world.commands.load(handoverDecider, "b-1")).state;

/** The case that was refused is as the book has it, and goes out in a second package. */
const sendRefusedAgain = async (world: World): Promise<void> => {
  await upholdRefusedRecord(
    world.commands,
    book,
    { recordId: "c-2", reason: "Sổ ghi đúng như vậy" },
    contextOf("quan", "r-1"),
  );
  await handOver(world, "e-2", ["2"]);
};

it("nothing is received for a book that was not handed over", async () => {
  const world = await createReviewWorld();
  await expect(loadLastPackage(world, book)).rejects.toMatchObject({ code: "not-handed-over" });
});

it("an answer is counted, and its file kept", async () => {
  const world = await furnish();
  const { recorded, isKept } = await answers(world, "a-1", "1,Thành công,", "2,Lỗi,Trùng", "77,Lỗi,Lạ");
  expect((await recorded).content).toEqual({ loaded: 1, refused: 1, missing: 0, unknown: 1 });
  expect(await isKept()).toBe(true);
  expect([...(await state(world)).outstanding.values()]).toMatchObject([
    { recordId: "c-2", reason: "Trùng" },
  ]);
});

it("an answer that nobody waits for leaves no file behind", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,", "2,Thành công,")).recorded;
  const { recorded, isKept } = await answers(world, "a-2", "2,Thành công,", "1,Thành công,");
  await expect(recorded).rejects.toMatchObject({ code: "answer-not-awaited" });
  expect(await isKept()).toBe(false);
});

it("an answer that names no case of the package is another one's, and changes nothing", async () => {
  const world = await furnish();
  const { recorded, isKept } = await answers(world, "a-1", "77,Thành công,", "78,Thành công,");
  await expect(recorded).rejects.toMatchObject({ code: "answer-names-none", params: { records: 2 } });
  expect(await isKept()).toBe(false);
  await (await answers(world, "a-2", "1,Thành công,", "2,Thành công,")).recorded;
  expect((await state(world)).outstanding.size).toBe(0);
});

it("an answer of which every case is still pending names them, and has nothing to be recorded yet", async () => {
  const world = await furnish();
  const pending = ["1,Đang xử lý,", "2,Đang xử lý,"];
  const mapping = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Đã nạp"], pendingWhen: ["Đang xử lý"] };
  const header = "Số,Trạng thái,Lý do";
  for (const [index, lines] of [pending, pending.slice(0, 1)].entries()) {
    const { recorded, isKept } = await answersOf(world, `a-${index}`, [header, ...lines], { mapping });
    await expect(recorded).rejects.toMatchObject({ code: "answer-all-pending", params: { records: 2 } });
    expect(await isKept()).toBe(false);
  }
  // The package still waits, and takes the answer that comes later.
  const loaded = await answers(world, "a-3", "1,Thành công,", "2,Thành công,");
  expect((await loaded.recorded).content).toMatchObject({ loaded: 2 });
});

it("an answer whose words nobody understands is for a person to map", async () => {
  const { recorded, isKept } = await answers(await furnish(), "a-1", "1,Z,", "2,Z,");
  await expect(recorded).rejects.toMatchObject({
    code: "answer-mapping-missing",
    problems: [{ pointer: "/querystring/mapping" }],
  });
  expect(await isKept()).toBe(false);
});

it("an answer is not recorded by what the program makes of its columns, however clear they are", async () => {
  const world = await furnish();
  const lines = [headings, "1,Thành công,", "2,Lỗi,Trùng"];
  const { recorded, isKept } = await answersOf(world, "a-1", lines, { mapping: undefined });
  await expect(recorded).rejects.toMatchObject({
    code: "answer-mapping-missing",
    problems: [{ pointer: "/querystring/mapping" }],
  });
  expect(await isKept()).toBe(false);
  expect((await state(world)).lastAnswered).toBe(0);

  const mapping = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Thành công"], pendingWhen: ["Chờ"] };
  const waiting = [headings, "1,Thành công,", "2,Chờ,"];
  await (await answersOf(world, "a-2", waiting, { mapping })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({
    loaded: 1,
    missing: [{ recordId: "c-2" }],
    mapping,
    recordedBy: "quan",
  });
});

it("an answer to a package of corrections says nothing of the records that it does not hold", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Lỗi,Trùng", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  await (await answers(world, "a-2", "2,Thành công,")).recorded;
  expect([...(await state(world)).outstanding.keys()]).toEqual(["c-1"]);
});

it("said twice, an answer is told as it was the first time, whatever has gone out since", async () => {
  const world = await furnish();
  const lines = ["1,Thành công,", "2,Lỗi,Trùng"];
  await (await answers(world, "a-1", ...lines)).recorded;
  await sendRefusedAgain(world);
  const { content } = await (await answers(world, "a-1", ...lines)).recorded;
  expect(content).toEqual({ loaded: 1, refused: 1, missing: 0, unknown: 0 });
});

const headings = "Số,Trạng thái,Lý do";

it("an answer that says otherwise than one before waits for a person's word of which is right", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,")).recorded;
  const lines = [headings, "1,Lỗi,Trùng", "2,Thành công,"];
  const unsaid = await answersOf(world, "a-2", lines);
  await expect(unsaid.recorded).rejects.toMatchObject({
    code: "answer-contradicts",
    params: { records: 1 },
    problems: [{ pointer: "/cases/1" }],
  });
  expect(await unsaid.isKept()).toBe(false);
  await expect((await answersOf(world, "a-3", lines, { kept: "file" })).recorded).rejects.toMatchObject({
    code: "answer-contradicts",
  });
  expect([...(await state(world)).outstanding.keys()]).toEqual(["c-2"]);

  const word = { kept: "file", because: "đã gọi hỏi" } as const;
  const { content } = await (await answersOf(world, "a-4", lines, word)).recorded;
  expect(content).toEqual({ loaded: 1, refused: 1, missing: 0, unknown: 0 });
  expect([...(await state(world)).outstanding.values()]).toMatchObject([
    { recordId: "c-1", reason: "Trùng" },
  ]);
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({
    contradicted: {
      cases: [{ recordId: "c-1", number: "1", before: "loaded", now: "refused" }],
      kept: "file",
      because: "đã gọi hỏi",
    },
  });
  // The other way round, and the answer before is held right.
  const back = [headings, "1,Thành công,lần ba"];
  await (await answersOf(world, "a-5", back, { kept: "before", because: "tệp cũ", doubted: 1 })).recorded;
  expect([...(await state(world)).outstanding.keys()]).toEqual(["c-1"]);
});

it("an answer to a later package contradicts what was loaded with the first one", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  const lines = [headings, "1,Lỗi,Rút lại", "2,Thành công,"];
  await expect((await answersOf(world, "a-2", lines)).recorded).rejects.toMatchObject({
    code: "answer-contradicts",
  });
  await (await answersOf(world, "a-3", lines, { kept: "before", because: "đã đối chiếu" })).recorded;
  expect((await state(world)).outstanding.size).toBe(0);
});

it("the file of an earlier package is no answer to a later one", async () => {
  const world = await furnish();
  const lines = ["1,Thành công,", "2,Lỗi,Trùng"];
  await (await answers(world, "a-1", ...lines)).recorded;
  await sendRefusedAgain(world);
  await expect((await answers(world, "a-2", ...lines)).recorded).rejects.toMatchObject({
    code: "answer-of-earlier-package",
    params: { package: 1 },
  });
});

it("an answer that says what an earlier package's said is asked about, however it is written", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  const rewritten = ["Trạng thái,Lý do,Số đăng ký", "Từ chối,Trùng,02/2008", "Đã nạp,,1"];
  const because = "bên nhận trả lại y như trước";
  for (const [index, word] of [{}, { because }, { because, sameAs: 2 }, { sameAs: 1 }].entries()) {
    const { recorded, isKept } = await answersOf(world, `b-${index}`, rewritten, word);
    await expect(recorded).rejects.toMatchObject({
      code: "answer-of-earlier-package",
      params: { package: 1 },
    });
    expect(await isKept()).toBe(false);
  }
  await (await answersOf(world, "a-2", rewritten, { because, sameAs: 1 })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({ sequence: 2, sameAs: { package: 1, because } });
  expect([...(await state(world)).outstanding.values()]).toMatchObject([
    { recordId: "c-2", reason: "Trùng" },
  ]);
});

it("an answer of the very bytes of an earlier one is taken by a person's word, and by no other", async () => {
  const world = await furnish();
  const lines = [headings, "1,Thành công,", "2,Lỗi,Trùng"];
  await (await answersOf(world, "a-1", lines)).recorded;
  await sendRefusedAgain(world);
  const sent = await loadLastPackage(world, book);
  const file = join(folder, "a-1.csv");
  const sha256 = createHash("sha256")
    .update([...lines, ""].join("\n"))
    .digest("hex");
  const preview = previewNationalAnswer(sent, await readAnswerTable(file, "kq.csv"), undefined, sha256);
  expect(preview.matched).toMatchObject({ sameAs: 1, late: 0 });
  await (await answersOf(world, "a-2", lines, { sameAs: 1, because: "trả lại y như trước" })).recorded;
  expect((await state(world)).lastAnswered).toBe(2);
});

it("an answer that says more, less or something else than an earlier one is taken as it is", async () => {
  for (const lines of [
    ["2,Lỗi,Thiếu ngày sinh"],
    ["2,Lỗi,Trùng"],
    ["1,Thành công,", "2,Thành công,"],
    ["1,Thành công,", "2,Lỗi,Sai họ"],
  ]) {
    const world = await furnish();
    await (await answers(world, "a-1", "1,Thành công,", "2,Lỗi,Trùng")).recorded;
    await sendRefusedAgain(world);
    await (await answers(world, "a-2", ...lines)).recorded;
    expect((await state(world)).lastAnswered, lines.join()).toBe(2);
  }
  // What was done after the package was made is told by no file from before.
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  const dated = [`${headings},Ngày xử lý`, "1,Thành công,,02/03/2026", "2,Lỗi,Trùng,02/03/2026"];
  await (await answersOf(world, "a-2", dated)).recorded;
});

it("a late result for a case of an earlier package is taken with the answer to the next one", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  const lines = [headings, "2,Thành công,", "1,Lỗi,Thiếu ngày sinh", "77,Lỗi,Lạ"];
  const file = join(folder, "xem-truoc.csv");
  await writeFile(file, lines.join("\n"));
  const sent = await loadLastPackage(world, book);
  const preview = previewNationalAnswer(sent, await readAnswerTable(file, "kq.csv"), undefined, "-");
  expect(preview.matched).toMatchObject({
    counts: { loaded: 1, refused: 0, pending: 0, notNamed: 0 },
    late: 1,
    unknown: ["77"],
    cases: [
      { recordId: "c-1", says: "refused", reason: "Thiếu ngày sinh", ofPackage: 1 },
      { recordId: "c-2", says: "loaded", ofPackage: undefined },
    ],
  });
  const { recorded } = await answersOf(world, "a-2", lines);
  expect((await recorded).content).toEqual({ loaded: 1, refused: 1, missing: 0, unknown: 1 });
  const told = (await world.store.readStream("handover-b-1")).slice(-2).map(({ data }) => data);
  expect(told).toMatchObject([
    { sequence: 1, more: true, loaded: 0, refused: [{ recordId: "c-1" }], packedRecordIds: ["c-1"] },
    { sequence: 2, loaded: 1, refused: [], packedRecordIds: ["c-2"] },
  ]);
  expect(await state(world)).toMatchObject({ lastAnswered: 2 });
  expect([...(await state(world)).outstanding.values()]).toMatchObject([
    { recordId: "c-1", reason: "Thiếu ngày sinh" },
  ]);
});

it("late results alone leave the next package waiting for its answer", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "2,Lỗi,Trùng")).recorded;
  await sendRefusedAgain(world);
  const late = await answers(world, "a-2", "1,Lỗi,Thiếu ngày sinh");
  expect((await late.recorded).content).toEqual({ loaded: 0, refused: 1, missing: 0, unknown: 0 });
  expect((await state(world)).lastAnswered).toBe(1);
  // Told once, it is no result that is still to come.
  const again = await answers(world, "a-3", "1,Lỗi,Thiếu ngày sinh", "88,Lỗi,Lạ");
  await expect(again.recorded).rejects.toMatchObject({ code: "answer-of-earlier-package" });
  await (await answers(world, "a-4", "2,Thành công,")).recorded;
  expect(await state(world)).toMatchObject({ lastAnswered: 2 });
  expect([...(await state(world)).outstanding.keys()]).toEqual(["c-1"]);
});

it("places that may name another book and cannot be read wait for a person who has seen them", async () => {
  const world = await furnish();
  const lines = ["KẾT QUẢ NẠP DỮ LIỆU KHAI TỬ,,", "Số,Quyển số,Trạng thái", "1,7,Đã nạp", "2,7,Đã nạp"];
  const because = "bên nhận đánh số quyển riêng";
  for (const [index, word] of [{}, { because }, { because, unread: 2 }, { unread: 3 }].entries()) {
    const { recorded, isKept } = await answersOf(world, `p-${index}`, lines, word);
    await expect(recorded).rejects.toMatchObject({
      code: "answer-place-unread",
      params: { places: 3 },
      problems: [{ pointer: "/file/1" }, { pointer: "/file/3" }, { pointer: "/file/4" }],
    });
    expect(await isKept()).toBe(false);
  }
  await (await answersOf(world, "a-1", lines, { because, unread: 3 })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({ unread: { places: 3, because } });
});

it("lines without a number wait for a person who has seen them, and then for whoever accepts", async () => {
  const world = await furnish();
  const lines = [headings, "1,Thành công,", ",Bị từ chối,Thiếu ngày sinh", "2,Thành công,"];
  const because = "dòng chép thừa, đã gọi hỏi";
  for (const [index, word] of [{}, { because }, { because, aside: 2 }, { aside: 1 }].entries()) {
    const { recorded, isKept } = await answersOf(world, `p-${index}`, lines, word);
    await expect(recorded).rejects.toMatchObject({
      code: "answer-lines-aside",
      params: { lines: 1 },
      problems: [{ pointer: "/file/3", detail: expect.stringContaining("Bị từ chối | Thiếu ngày sinh") }],
    });
    expect(await isKept()).toBe(false);
  }
  await (await answersOf(world, "a-1", lines, { because, aside: 1 })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  const examples = [{ row: 3, text: "Bị từ chối | Thiếu ngày sinh" }];
  expect(told?.data).toMatchObject({ loaded: 2, aside: { lines: 1, because, examples } });
  expect((await state(world)).doubtedLines).toBe(1);
});

it("a line that another line of its case overrules waits for a person who has seen it", async () => {
  const world = await furnish();
  const lines = [headings, "1,Thành công,", "2,Thành công,", "02/2008,Bị từ chối,Thiếu", "1,Thành công,"];
  const twice = await answersOf(world, "p-1", lines);
  await expect(twice.recorded).rejects.toMatchObject({
    code: "answer-doubted",
    params: { lines: 1 },
    problems: [{ pointer: "/file/3", detail: "Dòng 3, số 2: tính là bị từ chối, tệp ghi “Thành công”" }],
  });
  const because = "bên nhận nạp lại rồi từ chối";
  await (await answersOf(world, "a-1", lines, { because, doubted: 1 })).recorded;
  expect([...(await state(world)).outstanding.values()]).toMatchObject([{ number: "2", reason: "Thiếu" }]);
  // What counts as loaded or still to come waits for whoever accepts, too; a refusal does not.
  expect((await state(world)).doubtedLines).toBe(0);
});

it("an answer whose columns name another book, type or office is another one's", async () => {
  const world = await furnish();
  const named = (book: string, type: string, office: string) => [
    "Quyển số,Loại sổ,Nơi đăng ký,Số,Trạng thái",
    `${book},${type},${office},1,Thành công`,
    `${book},${type},${office},2,Thành công`,
  ];
  for (const [index, lines] of [
    named("07/2011", "KS", "UBND xã Mai Lâm"),
    named("01/2008", "KT", "UBND xã Mai Lâm"),
    named("01/2008", "KS", "UBND xã Khác"),
  ].entries()) {
    const { recorded, isKept } = await answersOf(world, `a-${index}`, lines);
    await expect(recorded).rejects.toMatchObject({
      code: "answer-of-another-book",
      problems: [
        { pointer: "/file/2", detail: expect.stringContaining("gói này là sổ khai sinh 01/2008") },
        { pointer: "/file/3" },
      ],
    });
    expect(await isKept()).toBe(false);
  }
  await (await answersOf(world, "a-9", named("1/2008", "ks", "xã Mai Lâm"))).recorded;
  expect((await state(world)).outstanding.size).toBe(0);
});

it("an answer that tells only of days before its package was made is asked about", async () => {
  const world = await furnish();
  const on = (day: string) => ["Số,Trạng thái,Ngày xử lý", `1,Thành công,${day}`, `2,Thành công,${day}`];
  await expect((await answersOf(world, "a-1", on("28/02/2026"))).recorded).rejects.toMatchObject({
    code: "answer-before-package",
    params: { day: "2026-02-28" },
  });
  await (await answersOf(world, "a-2", on("28/02/2026"), { because: "máy bên nhận sai ngày" })).recorded;
  expect((await state(world)).outstanding.size).toBe(0);
  const another = await furnish();
  await (await answersOf(another, "a-1", on("01/03/2026"))).recorded;
});

it("years of two digits are not read until a person says of which century they are", async () => {
  const world = await furnish();
  const lines = ["Số,Trạng thái,Ngày đăng ký", "1,Đã nạp,17/03/08", "2,Đã nạp,18/03/08"];
  const unsaid = await answersOf(world, "y-1", lines);
  await expect(unsaid.recorded).rejects.toMatchObject({
    code: "answer-years-short",
    params: { places: 2 },
    problems: [{ pointer: "/file/2" }, { pointer: "/file/3" }],
  });
  expect(await unsaid.isKept()).toBe(false);
  // Of the century in which the book's cases were not registered, they are another book's.
  const other = await answersOf(world, "y-2", lines, { century: 1900 });
  await expect(other.recorded).rejects.toMatchObject({ code: "answer-place-unread" });
  expect((await state(world)).lastAnswered).toBe(0);

  const preview = async (century?: 1900 | 2000) => {
    const file = join(folder, "y-1.csv");
    const sent = await loadLastPackage(world, book);
    return previewNationalAnswer(sent, await readAnswerTable(file, "kq.csv"), undefined, "-", century);
  };
  const shortYears = {
    count: 2,
    examples: [
      { row: 2, heading: "Ngày đăng ký", text: "17/03/08" },
      { row: 3, heading: "Ngày đăng ký", text: "18/03/08" },
    ],
  };
  expect(await preview()).toMatchObject({ shortYears, unread: { count: 0 } });
  expect(await preview(1900)).toMatchObject({ shortYears, unread: { count: 2 } });
  await (await answersOf(world, "y-3", lines, { century: 2000 })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({ loaded: 2, shortYears: { places: 2, century: 2000 } });
});

it("years of two digits are of the century of their column", async () => {
  const world = await furnish();
  const old = (number: string) => {
    const fields = { ...plainBirth, so: { raw: number }, ngayDangKy: { raw: "17.03.1998" } };
    return submittedRecord(`c-${number}`, { number, sortNumber: Number(number), fields });
  };
  await put(world.records, old("1"), old("2"));
  const lines = [
    "Số,Trạng thái,Ngày đăng ký,Ngày xử lý",
    "1,Đã nạp,17/03/98,01/12/26",
    "2,Đã nạp,17/03/98,01/12/26",
  ];
  const half = await answersOf(world, "c-1", lines, { century: new Map([[2, 1900]]) });
  await expect(half.recorded).rejects.toMatchObject({ code: "answer-years-short", params: { places: 2 } });
  const century = new Map([
    [2, 1900 as const],
    [3, 2000 as const],
  ]);
  await (await answersOf(world, "c-2", lines, { century })).recorded;
  const told = (await world.store.readStream("handover-b-1")).at(-1);
  expect(told?.data).toMatchObject({
    loaded: 2,
    shortYearColumns: [
      { heading: "Ngày đăng ký", places: 2, century: 1900 },
      { heading: "Ngày xử lý", places: 2, century: 2000 },
    ],
  });
  expect(told?.data).not.toHaveProperty("shortYears");
});

it("a day of two digits on which the receiving side answered is held against the package once it is read", async () => {
  const world = await furnish();
  const lines = ["Số,Trạng thái,Ngày xử lý", "1,Đã nạp,28/02/26", "2,Đã nạp,28/02/26"];
  await expect((await answersOf(world, "z-1", lines)).recorded).rejects.toMatchObject({
    code: "answer-years-short",
  });
  await expect((await answersOf(world, "z-2", lines, { century: 2000 })).recorded).rejects.toMatchObject({
    code: "answer-before-package",
    params: { day: "2026-02-28" },
  });
});

it("what an answer says is still to come is told apart from what it does not name, and so is what is no case", async () => {
  const mapping = {
    headerRow: 1,
    number: 0,
    status: 1,
    loadedWhen: ["Thành công"],
    pendingWhen: ["Đang chờ"],
  };
  const after = async (...lines: readonly string[]) => {
    const world = await furnish();
    await (await answersOf(world, "w-1", [headings, ...lines], { mapping })).recorded;
    const { outstanding, answers: recorded } = await state(world);
    return [[...outstanding.values()].map(({ number, pending }) => [number, pending]), recorded];
  };
  expect(await after("1,Thành công,", "2,Đang chờ,")).toMatchObject([[["2", true]], [{ unknown: [] }]]);
  expect(await after("1,Thành công,", "77,Thành công,")).toMatchObject([
    [["2", undefined]],
    [{ sequence: 1, fileName: "kq.csv", unknown: ["77"] }],
  ]);
});

it("a line that may be of a case as an earlier package had it is of the last one by a person's word alone", async () => {
  const pending = { headerRow: 1, number: 0, status: 1, loadedWhen: ["Đã nạp"], pendingWhen: ["Đang xử lý"] };
  const late = [headings, "2,Đã nạp,"];
  for (const first of [["1,Đã nạp,", "2,Đang xử lý,"], ["1,Đã nạp,"]]) {
    const world = await furnish();
    await (await answersOf(world, "a-1", [headings, ...first], { mapping: pending })).recorded;
    await handOver(world, "e-2", ["2"], 1);
    const unsaid = await answersOf(world, "a-2", late);
    await expect(unsaid.recorded).rejects.toMatchObject({
      code: "answer-of-which-package",
      problems: [{ pointer: "/file/2" }],
    });
    expect(await unsaid.isKept()).toBe(false);

    const because = "tệp của lần gửi đầu về muộn";
    await (await answersOf(world, "a-3", late, { whose: "earlier", because })).recorded;
    expect(await state(world)).toMatchObject({
      lastAnswered: 1,
      answers: [{}, { ofEither: { of: "earlier", cases: [{ number: "2", package: 1 }], because } }],
    });
    expect([...(await state(world)).outstanding.keys()]).toEqual(["c-2"]);

    // The same words in another file, of the last package.
    const own = [...late, "88,Lỗi,Lạ"];
    await (await answersOf(world, "a-4", own, { whose: "last", because })).recorded;
    expect(await state(world)).toMatchObject({ lastAnswered: 2 });
    expect((await state(world)).outstanding.size).toBe(0);
  }
});

it("a file of the whole book that repeats what was loaded before a case was changed is asked about as well", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,")).recorded;
  const fields = { ...plainBirth, so: { raw: "1" } };
  const changed = { number: "1", sortNumber: 1, fields, revision: 1, contentRevision: 1, writtenRevision: 1 };
  await put(world.records, submittedRecord("c-1", changed));
  await handOver(world, "e-2", ["1"], 1);
  const whole = [headings, "1,Thành công,", "2,Thành công,"];
  await expect((await answersOf(world, "a-2", whole)).recorded).rejects.toMatchObject({
    code: "answer-of-which-package",
    problems: [{ pointer: "/file/2" }],
  });
});

describe("a late line of a case whose first sending nobody has answered", () => {
  const because = "đã hỏi bên nhận";
  const mapping = { headerRow: 1, number: 0, status: 1, reason: 2, loadedWhen: ["Đã nạp"] };
  const pending = { ...mapping, pendingWhen: ["Đang xử lý"] };
  const say = (
    world: World,
    key: string,
    lines: readonly string[],
    word: Parameters<typeof answersOf>[3] = {},
  ) => answersOf(world, key, [headings, ...lines], { mapping: pending, ...word });
  const outstanding = async (world: World) =>
    [...(await state(world)).outstanding.values()].map(({ number, reason }) => [number, reason]);

  /** Both cases went out, the second one's result is still to come, and it has changed since. */
  const sendChanged = async (): Promise<World> => {
    const world = await furnish();
    await (await say(world, "a-1", ["1,Bị từ chối,Thiếu", "2,Đang xử lý,"])).recorded;
    const uphold = { recordId: "c-1", reason: "Sổ ghi đúng như vậy" };
    await upholdRefusedRecord(world.commands, book, uphold, contextOf("quan", "r-1"));
    await handOver(world, "e-2", ["1", "2"], 1);
    return world;
  };
  /** It is asked about; as one of the first package it leaves everything as it is. */
  const asks = async (world: World, key: string, lines: readonly string[], params: object) => {
    const before = await outstanding(world);
    await expect((await say(world, `${key}-1`, lines)).recorded).rejects.toMatchObject({
      code: "answer-of-which-package",
      ...params,
    });
    // That it repeats an answer is no word for a file that repeats none.
    await expect(
      (await say(world, `${key}-2`, lines, { sameAs: 1, because })).recorded,
    ).rejects.toMatchObject({ code: "answer-of-which-package" });
    await (await say(world, `${key}-3`, lines, { whose: "earlier", because })).recorded;
    expect(await outstanding(world)).toEqual(before);
    expect((await state(world)).answers.at(-1)).toMatchObject({ ofEither: { of: "earlier" } });
  };
  const late = ["2,Đã nạp,"];

  it("is asked about after the package with the changed case has its answer", async () => {
    const world = await sendChanged();
    await (await say(world, "a-2", ["1,Đã nạp,", "2,Đang xử lý,"], { whose: "last", because })).recorded;
    await asks(world, "late", late, { problems: [{ detail: expect.stringContaining("gói 1") }] });
    await (await say(world, "a-3", [...late, "88,Bị từ chối,Lạ"], { whose: "last", because })).recorded;
    expect(await outstanding(world)).toEqual([]);
  });

  it("is asked about where the changed case has gone out twice as it is", async () => {
    const world = await sendChanged();
    await (await say(world, "a-2", ["1,Đã nạp,"], { whose: "last", because })).recorded;
    await handOver(world, "e-3", ["2"], 1);
    await asks(world, "late", late, { problems: [{ detail: expect.stringMatching(/gói 1.*gói 3/u) }] });
    expect(await state(world)).toMatchObject({ lastAnswered: 2 });
  });

  it("is asked about where the changed case is in no package that waits", async () => {
    const world = await sendChanged();
    await (await say(world, "a-2", ["1,Bị từ chối,Vẫn thiếu"])).recorded;
    const uphold = { recordId: "c-1", reason: "Sổ ghi đúng như vậy" };
    await upholdRefusedRecord(world.commands, book, uphold, contextOf("quan", "r-2"));
    await handOver(world, "e-3", ["1"], 1);
    const both = ["1,Đã nạp,", ...late];
    await expect((await say(world, "a-3", both)).recorded).rejects.toMatchObject({
      code: "answer-of-which-package",
      problems: [{ detail: expect.stringMatching(/số 2.*gói 1.*gói 2/u) }],
    });
    await (await say(world, "a-4", both, { whose: "earlier", because })).recorded;
    expect(await outstanding(world)).toEqual([["2", undefined]]);
    expect(await state(world)).toMatchObject({ lastAnswered: 3 });
  });

  it("is asked about beside the contradiction where the changed case was refused", async () => {
    const world = await sendChanged();
    const refused = ["1,Đã nạp,", "2,Bị từ chối,Sai ngày"];
    await (await say(world, "a-2", refused, { whose: "last", because })).recorded;
    await asks(world, "late", late, {});
    await expect(
      (await say(world, "a-3", [...late, "88,Bị từ chối,Lạ"], { whose: "last", because })).recorded,
    ).rejects.toMatchObject({ code: "answer-contradicts" });
  });
});

it("what was sent again without a change is answered by either answer", async () => {
  const world = await furnish();
  await (await answers(world, "a-1", "1,Thành công,")).recorded;
  await handOver(world, "e-2", ["2"]);
  await (await answers(world, "a-2", "2,Thành công,")).recorded;
  expect((await state(world)).outstanding.size).toBe(0);
});
