import { createCommandHandler } from "@sogoc/core";
import { asGiven } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestProvince } from "../support/test-province.ts";
import { withoutChromium } from "./chromium.ts";
import { onStage } from "./on-stage.ts";
import { must } from "./prepared-book.ts";
import { prepareRounds } from "./prepared-rounds.ts";
import { type Stage, startStage } from "./stage.ts";

/** As the program before let a keyer say: the case holds the number of another book. */
const giveOtherNumber = async ({ ports, commune }: TestProvince, bookId: string, record: Stored) => {
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const { id: recordId, batchId, keyedBy } = record;
  const changes = [
    {
      field: "quyenSo",
      before: record.fields["quyenSo"] ?? { raw: "01/2008" },
      after: { raw: "09/2011", value: "09/2011" },
    },
  ];
  const event: DomainEvent = {
    type: "RecordCorrected",
    data: {
      recordId,
      bookId,
      batchId,
      unitId: commune,
      recordType: "KS",
      changes,
      reason: "như bìa sổ",
      correctedBy: keyedBy,
    },
  };
  await commands.handle(asGiven<DomainEvent>("record"), recordId, [event], {
    actor: { account: keyedBy, name: "nam", roles: ["clerk"], unit: commune },
    at: ports.clock.now(),
    commandId: ports.newId(),
    correlationId: ports.newId(),
  });
};

interface Stored {
  readonly id: string;
  readonly batchId: string;
  readonly bookId: string;
  readonly keyedBy: string;
  readonly fields: Readonly<Record<string, { readonly raw: string }>>;
}

describe.skipIf(withoutChromium())("a case that holds the number of another book", () => {
  let stage: Stage;
  let made: { readonly reviewId: string; readonly batchId: string; readonly recordId: string };
  const { at, faults, look } = onStage(() => stage);
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      const { clerk, ids, submitBatch } = await prepareRounds(test, 1);
      const [recordId = ""] = ids;
      const record = must(await clerk.get<Stored>(`entry/v1/records/${recordId}`));
      await giveOtherNumber(test, record.bookId, record);
      await test.standalone.settled();
      const review = await submitBatch();
      made = { reviewId: review.id, batchId: record.batchId, recordId };
    });
  });
  afterAll(async () => {
    await stage.stop();
    expect(faults).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  it("is marked by its checker, and mended by its clerk, in the windows", async () => {
    const checker = await at("kiem", `/kiem-tra/${made.reviewId}`);
    const field = checker.locator("[data-checked=quyenSo]");
    await field.getByText("09/2011", { exact: true }).waitFor();
    await look(checker, "other-book-number");
    await field.focus();
    await checker.keyboard.press("x");
    await checker.locator("dialog[open] input[name=text]").fill("Sổ là quyển khác");
    await checker.keyboard.press("Enter");
    await checker.locator("[data-checked=quyenSo][aria-pressed=true]").waitFor();
    await field.focus();
    await checker.keyboard.press("Enter");
    await field.waitFor({ state: "detached" });
    const acceptor = await at("duyet", `/kiem-tra/${made.reviewId}`);
    await acceptor.locator("[data-verdict=returned]").click();
    await acceptor.locator("dialog[open] input[name=text]").fill("Sai quyển số");
    await acceptor.keyboard.press("Enter");
    await acceptor.locator("dialog[open]").waitFor({ state: "detached" });

    const clerk = await at("nam", `/lo/${made.batchId}/sua/${made.recordId}`);
    const number = clerk.locator("#field-quyenSo");
    await expect.poll(() => number.inputValue()).toBe("09/2011");
    await look(clerk, "other-book-number-correct");
    await number.fill("01/2008");
    await clerk.getByRole("button", { name: "Lưu chỗ sửa" }).click();
    await clerk.locator("dialog[open] button[type=submit]").click();
    await clerk.waitForURL(/truong-hop$/);
    await clerk.goto(`${new URL(clerk.url()).origin}/lo/${made.batchId}/sua/${made.recordId}`);
    await clerk.locator("#field-nksHoTen").waitFor();
    expect(await number.count()).toBe(0);
  });
});
