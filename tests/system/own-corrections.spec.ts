import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

it("who keyed a case decides no request to correct it, is told so, and another acceptor decides", async () => {
  const book = await acceptedBook();
  const { admin, acceptor, clerk, keeper, commune, recordIds, standalone, signInAgain } = book;
  await book.accept();
  const [recordId = ""] = recordIds;
  const grant = { role: "acceptor", unitId: commune };
  done(await admin.post(`accounts/v1/accounts/${clerk.account?.id}/roles`, grant));
  await standalone.settled();
  const both = await signInAgain("nam");
  const wish = { recordId, changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } }, reason: "Đối chiếu lại" };
  const { correctionId } = done(await keeper.post<{ correctionId: string }>("review/v1/corrections", wish));
  await standalone.settled();
  const listed = async (who: typeof both) =>
    done(await who.get<{ items: { own?: true }[] }>("review/v1/corrections?status=requested")).items;
  expect((await listed(both)).map(({ own }) => own)).toEqual([true]);
  expect((await listed(acceptor)).map(({ own }) => own)).toEqual([undefined]);
  const path = `review/v1/corrections/${correctionId}`;
  for (const [way, body] of [
    ["approve", undefined],
    ["decline", { reason: "Sổ ghi đúng" }],
  ] as const) {
    const refused = await both.post(`${path}/${way}`, body);
    expect([refused.status, refused.body["code"]]).toEqual([403, "value-made-by-yourself"]);
  }
  done(await acceptor.post(`${path}/approve`));
  await standalone.stop();
});
