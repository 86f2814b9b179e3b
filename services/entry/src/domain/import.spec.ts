import { given } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { digestOfPreview, type ImportCommand, type ImportEvent, importDecider } from "./import.ts";

const importId = "i-1";
const data = {
  importId,
  unitId: "u-1",
  recordType: "KS",
  fileName: "so.xlsx",
  sha256: "aa",
  dialect: "legacy",
  rows: 10,
  good: 10,
  refused: 0,
  unchanged: 0,
  openBatches: false,
  preview: "bb",
};
const prepared: ImportEvent = { type: "ImportPrepared", data };
const withRefused: ImportEvent = { type: "ImportPrepared", data: { ...data, good: 9, refused: 1 } };
const counts = { importId, written: 10, unchanged: 0, refused: 0 };
const confirmed: ImportEvent = { type: "ImportConfirmed", data: { importId, mode: "all-or-nothing" } };
const finished: ImportEvent = { type: "ImportFinished", data: counts };
const discarded: ImportEvent = { type: "ImportDiscarded", data: { importId } };

const previewed: ImportEvent = { type: "ImportPreviewed", data: { importId, seenBy: "nam" } };

const prepare: ImportCommand = { type: "NoteImportPrepared", data };
const confirm: ImportCommand = { type: "ConfirmImport", importId, accountId: "nam", mode: "all-or-nothing" };
const goodRows: ImportCommand = { type: "ConfirmImport", importId, accountId: "nam", mode: "good-rows-only" };
const look: ImportCommand = { type: "NotePreviewSeen", importId, accountId: "nam" };
const finish: ImportCommand = { type: "FinishImport", data: counts };
const discard: ImportCommand = { type: "DiscardImport", importId };

describe("an import", () => {
  it("is prepared, then confirmed and finished", () => {
    given(importDecider).when(prepare).then([prepared]);
    given(importDecider, [prepared]).when(look).then([previewed]);
    given(importDecider, [prepared, previewed]).when(look).then([]);
    // What was shown is never another one.
    given(importDecider, [prepared, previewed]).when(prepare).thenRejected("import-not-ready");
    given(importDecider, [prepared, previewed]).when(confirm).then([confirmed]);
    given(importDecider, [prepared, confirmed]).when(finish).then([finished]);
  });

  it("is confirmed by somebody who has asked for its preview", () => {
    const another: ImportEvent = { type: "ImportPreviewed", data: { importId, seenBy: "lan" } };
    given(importDecider, [prepared]).when(confirm).thenRejected("preview-unseen");
    given(importDecider, [prepared, another]).when(goodRows).thenRejected("preview-unseen");
  });

  it("is confirmed as what was looked at, and as nothing else", () => {
    const digest = digestOfPreview(data);
    const agreed: ImportCommand = {
      type: "ConfirmImport",
      importId,
      accountId: "nam",
      mode: "good-rows-only",
      digest,
    };
    given(importDecider, [prepared, previewed])
      .when(agreed)
      .then([{ type: "ImportConfirmed", data: { importId, mode: "good-rows-only", digest } }]);
    for (const other of [
      { sha256: "cc" },
      { preview: "dd" },
      { good: 9, refused: 1 },
      { openBatches: true },
    ]) {
      const changed: ImportEvent = { type: "ImportPrepared", data: { ...data, ...other } };
      given(importDecider, [changed, previewed]).when(agreed).thenRejected("preview-differs");
    }
    // The file's name and the import's id say nothing of what is in it.
    expect(digestOfPreview({ ...data, importId: "i-2", fileName: "so-khac.xlsx" })).toBe(digest);
  });

  it("or discarded", () => {
    given(importDecider, [prepared]).when(discard).then([discarded]);
  });

  it("writes nothing when one row is refused and all or nothing was asked for", () => {
    given(importDecider, [withRefused]).when(confirm).thenRejected("import-refused");
    given(importDecider, [withRefused, previewed])
      .when(goodRows)
      .then([{ type: "ImportConfirmed", data: { importId, mode: "good-rows-only" } }]);
  });

  it("goes on after a crash by being confirmed again", () => {
    given(importDecider, [prepared, confirmed]).when(confirm).then([]);
    given(importDecider, [prepared, confirmed, finished]).when(finish).then([]);
    const good: ImportEvent = { type: "ImportConfirmed", data: { importId, mode: "good-rows-only" } };
    given(importDecider, [prepared, previewed, confirmed]).when(goodRows).then([good]);
    given(importDecider, [prepared, confirmed, good]).when(goodRows).then([]);
  });

  it("that rows were refused of does not go on as all or nothing", () => {
    const good: ImportEvent = { type: "ImportConfirmed", data: { importId, mode: "good-rows-only" } };
    given(importDecider, [withRefused, good]).when(confirm).thenRejected("import-refused");
  });

  it("must be there", () => {
    for (const command of [confirm, goodRows, finish, discard]) {
      given(importDecider).when(command).thenRejected("import-unknown");
    }
  });

  it("does nothing out of turn", () => {
    const refused: readonly [ImportEvent[], ImportCommand[]][] = [
      [[prepared], [prepare, finish]],
      [
        [prepared, confirmed],
        [prepare, discard],
      ],
      [
        [prepared, confirmed, finished],
        [prepare, confirm, discard],
      ],
      [
        [prepared, discarded],
        [prepare, confirm, finish, discard],
      ],
    ];
    for (const [events, commands] of refused) {
      for (const command of commands)
        given(importDecider, events).when(command).thenRejected("import-not-ready");
    }
  });
});
