import { mkdir, writeFile } from "node:fs/promises";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { decidedLot, eventsOf } from "../support/decided-lot.ts";
import { wordsOf } from "../support/pdf-words.ts";

/** Kept as CI output, to be looked at. */
const PAPERS = new URL("../../.data/papers/", import.meta.url);

/** What every office printer leaves white: 8 mm. */
const UNPRINTED = (8 * 72) / 25.4;

/** Texts of a PDF page by page, each with the corners of its box in points. */
const textsOf = async (bytes: Buffer) => {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts: { text: string; corners: [number, number][]; width: number; height: number }[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    for (const item of (await page.getTextContent()).items) {
      if (!("str" in item)) continue;
      const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform as number[];
      const [along, up] = [item.width / Math.hypot(a, b), item.height / Math.hypot(c, d)];
      const corners: [number, number][] = [
        [x, y],
        [x + a * along, y + b * along],
        [x + c * up, y + d * up],
        [x + a * along + c * up, y + b * along + d * up],
      ];
      texts.push({ text: item.str, corners, width, height });
    }
  }
  return texts;
};

/** What pdf.js draws on where there is no browser; its types leave it open. */
interface CanvasFactory {
  create(
    width: number,
    height: number,
  ): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D };
}

/** What the QR code on the first page says, read from the page as it is printed. */
const codeOf = async (bytes: Buffer): Promise<string> => {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const viewport = page.getViewport({ scale: 3 });
  const { canvas, context } = (document.canvasFactory as CanvasFactory).create(
    viewport.width,
    viewport.height,
  );
  await page.render({ canvas, canvasContext: context, viewport }).promise;
  return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
};

const keep = async (name: string, bytes: Buffer) => {
  await mkdir(PAPERS, { recursive: true });
  await writeFile(new URL(name, PAPERS), bytes);
  const outside = (await textsOf(bytes)).filter(
    ({ text, corners, width, height }) =>
      text.trim() !== "" &&
      corners.some(
        ([x, y]) => x < UNPRINTED || x > width - UNPRINTED || y < UNPRINTED || y > height - UNPRINTED,
      ),
  );
  expect(
    outside.map(({ text }) => text),
    `${name}: text beyond what is printed`,
  ).toEqual([]);
};

const pdf = async (client: LocalClient, path: string) => {
  const answer = await client.get(path);
  expect(answer.status, path).toBe(200);
  return answer.bytes;
};

