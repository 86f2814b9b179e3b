import { createPagePdf } from "@sogoc/files";
import { forgeZip } from "@sogoc/files/testing";
import { expect, it } from "vitest";
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
