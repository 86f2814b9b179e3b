import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerWorkbook } from "../support/answer-workbook.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { prepareLots } from "./prepared-lots.ts";
import { type Stage, startStage } from "./stage.ts";

describe.skipIf(withoutChromium())(
  "lots that are not simply accepted, and answers that are not simply read",
  () => {
    let stage: Stage;
    let made: Awaited<ReturnType<typeof prepareLots>>;
    const { at, faults, look } = onStage(() => stage);
    beforeAll(async () => {
      stage = await startStage(async (test) => {
        made = await prepareLots(test);
      });
    });
    afterAll(async () => {
      await stage.stop();
      expect(faults).toEqual([]);
    });

    it("accepts a lot after fixes, once its sample was looked at", async () => {
      const lot = `/nghiem-thu/${made.unchecked}`;
      const acceptor = await at("duyet", lot);
      await acceptor.locator("[data-class=key]").getByText("Chưa kiểm tra").waitFor();
      expect(await acceptor.locator("[data-unclear]").allTextContents()).toEqual(["0 / 0 / 0", "0 / 0 / 0"]);
      await look(acceptor, "lot-unchecked");

      const checker = await at("kiem", "/kiem-tra");
      await checker
        .locator("a.card", { hasText: "Sổ Khai sinh 02/2008" })
        .getByText("UBND xã Mai Lâm")
        .waitFor();
      await look(checker, "reviews-of-lots");
      let marked = false;
      for (const book of ["02/2008", "03/2008"]) {
        await checker.goto(`${stage.address}${lot}`);
        await checker.locator("main h1").waitFor();
        await checker.locator("tr", { hasText: book }).locator("[data-sample-checked='0']").waitFor();
        const open = checker.getByRole("link", { name: `Kiểm tra sổ ${book}` });
        if (!(await open.isVisible())) continue;
        await open.click();
        for (;;) {
          const done = checker.getByRole("link", { name: "Mở lô nghiệm thu" });
          await checker.locator("[data-checked]:focus").or(done).first().waitFor();
          if (await done.isVisible()) break;
          const title = (await checker.locator("#desk-title").textContent()) ?? "";
          if (!marked) {
            await checker.locator("[data-checked=nksNoiSinh], [data-checked=meHoTen]").first().focus();
            await checker.keyboard.press("x");
            await checker.locator("dialog[open] input:focus").waitFor();
            await checker.keyboard.type("Sai so với sổ");
            await checker.keyboard.press("Enter");
            await checker.locator("[data-checked][aria-pressed=true]").waitFor();
            marked = true;
          }
          await checker.locator("[data-checked]").first().focus();
          await checker.keyboard.press("Enter");
          await checker.locator("#desk-title", { hasText: title }).waitFor({ state: "detached" });
        }
      }
      await acceptor.reload();
      await acceptor.locator("[data-class=key]").getByText("Trong giới hạn").waitFor();
      await acceptor.locator("[data-verdict=accepted][disabled]").waitFor();
      // Both books have the numbers 1 to 3: a mark says in which it is.
      await acceptor
        .locator("[data-mark-standing=wrong] td:first-child", { hasText: /^0[23]\/2008$/ })
        .waitFor();
      await look(acceptor, "lot-checked");
      await acceptor.locator("[data-verdict=accepted-after-fixes]").click();
      await acceptor.locator("dialog[open] input:focus").waitFor();
      await look(acceptor, "lot-after-fixes");
      await acceptor.keyboard.type("Sửa một họ tên");
      await acceptor.keyboard.press("Enter");
      await acceptor.getByRole("heading", { name: "Nghiệm thu có sửa" }).waitFor();
      const clerk = await at("nam", "/lo");
      await clerk.getByRole("link", { name: "Các lỗi cần sửa" }).waitFor();
    });

    it("tells the second of two who check one case, and keeps the marks of both", async () => {
      const open = async () => {
        const page = await at("kiem", `/nghiem-thu/${made.wrong}`);
        await page.getByRole("link", { name: "Kiểm tra sổ 04/2008" }).click();
        await page.getByRole("button", { name: "Xem lại mẫu" }).click();
        await page.locator("[data-checked]:focus").waitFor();
        return page;
      };
      const mark = async (page: Page, field: string, reason: string) => {
        await page.locator(`[data-checked=${field}]`).focus();
        await page.keyboard.press("x");
        await page.locator("dialog[open] input:focus").fill(reason);
        await page.keyboard.press("Enter");
        await page.locator(`[data-checked=${field}][aria-pressed=true]`).waitFor();
      };
      const [first, second] = [await open(), await open()];
      await mark(first, "meHoTen", "Sai dấu họ tên mẹ");
      await mark(second, "chaHoTen", "Sai họ tên cha");
      await first.keyboard.press("Enter");
      await first.getByRole("button", { name: "Xem lại mẫu" }).waitFor();
      await second.keyboard.press("Enter");
      await second.locator("[data-others-marks]").waitFor();
      await second.locator("[data-checked=meHoTen]", { hasText: "Sai dấu họ tên mẹ" }).waitFor();
      await second.locator("[data-checked=chaHoTen]", { hasText: "Sai họ tên cha" }).waitFor();
      await look(second, "check-two-people");
      await second.locator("[data-checked=chaHoTen]").focus();
      await second.keyboard.press("Enter");
      const marked = second.locator("[data-marked-field]");
      await marked.getByText("Sai dấu họ tên mẹ").waitFor();
      await marked.getByText("Sai họ tên cha").waitFor();
    });

    it("returns a whole lot with its reason", async () => {
      const acceptor = await at("duyet", `/nghiem-thu/${made.wrong}`);
      await acceptor.locator("[data-class=key]").getByText("Vượt").waitFor();
      await acceptor.locator("[data-verdict=accepted-after-fixes][disabled]").waitFor();
      await acceptor.locator("[data-verdict=returned]").click();
      await acceptor.locator("dialog[open] input:focus").waitFor();
      await acceptor.keyboard.type("Sai họ tên ở mọi trường hợp");
      // Somebody checks a case once more meanwhile: the verdict is refused, what was typed stays.
      const checker = await at("kiem", `/nghiem-thu/${made.wrong}`);
      await checker.getByRole("link", { name: "Kiểm tra sổ 04/2008" }).click();
      await checker.getByRole("button", { name: "Xem lại mẫu" }).click();
      await checker.locator("[data-checked]:focus").waitFor();
      await checker.keyboard.press("Enter");
      await checker.getByRole("button", { name: "Xem lại mẫu" }).waitFor();
      await acceptor.keyboard.press("Enter");
      await acceptor.locator("dialog[open] .problem").waitFor();
      await expect.poll(() => acceptor.inputValue("dialog[open] input")).toBe("Sai họ tên ở mọi trường hợp");
      await acceptor.locator("dialog[open] input").press("Enter");
      await acceptor.getByRole("heading", { name: "Đã trả lại" }).waitFor();
      await acceptor.getByText("Sai họ tên ở mọi trường hợp").waitFor();
      await look(acceptor, "lot-returned");
    });

    it("reads an answer whose columns nobody knows, and confirms a refused case as the book says", async () => {
      const manager = await at("dulieu", `/ban-giao/${made.handedOver}`);
      // A place that nobody can read is shown, and waits for a word before anything is recorded.
      const numbered = ["Số,Quyển số,Trạng thái", "1,7,Đã nạp", "2,7,Đã nạp", "3,7,Đã nạp", ""];
      await manager.locator("input[type=file]").setInputFiles({
        name: "quyen-la.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(numbered.join("\n")),
      });
      await manager.locator("[data-unread='3']").getByText("Dòng 2, cột “Quyển số”: “7”").waitFor();
      await manager.locator("[data-answered]").waitFor();
      const recording = manager.getByRole("button", { name: "Ghi nhận kết quả" });
      expect(await recording.isDisabled()).toBe(true);
      await look(manager, "handover-place-unread");
      await manager.fill("#answer-because", "bên nhận đánh số quyển riêng");
      await expect.poll(() => recording.isEnabled()).toBe(true);
      await manager.locator("form[data-mapping]").getByRole("button", { name: "Thôi" }).click();

      // Lines on another sheet are told, and so is a line without a number on the one that is read.
      const heads = "Số,Trạng thái,Lý do";
      await manager.locator("input[type=file]").setInputFiles({
        name: "hai-trang.xlsx",
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer: await answerWorkbook({
          "Kết quả": [heads, "1,Đã nạp,", ",Bị từ chối,Xem lại", "2,Đã nạp,", "3,Đã nạp,"],
          "Danh sách lỗi": [heads, "2,Bị từ chối,Thiếu ngày sinh"],
        }),
      });
      const aside = manager.locator("[data-aside='2']");
      await aside.getByText("dòng 3, không có số: “Bị từ chối | Xem lại”").waitFor();
      await aside.getByText("Trang “Danh sách lỗi”, dòng 2, số 2").waitFor();
      expect(await recording.isDisabled()).toBe(true);
      await look(manager, "handover-lines-aside");
      await manager
        .locator("[data-sheets='2']")
        .getByText("Không được đọc: Danh sách lỗi (2 dòng)")
        .waitFor();
      await manager.selectOption("#answer-sheet", { label: "Danh sách lỗi (2 dòng)" });
      await manager.locator("[data-aside='3']").getByText("Trang “Kết quả”, dòng 2, số 1").waitFor();
      await manager.locator("form[data-mapping]").getByRole("button", { name: "Thôi" }).click();

      // Years of two digits wait for a century; by the wrong one it is another book's, and the page
      // says what can be done instead of asking for a word that would not help.
      const short = ["Số,Quyển số,Trạng thái", "1,05/08,Đã nạp", "2,05/08,Đã nạp", "3,05/08,Đã nạp", ""];
      await manager.locator("input[type=file]").setInputFiles({
        name: "nam-hai-so.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(short.join("\n")),
      });
      const years = manager.locator("[data-short-years='3']");
      await years.getByText("05/08").first().waitFor();
      await manager.locator("[data-word-missing]", { hasText: "19… hay 20…" }).waitFor();
      expect(await recording.isDisabled()).toBe(true);
      await look(manager, "handover-short-years");
      await years.getByRole("radio", { name: "Cả cột là năm 19…" }).check();
      await years.locator("[data-century-refused]", { hasText: "chọn lại" }).waitFor();
      expect(await manager.locator("#answer-because").count()).toBe(0);
      expect(await recording.isDisabled()).toBe(true);
      await look(manager, "handover-century-refused");
      await years.getByRole("radio", { name: "Cả cột là năm 20…" }).check();
      await years.locator("[data-century-refused]").waitFor({ state: "detached" });
      await manager.locator("[data-answered='3']").waitFor();
      await expect.poll(() => recording.isEnabled()).toBe(true);
      await manager.locator("form[data-mapping]").getByRole("button", { name: "Thôi" }).click();

      // Of cases that are still to come there is nothing to record, and nobody has to try.
      const waiting = ["Số,Trạng thái", "1,Đang xử lý", "2,Đang xử lý", "3,Đang xử lý", ""];
      await manager.locator("input[type=file]").setInputFiles({
        name: "dang-cho.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(waiting.join("\n")),
      });
      const isPending = manager.getByRole("group", { name: "Chữ nào nghĩa là chưa có kết quả" });
      await isPending.getByRole("checkbox", { name: "Đang xử lý" }).check();
      await manager.locator("[data-nothing-yet=pending]").waitFor();
      expect(await recording.isDisabled()).toBe(true);
      await manager.locator("form[data-mapping]").getByRole("button", { name: "Thôi" }).click();

      const choose = async (name: string, ...lines: readonly string[]) => {
        const text = ["Mã hồ sơ;Cột A;Cột B;Diễn giải", ...lines, ""].join("\n").replaceAll(";", ",");
        const buffer = Buffer.from(text);
        await manager.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer });
        await manager.locator("form[data-mapping=false]").waitFor();
      };
      const nameColumns = async () => {
        await manager.selectOption("#column-number", { label: "Cột A" });
        await manager.selectOption("#column-status", { label: "Cột B" });
        await manager.selectOption("#column-reason", { label: "Diễn giải" });
        const isLoaded = manager.getByRole("group", { name: "Chữ nào nghĩa là đã nạp?" });
        await isLoaded.getByRole("checkbox", { name: "xong" }).check();
        await manager.locator("form[data-mapping=true]").waitFor();
      };
      await choose("tra-ve.csv", "x1;1;xong;", "x2;2;chưa;Trùng số");
      await look(manager, "handover-unknown-columns");
      await expect
        .poll(() => manager.getByRole("button", { name: "Ghi nhận kết quả" }).isDisabled())
        .toBe(true);
      await nameColumns();
      await look(manager, "handover-columns-named");
      await manager.getByRole("button", { name: "Ghi nhận kết quả" }).click();

      const refused = manager.locator("[data-outstanding='2']", { hasText: "Trùng số" });
      await refused.getByRole("button", { name: "Xác nhận đúng theo sổ" }).click();
      await manager.locator("dialog[open] input:focus").waitFor();
      await look(manager, "handover-confirm");
      await manager.keyboard.type("Sổ ghi hai người cùng số");
      await manager.keyboard.press("Enter");
      await refused.getByText("Sổ ghi hai người cùng số").waitFor();
      await look(manager, "handover-confirmed");

      // The file has not named the third case: what comes of it later is recorded here, too.
      await manager.locator("[data-outstanding='3']", { hasText: "không nhắc tới" }).waitFor();
      await manager.locator("[data-without-result='1']").waitFor();
      await look(manager, "handover-later-answer");
      await choose("tra-ve-sau.csv", "x3;3;xong;");
      await nameColumns();
      await manager.getByRole("button", { name: "Ghi nhận kết quả" }).click();
      await manager.locator("[data-outstanding='3']").waitFor({ state: "detached" });
      await expect.poll(() => manager.locator("input[type=file]").count()).toBe(0);
    });

    it("asks for a word where a file says otherwise than the answer before it, and goes by it", async () => {
      const manager = await at("dulieu", `/ban-giao/${made.handedOver}`);
      await manager.getByRole("button", { name: "Lập gói" }).click();
      await manager.getByRole("button", { name: "Ghi nhận đã bàn giao" }).click();
      await manager.getByRole("button", { name: "Chọn tệp kết quả" }).waitFor();
      // The number 1 is loaded by the answer to the first package.
      const lines = [
        "Số,Trạng thái,Lý do,Ngày xử lý",
        "1,Bị từ chối,Sai ngày sinh,01/02/2020",
        "2,Đã nạp,,01/02/2020",
      ];
      const buffer = Buffer.from(`${lines.join("\n")}\n`);
      const file = { name: "ket-qua-hai.csv", mimeType: "text/csv", buffer };
      await manager.locator("input[type=file]").setInputFiles(file);
      const asked = manager.locator("[data-contradicted='1']");
      await asked.getByText("trước: Đã nạp; tệp này: Bị từ chối (dòng 2)").waitFor();
      await asked.getByText("chỉ nói tới ngày 01/02/2020 trở về trước").waitFor();
      // Neither the choice alone nor the reason alone is a word.
      const record = manager.getByRole("button", { name: "Ghi nhận kết quả" });
      await manager.locator("[data-word-missing]", { hasText: "bên nào đúng" }).waitFor();
      expect(await record.isDisabled()).toBe(true);
      await manager.getByRole("radio", { name: "Tệp này đúng, ghi theo tệp" }).check();
      expect(await record.isDisabled()).toBe(true);
      await manager.fill("#answer-because", "Đã hỏi lại: chưa nạp được");
      await look(manager, "handover-contradicted");
      await record.click();
      await manager.locator("[data-outstanding='1']", { hasText: "Sai ngày sinh" }).waitFor();
      expect(await manager.locator("[data-outstanding='2']").count()).toBe(0);
    });
  },
);
