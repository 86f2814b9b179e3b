import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";

describe("handing a book over", () => {
  it("goes out whole once accepted, comes back in part, and is accepted when everything is loaded", async () => {
    const book = await acceptedBook();
    const { manager, keeper, acceptor, standalone, path, ledger, makePackage, recordIds } = book;
    const handOver = async (exportId: string) => manager.post(`${path}/packages`, { exportId });
    const unaccepted = await makePackage();
    expect((await handOver(unaccepted)).body["code"]).toBe("export-not-approved");
    done(await acceptor.post(`reporting/v1/exports/${unaccepted}/approve`));
    expect((await handOver(unaccepted)).body["code"]).toBe("book-not-accepted");
    await book.accept();
    expect((await ledger()).ready).toEqual({
      inBook: 3,
      expected: null,
      ownNumbers: 3,
      notAccepted: 0,
      openBatches: [],
      exchanges: [],
      openFindings: 0,
      findings: [],
      closedFindings: [],
      held: [],
    });
    const first = await makePackage();
    expect(
      done(await manager.get<{ items: { handover: null }[] }>("reporting/v1/books")).items,
    ).toMatchObject([{ handover: null }]);
    done(await handOver(first));
    expect((await handOver(first)).body["code"]).toBe("answer-outstanding");
    expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("answer-outstanding");

    const result = done(
      await answer(manager, path, [
        "01,Thành công,",
        "2/2008,Lỗi,Thiếu nơi sinh",
        "3,Lỗi,Trùng",
        "77,Lỗi,Lạ",
      ]),
    );
    expect(result).toMatchObject({ loaded: 1, refused: 2, missing: 0, unknown: 1 });
    expect((await ledger()).outstanding).toMatchObject([
      { number: "2", reason: "Thiếu nơi sinh", corrected: false },
      { number: "3", reason: "Trùng", corrected: false },
    ]);
    expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-incomplete");
    const shelf = async () => {
      await standalone.settled();
      const listed = await manager.get<{ items: { handover: object | null }[] }>("reporting/v1/books");
      return done(listed).items.map(({ handover }) => handover);
    };
    expect(await shelf()).toEqual([
      { packages: 1, awaitsAnswer: false, outstanding: 2, toSupplement: 0, notLoaded: 2, accepted: false },
    ]);

    // One is corrected as any accepted record is, by two people; the other stands as the paper
    // says.
    const [, second = "", third = ""] = recordIds;
    const request = {
      recordId: second,
      changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } },
      reason: "Bị từ chối",
    };
    const { correctionId } = done(
      await keeper.post<{ correctionId: string }>("review/v1/corrections", request),
    );
    const early = await makePackage([second, third]);
    expect((await handOver(early)).body["code"]).toBe("refusal-not-answered");
    done(await acceptor.post(`review/v1/corrections/${correctionId}/approve`));
    const confirm = { recordId: third, reason: "Sổ ghi đúng như vậy" };
    done(await manager.post(`${path}/confirm`, confirm));
    await standalone.settled();
    expect((await ledger()).outstanding).toMatchObject([
      { number: "2", corrected: true },
      { number: "3", confirmed: "Sổ ghi đúng như vậy" },
    ]);
    done(await handOver(await makePackage([second, third])));
    done(await answer(manager, path, ["2,Thành công,", "3,Thành công,"]));

    expect((await manager.post(`${path}/accept`)).body["code"]).toBe("forbidden-role");
    done(await acceptor.post(`${path}/accept`, { note: "Đủ" }));
    expect(await ledger()).toMatchObject({
      status: "accepted",
      figures: { packages: 2, records: 3, loaded: 3, refused: 0, unanswered: 0 },
      packages: [
        { sequence: 1, records: 3 },
        { sequence: 2, records: 2 },
      ],
      outstanding: [],
    });
    await standalone.stop();
  });

  it("takes no package of another book, and no answer that waits for nothing", async () => {
    const book = await acceptedBook();
    const { manager, standalone, path } = book;
    await book.accept();
    expect((await manager.post(`${path}/packages`, { exportId: "e-0" })).body["code"]).toBe("export-unknown");
    expect((await answer(manager, path, ["1,Thành công,"])).body["code"]).toBe("not-handed-over");
    await standalone.stop();
  });

  it("books an answer to the case of its year where numbering began again within the book", async () => {
    const book = await acceptedBook(["1", "2", "1/2009"]);
    const { manager, standalone, path, ledger, makePackage } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
    const lines = ["1/2008,Lỗi,Thiếu nơi sinh", "2,Đã nạp,", "1/2009,Đã nạp,"];
    expect(done(await answer(manager, path, lines))).toMatchObject({ loaded: 2, refused: 1, missing: 0 });
    expect((await ledger()).outstanding).toMatchObject([{ number: "1", reason: "Thiếu nơi sinh" }]);
    await standalone.stop();
  });

  it("takes more results of a package for cases that its first answer did not name", async () => {
    const book = await acceptedBook();
    const { manager, acceptor, path, ledger } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
    done(await answer(manager, path, ["1,Thành công,"]));
    expect((await ledger()).figures).toMatchObject({ loaded: 1, unanswered: 2 });
    // What was loaded stays so until a person says that a later file is right.
    const otherwise = await answer(manager, path, ["1,Lỗi,nhầm", "2,Thành công,"]);
    expect([otherwise.status, otherwise.body["code"]]).toEqual([409, "answer-contradicts"]);
    const more = await answer(manager, path, ["1,Thành công,", "2,Thành công,"]);
    expect(done(more)).toMatchObject({ loaded: 1, refused: 0, missing: 1 });
    expect((await ledger()).figures).toMatchObject({ loaded: 2, unanswered: 1, refused: 0 });
    const nothing = await answer(manager, path, ["2,Thành công,", "1,Thành công,"]);
    expect([nothing.status, nothing.body["code"]]).toEqual([409, "answer-not-awaited"]);
    done(await answer(manager, path, ["3,Từ chối,sai họ"]));
    const { figures, outstanding } = await ledger();
    expect(figures).toMatchObject({ loaded: 2, unanswered: 0, refused: 1 });
    expect(outstanding).toMatchObject([{ number: "3", reason: "sai họ" }]);
    await book.standalone.settled();
    const shelf = await manager.get<{ items: { handover: object }[] }>("reporting/v1/books");
    expect(done(shelf).items).toMatchObject([{ handover: { outstanding: 1 } }]);
    expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-incomplete");
    await book.standalone.stop();
  });

  it("is not accepted a second time over what the book owes since its package went out", async () => {
    const book = await acceptedBook();
    const { manager, keeper, acceptor, standalone, path, ledger, bookId } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
    done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
    const counted = { expectedCases: 5, reason: "đếm lại mục lục" };
    done(await keeper.post(`entry/v1/books/${bookId}/details`, counted));
    await standalone.settled();
    expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("reconciliation-open");
    expect((await ledger()).ready).toMatchObject({
      openFindings: 1,
      findings: [{ rule: "cases-expected-differ" }],
    });
    done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 3, reason: "đếm nhầm" }));
    await standalone.settled();
    done(await acceptor.post(`${path}/accept`));
    await standalone.stop();
  });

  it("takes an answer said twice once, and another file under the same key not at all", async () => {
    const book = await acceptedBook();
    const { manager, standalone, path, ledger, makePackage } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
    const key = "tra-loi-lan-mot";
    const lines = ["1,Thành công,", "2,Thành công,", "3,Lỗi,Thiếu nơi sinh"];
    const first = done(await answer(manager, path, lines, key));
    // Nobody waits for anything: who has written sees it at the next look, in every service.
    const listed = await manager.get<{ items: { handover: object | null }[] }>("reporting/v1/books");
    expect(done(listed).items).toMatchObject([{ handover: { awaitsAnswer: false, outstanding: 1 } }]);
    expect(done(await answer(manager, path, lines, key))).toEqual(first);
    const other = await answer(manager, path, ["1,Lỗi,Trùng", "2,Lỗi,Trùng", "3,Lỗi,Trùng"], key);
    expect(other.body["code"]).toBe("command-id-reused");
    expect((await ledger()).outstanding.map(({ number }) => number)).toEqual(["3"]);

    // The first answer said again after the next package went out: answered as it was.
    const [left] = (await ledger()).outstanding;
    const recordId = left?.recordId ?? "";
    done(await manager.post(`${path}/confirm`, { recordId, reason: "Sổ ghi đúng như vậy" }));
    await standalone.settled();
    done(await manager.post(`${path}/packages`, { exportId: await makePackage([recordId]) }));
    expect(done(await answer(manager, path, lines, key))).toEqual(first);
    await standalone.stop();
  });

  it("records nothing of an answer whose statuses nobody understands", async () => {
    const book = await acceptedBook();
    const { manager, standalone, path, ledger, makePackage } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
    const odd = ["1,Chờ xử lý,", "2,Chờ xử lý,", "3,Chờ xử lý,"];
    const refused = await answer(manager, path, odd);
    expect([refused.status, refused.body["code"]]).toEqual([422, "answer-mapping-missing"]);
    const csv = Buffer.from(["Số đăng ký,Trạng thái,Lý do", ...odd, ""].join("\n"));
    const preview = done(
      await manager.upload<Record<string, unknown>>(`${path}/answers/preview`, "kq.csv", csv),
    );
    expect(preview).toMatchObject({
      proposal: null,
      columns: { number: 0, status: 1, reason: 2 },
      statuses: ["Chờ xử lý"],
    });
    expect((await ledger()).figures).toMatchObject({ loaded: 0, refused: 0, unanswered: 3 });
    expect(
      done(await answer(manager, path, ["1,Đã nạp thành công,", "2,Hoàn thành,", "3,Hoàn thành,"])),
    ).toMatchObject({ loaded: 3, refused: 0 });
    await standalone.stop();
  });

  it("previews an answer file and proposes its columns", async () => {
    const book = await acceptedBook();
    const { manager, path } = book;
    const csv = Buffer.from("Kết quả,,\nSố,Tình trạng,Lỗi\n1,OK,\n");
    const look = () => manager.upload<Record<string, unknown>>(`${path}/answers/preview`, "kq.csv", csv);
    expect((await look()).body["code"]).toBe("not-handed-over");
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
    expect(done(await look())).toMatchObject({
      headings: ["Số", "Tình trạng", "Lỗi"],
      proposal: { headerRow: 2, number: 0, status: 1, reason: 2, loadedWhen: ["OK"] },
    });
    await book.standalone.stop();
  });

  it("shows before it is recorded what an answer says of each case of the package", async () => {
    const book = await acceptedBook();
    const { manager, path, recordIds, ledger } = book;
    await book.accept();
    done(await manager.post(`${path}/packages`, { exportId: await book.makePackage() }));
    const lines = ["1,Đã nạp,", "2,Treo,Chờ đối chiếu", "99,Đã nạp,"];
    const csv = Buffer.from(["Số đăng ký,Trạng thái,Lý do", ...lines, ""].join("\n"));
    interface Preview {
      readonly matched: object | null;
    }
    const look = async (query = "") =>
      done(await manager.upload<Preview>(`${path}/answers/preview${query}`, "kq.csv", csv)).matched;
    // Nobody can tell yet what one of the texts means.
    expect(await look()).toBeNull();
    const mapping = { headerRow: 1, number: 0, status: 1, reason: 2, loadedWhen: ["Đã nạp"] };
    const by = (more: object) =>
      look(`?mapping=${encodeURIComponent(JSON.stringify({ ...mapping, ...more }))}`);
    expect(await by({})).toEqual({
      counts: { loaded: 1, refused: 1, pending: 0, notNamed: 1 },
      late: 0,
      words: [
        { text: "Đã nạp", says: "loaded", lines: 2, number: "1" },
        { text: "Treo", says: "refused", lines: 1, number: "2", reason: "Chờ đối chiếu" },
      ],
      doubted: { count: 0, lines: [] },
      aside: { count: 0, lines: [] },
      ofEither: [],
      unknown: ["99"],
      contradicted: [],
      cases: [
        {
          recordId: recordIds[1],
          number: "2",
          says: "refused",
          text: "Treo",
          row: 3,
          reason: "Chờ đối chiếu",
        },
        { recordId: recordIds[2], number: "3", says: "not-named" },
        { recordId: recordIds[0], number: "1", says: "loaded", text: "Đã nạp", row: 2 },
      ],
    });
    expect(await by({ pendingWhen: ["Treo"] })).toMatchObject({
      counts: { loaded: 1, refused: 0, pending: 1, notNamed: 1 },
    });
    expect((await ledger()).figures).toMatchObject({ loaded: 0, refused: 0 });
    await book.standalone.stop();
  });
});

