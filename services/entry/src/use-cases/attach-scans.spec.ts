import { CommandRejected } from "@sogoc/core";
import { createPagePdf } from "@sogoc/files";
import { forgeZip } from "@sogoc/files/testing";
import { expect, it } from "vitest";
import { bookDecider } from "../domain/book.ts";
import { registerBook, scanNameOf } from "../testing/registered-book.ts";

it("attaches no more of a zip once whoever sent it has left, and the rest when it comes again", async () => {
  const { send } = await registerBook();
  const zip = forgeZip(
    [1, 2, 3].map((number) => ({
      path: scanNameOf(number),
      content: createPagePdf({ title: `trang ${number}`, fields: [] }),
    })),
  );
  const leaving = new AbortController();
  // Asked once a scan was looked at: whoever sent it leaves meanwhile.
  const share = { reserve: async () => leaving.abort(new Error("left")) };
  await expect(send("quet.zip", zip, { share, senderGone: leaving.signal })).rejects.toThrow("left");
  const outcomes = await send("quet.zip", zip);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unchanged", "attached", "attached"]);
});

const page = (number: number) => ({
  path: scanNameOf(number),
  content: createPagePdf({ title: `trang ${number}`, fields: [] }),
});

it("refuses what unpacks to far more than it is by its name, and takes the others of the zip", async () => {
  const { send } = await registerBook();
  const bomb = { path: scanNameOf(2), content: Buffer.alloc(30 * 2 ** 20) };
  const outcomes = await send("quet.zip", forgeZip([page(1), bomb, page(3)]));
  expect(outcomes).toMatchObject([
    { fileName: scanNameOf(1), outcome: "attached" },
    { fileName: scanNameOf(2), outcome: "refused", reason: "compression-ratio" },
    { fileName: scanNameOf(3), outcome: "attached" },
  ]);
  expect(outcomes[1]?.detailVi).toBeTruthy();
});

it("names the file that a zip is refused for as a whole, and attaches nothing of it", async () => {
  const { send, bookId, commands } = await registerBook();
  const twice = [page(1), page(2), page(2)];
  const refused = await send("quet.zip", forgeZip(twice)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "scan-refused", params: { reason: "duplicate-entry" } });
  expect((refused as CommandRejected).problems[0]?.detail).toContain(scanNameOf(2));
  const { state } = await commands.load(bookDecider, bookId);
  expect(state.scans.size).toBe(0);
});

it("tells which files of a zip found no room, and takes those that do", async () => {
  const { send } = await registerBook();
  let asked = 0;
  const share = {
    reserve: async () => {
      asked += 1;
      if (asked === 2) throw new CommandRejected("quota-exceeded");
    },
  };
  const outcomes = await send("quet.zip", forgeZip([page(1), page(2), page(3)]), { share });
  expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    "attached",
    "quota-exceeded",
    "attached",
  ]);
});
