import { createInMemoryPorts, everyDocument } from "@sogoc/core";
import { project } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { byNumber, type RecordView, records } from "./records.ts";

const told = (...events: Parameters<typeof stream>[1]) =>
  project(records, stream("record-record-a", events)).get("record-a");

describe("reporting-records", () => {
  it("keeps place, numbers, names, dates and findings of a record", () => {
    const row = told(
      make.recordEntered({
        fields: make.fieldsOf("007", "Đặng Thị Hoà", {
          meHoTen: { raw: "Lý Thị Ngọ" },
          nguoiKy: { raw: "Bùi Văn Ký" },
        }),
        number: "7a",
        findings: { errors: 1, warnings: 2, infos: 0 },
      }),
    );
    expect(row).toMatchObject({
      unitId: "xa-1",
      bookId: "book-a",
      batchId: "batch-a",
      recordType: "KS",
      phase: 1,
      number: "7a",
      sortNumber: 7,
      subjects: "Đặng Thị Hoà",
      words: "dang thi hoa ly ngo",
      registeredOn: "2008-03-02",
      registeredYear: 2008,
      status: "entered",
      keyedBy: "clerk-1",
      revision: 0,
      findings: { errors: 1, warnings: 2, infos: 0 },
    });
    expect(JSON.stringify(row)).not.toContain("Bùi Văn Ký");
  });

  it("knows from when to when a date of which only the year is written may be", () => {
    const row = told(make.recordEntered({ fields: { ngayDangKy: { raw: "2008" } } }));
    expect(row).toMatchObject({
      registeredOn: "2008",
      registeredFrom: "2008-01-01",
      registeredTo: "2008-12-31",
    });
    const unreadable = told(
      make.recordEntered({ fields: { ngayDangKy: { illegible: "torn", raw: "../3/" } } }),
    );
    expect(unreadable).toMatchObject({ registeredOn: null, registeredFrom: null, registeredYear: null });
  });

  it("follows corrections and voiding", () => {
    const corrected = told(
      make.recordEntered(),
      make.recordCorrected({ findings: { errors: 0, warnings: 1, infos: 0 } }),
    );
    expect(corrected).toMatchObject({
      subjects: "Nguyễn Thị Hoa",
      words: "nguyen thi hoa",
      revision: 1,
      findings: { warnings: 1 },
      enteredAt: "2026-03-01T02:00:00.000Z",
      changedAt: "2026-03-01T03:00:00.000Z",
      keyedDay: "2026-03-01",
      lastChangedBy: "clerk-1",
      lastChangedDay: "2026-03-01",
    });
    expect(told(make.recordEntered())).toMatchObject({ lastChangedBy: null, lastChangedDay: null });
    const other = told(
      make.recordEntered(),
      make.recordCorrected({ changes: [{ field: "meNamSinh", after: { raw: "1980" } }] }),
    );
    expect(other?.kept).toEqual(told(make.recordEntered())?.kept);
    expect(told(make.recordEntered(), make.recordVoided())?.status).toBe("voided");
    expect(
      told(make.recordEntered(), make.recordVoided(), make.recordEntered({ keyedBy: "clerk-2" })),
    ).toMatchObject({ status: "entered", keyedBy: "clerk-2" });
  });

  it("changes nothing when an event comes again", () => {
    const [entered, corrected] = stream("record-record-a", [make.recordEntered(), make.recordCorrected()]);
    if (!entered || !corrected) throw new Error("two events");
    const once = project(records, [entered, corrected]);
    expect(project(records, [entered, corrected, corrected, entered])).toEqual(once);
  });
});

it("the cases of a book are read in its order, second cases after their number", async () => {
  const inOrder = ["2", "2a", "2b", "3", "10", "10b"];
  const events = inOrder.map((number, index) =>
    make.recordEntered({ recordId: `record-${9 - index}`, number }),
  );
  const puts = events.flatMap((event, index) => [
    ...project(records, stream(`record-record-${9 - index}`, [event])).values(),
  ]);
  const model = await createInMemoryPorts().readModels.open<RecordView>(records.definition);
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  const ofBook = await everyDocument(model, { where: { bookId: "book-a" }, orderBy: byNumber });
  expect(ofBook.map(({ number }) => number)).toEqual(inOrder);
});