describe("a package", () => {
  it("verifies offline, and a changed byte is named", async () => {
    const book = await acceptedBook();
    const { manager, standalone } = book;
    await book.accept();
    const exportId = await book.makePackage();
    const folder = await mkdtemp(join(tmpdir(), "package-"));
    try {
      for (const name of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"]) {
        await writeFile(
          join(folder, name),
          (await manager.get(`reporting/v1/exports/${exportId}/${name}`)).bytes,
        );
      }
      const { keys } = done(await manager.get<{ keys: { kid: string }[] }>("reporting/v1/export-keys"));
      const verify = async (key = keys[0]?.kid) => {
        const { verifyPackage } = await import("../../apps/cli/src/verify-package.ts");
        return verifyPackage(folder, key).then(
          () => "intact",
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
      };
      const said = vi.spyOn(console, "log").mockImplementation(() => {});
      expect(await verify()).toBe("intact");
      expect(said.mock.calls.join("\n")).toMatch(
        /^Nguyên vẹn: sổ KS 01\/2008 \(.+\), \d+ trường hợp, \d+ bản quét \/ intact: book KS 01\/2008, \d+ records/,
      );
      said.mockRestore();
      expect(await verify("somebody-else")).toContain("another key");

      const change = async (name: string, at: (bytes: Buffer) => number) => {
        const file = join(folder, name);
        const bytes = await readFile(file);
        const changed = Buffer.from(bytes);
        const place = at(changed);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(file, changed);
        const said = await verify();
        await writeFile(file, bytes);
        return { said, place };
      };
      const workbook = await change("workbook.xlsx", (bytes) => bytes.length - 40);
      const [, from = "", to = ""] = /byte (\d+)–(\d+)/u.exec(workbook.said) ?? [];
      expect(Number(from)).toBeLessThanOrEqual(workbook.place);
      expect(Number(to)).toBeGreaterThanOrEqual(workbook.place);
      const scans = await change("scans.zip", (bytes) => bytes.indexOf("%PDF") + 200);
      expect(scans.said).toContain("KS.2008.01.2008-03-17.01.pdf");
      const manifest = await change("manifest.json", (bytes) => bytes.indexOf("Mai Lâm"));
      expect(manifest.said).toContain("manifest.json");
      const signature = await change("manifest.jws", (bytes) => bytes.length - 30);
      expect(signature.said).toContain("wrong signature");
      const unreadable = await change("manifest.json", () => 0);
      expect(unreadable.said).toBe("manifest.json: không đọc được / unreadable");
      expect(await verify()).toBe("intact");
      await rm(join(folder, "scans.zip"));
      expect(await verify()).toBe("Thiếu tệp / missing: scans.zip");
    } finally {
      await rm(folder, { recursive: true });
    }
    await standalone.stop();
  });
});