describe("papers", () => {
  it("minutes hold the figures of the verdict, which are a recount of the checks", async () => {
    const test = await decidedLot();
    const { acceptor, lead, lotId, lot, bookId, recordIds, ports, standalone } = test;
    const bytes = await pdf(acceptor, `reporting/v1/lots/${lotId}/minutes.pdf`);
    await keep("bien-ban-nghiem-thu.pdf", bytes);
    const words = await wordsOf(bytes);
    const checks = await eventsOf(ports, "RecordChecked");
    const fields = checks.reduce((sum, { fieldsChecked }) => sum + Number(fieldsChecked), 0);
    const wrong = checks.reduce((sum, { marks }) => sum + (marks as unknown[]).length, 0);
    const [decided] = await eventsOf(ports, "LotDecided");
    for (const expected of [
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "BIÊN BẢN NGHIỆM THU",
      "Loại sổ: Khai sinh. Đơn vị quản lý sổ: Xã Mai Lâm.",
      "Số trường hợp trong lô: 4",
      `hạt giống “${lot.seed}”`,
      `Đã kiểm tra ${checks.length} trường hợp, ${fields} trường; ${wrong} trường sai (Phụ lục 2).`,
      "ĐẠT SAU KHI SỬA",
      "Ý kiến: Sửa một nơi sinh",
      "Người kiểm tra: Người kiem;",
      "Người duyet",
      "Số sổ: 1.",
      "Điểm không khớp: 1 đã đóng có lý do, 0 chưa đóng.",
      "Số trang khác kiểm kê 5/4 Tờ lót cuối sổ không quét",
      "Các trường bị đánh dấu sai (1)",
    ]) {
      expect(words).toContain(expected);
    }
    expect(words).not.toContain("Đóng sau khi nghiệm thu");
    // The page of the lot says the same, whatever was counted and closed since.
    const shown = done(await acceptor.get<object>(`review/v1/lots/${lotId}`));
    expect(shown).toMatchObject({ figures: decided?.["figures"], bookCounts: decided?.["bookCounts"] });

    // The five counts, recounted from events: pages and files of the scans, rows and the last
    // number of the records.
    const scans = await eventsOf(ports, "ScanAttached");
    const pages = scans.reduce((sum, scan) => sum + Number(scan["pages"]), 0);
    const numbers = (await eventsOf(ports, "RecordEntered")).map((record) => Number(record["number"]));
    const last = Math.max(...numbers);
    expect(words).toContain(`01/2008 5 / ${pages} ${scans.length} 4 / ${numbers.length} ${last} 0`);
    interface Counted {
      readonly counts: Record<"records" | "scannedPages" | "files" | "lastNumber", number>;
    }
    const { counts } = done(await lead.get<Counted>(`reporting/v1/books/${bookId}/reconciliation`));
    expect(counts).toMatchObject({
      records: numbers.length,
      scannedPages: pages,
      files: scans.length,
      lastNumber: last,
    });

    // The annexes: which cases were drawn, and what was marked in them.
    const [formed] = await eventsOf(ports, "LotFormed");
    const sample = (formed?.["sample"] ?? []) as { recordId: string }[];
    const drawn = sample.map(({ recordId }) => recordIds.indexOf(recordId) + 1);
    expect(words).toContain(`01/2008 ${drawn.length} ${drawn.sort().join(", ")}`);
    const [marked] = checks.filter(({ marks }) => (marks as unknown[]).length > 0);
    const number = recordIds.indexOf(String(marked?.["recordId"])) + 1;
    expect(words).toContain(`01/2008 ${number} Nơi sinh Nhẹ Đọc nhầm nơi sinh`);
    expect(words.replace(/\s/gu, "")).toContain(String(decided?.["digest"]));
    await standalone.stop();
  });

  it("the report holds the sums of the read models, and of the events", async () => {
    const test = await decidedLot();
    const { lead, ports, standalone, today } = test;
    const query = `from=${today}&to=${today}`;
    const bytes = await pdf(lead, `reporting/v1/report.pdf?${query}`);
    await keep("bao-cao.pdf", bytes);
    const words = await wordsOf(bytes);
    const entered = await eventsOf(ports, "RecordEntered");
    expect(words).toContain(`Nhập mới ${entered.length} trường hợp`);
    expect(words).toContain("Lô nhập nghiệm thu riêng: 0 đạt, 0 đạt sau khi sửa, 0 trả lại.");
    expect(words).toContain("Lô nghiệm thu (gộp nhiều lô nhập): 0 đạt, 1 đạt sau khi sửa, 0 trả lại.");
    const progress = done(
      await lead.get<{ total: { expected: number; records: number } }>("reporting/v1/progress"),
    );
    expect(words).toContain(`Cộng 1 ${progress.total.expected} ${progress.total.records} 0 0 0`);
    expect((await lead.get("reporting/v1/report.pdf?from=2026-02-01&to=2026-01-01")).status).toBe(422);
    await standalone.stop();
  });

  it("a case that two checkers look at is one case checked, on every page and paper", async () => {
    const book = await acceptedBook();
    const { checker, commune, person, ports, standalone } = book;
    const second = await person("kiem-hai", [{ role: "checker", unitId: commune }]);
    const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
    const review = await book.checkSample();
    const { sample } = done(await checker.get<{ sample: { recordId: string }[] }>(review));
    for (const { recordId } of sample) {
      const path = `${review}/records/${recordId}`;
      const { revision } = done(await second.get<{ revision: number }>(path));
      done(await second.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    await standalone.settled();
    expect(await eventsOf(ports, "RecordChecked")).toHaveLength(2 * sample.length);
    interface Days {
      readonly items: readonly { readonly day: string; readonly checked: number }[];
    }
    const sum = (items: Days["items"]) => items.reduce((total, { checked }) => total + checked, 0);
    const { items } = done(await lead.get<Days>("reporting/v1/progress/days"));
    expect(sum(items)).toBe(sample.length);
    expect(sum(done(await lead.get<Days>("reporting/v1/progress/weeks")).items)).toBe(sample.length);
    const { days } = done(await lead.get<{ days: Days["items"] }>("reporting/v1/dashboard"));
    expect(sum(days)).toBe(sample.length);
    const [from, to] = [items[0]?.day, items.at(-1)?.day];
    const words = await wordsOf(await pdf(lead, `reporting/v1/report.pdf?from=${from}&to=${to}`));
    expect(words).toContain(`kiểm tra ${sample.length} trường hợp`);
    await standalone.stop();
  });

  it("a look-up sheet says that it is no extract, and is recorded as a reading", async () => {
    const test = await decidedLot();
    const { keeper, recordIds, ports, standalone } = test;
    const [recordId = ""] = recordIds;
    const before = (await eventsOf(ports, "RecordsRead")).length;
    const bytes = await pdf(keeper, `reporting/v1/records/${recordId}/look-up-sheet.pdf`);
    await keep("phieu-tra-cuu.pdf", bytes);
    const words = await wordsOf(bytes);
    expect(words).toContain("Không phải trích lục hộ tịch");
    expect(words).toContain("Nguyễn Văn An");
    expect(words).toContain("1 – Nam");
    const [last] = (await ports.store.readStream(`record-${recordId}`)).slice(-1);
    expect(words).toContain(last?.metadata.hash ?? "no hash");
    // The code leads to the record's page with the printed hash behind "#", where everybody who may
    // read the record can lay it beside the log.
    const code = new URL(await codeOf(bytes));
    expect([code.pathname, code.hash]).toEqual([`/tra-cuu/${recordId}`, `#${last?.metadata.hash}`]);
    interface Proven {
      readonly proof: { readonly intact: boolean; readonly hashes: readonly { readonly hash: string }[] };
    }
    const history = `reporting/v1/records/${code.pathname.split("/").at(-1)}/history`;
    const { proof } = done(await keeper.get<Proven>(history));
    expect(proof.intact).toBe(true);
    expect(`#${proof.hashes.at(-1)?.hash}`).toBe(code.hash);
    const readings = (await eventsOf(ports, "RecordsRead")).slice(before);
    expect(readings.map(({ purpose }) => purpose)).toEqual(["look-up", "history"]);
    await standalone.stop();
  });

  it("a hand-over is a ledger before its second acceptance, and minutes with places to sign after", async () => {
    const book = await acceptedBook();
    const { manager, acceptor, standalone, path, bookId, recordIds, ports } = book;
    const sheet = `reporting/v1/books/${bookId}/handover.pdf`;
    expect((await manager.get(sheet)).body["code"]).toBe("not-handed-over");
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
    done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Lỗi,Thiếu nơi sinh"]));
    const [, , third = ""] = recordIds;
    done(await manager.post(`${path}/confirm`, { recordId: third, reason: "Sổ ghi đúng như vậy" }));
    await standalone.settled();
    const ledger = await pdf(manager, sheet);
    await keep("so-theo-doi-ban-giao.pdf", ledger);
    expect(await wordsOf(ledger)).toContain("SỔ THEO DÕI BÀN GIAO");
    expect(await wordsOf(ledger)).toContain("Đã nạp 2 trên 3 trường hợp đã gửi; còn lại 1.");

    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage([third]) }));
    done(await answer(manager, path, ["3,Thành công,"]));
    done(await acceptor.post(`${path}/accept`, { note: "Đủ" }));
    await standalone.settled();
    const minutes = await pdf(acceptor, sheet);
    await keep("bien-ban-nghiem-thu-quan-ly-du-lieu.pdf", minutes);
    const words = await wordsOf(minutes);
    const packages = await eventsOf(ports, "BookHandedOver");
    const answers = await eventsOf(ports, "NationalAnswerRecorded");
    expect(packages).toHaveLength(2);
    for (const { manifestSha256 } of packages) {
      expect(words.replace(/\s/gu, "")).toContain(String(manifestSha256));
    }
    // Each answer's figures stand in its row, behind the day.
    for (const { loaded, refused, missing } of answers) {
      expect(words).toContain(`${loaded} ${(refused as unknown[]).length} ${(missing as unknown[]).length}`);
    }
    for (const expected of [
      "BIÊN BẢN NGHIỆM THU",
      "Chưa rõ",
      "Đã nạp 3 trên 3",
      "Người du-lieu",
      "Người duyet",
    ]) {
      expect(words).toContain(expected);
    }
    await standalone.stop();
  });
});
