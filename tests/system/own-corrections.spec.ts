import { expect, it } from "vitest";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
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

it("asking needs a role on that book that is in force, and an account that is in nobody else's hands", async () => {
  const book = await acceptedBook();
  const { admin, acceptor, clerk, keeper, person, commune, recordIds, standalone, signInAgain } = book;
  await book.accept();
  const [recordId = ""] = recordIds;
  const wish = { recordId, changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } }, reason: "Đối chiếu lại" };
  const ask = async (who: typeof clerk) => {
    const { status, body } = await who.post<{ code?: string; correctionId?: string }>(
      "review/v1/corrections",
      wish,
    );
    return [status, body.code];
  };
  // Who keyed it may ask, while they work there.
  expect(await ask(clerk)).toEqual([201, undefined]);
  const role = { role: "clerk", unitId: commune };
  const roles = `accounts/v1/accounts/${clerk.account?.id}/roles`;
  done(await admin.post(`${roles}/revoke`, { ...role, reason: "Thôi việc" }));
  await standalone.settled();
  expect((await ask(clerk))[0]).toBe(403);
  // Nor by a role elsewhere, or in a token from before.
  const other = await admin.post<{ unitId: string }>("accounts/v1/units", {
    kind: "commune",
    name: "Xã Khác",
    parentId: book.province,
    from: "2006-01-01",
  });
  done(await admin.post(roles, { role: "clerk", unitId: done(other).unitId }));
  await standalone.settled();
  expect(await ask(await signInAgain("nam"))).toEqual([403, "outside-area"]);

  // Whoever resets a password may sign in with it: the account asks for nothing for a day.
  const lead = await person("chinh", [
    { role: "unit-admin", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  const reset = `accounts/v1/accounts/${keeper.account?.id}/password-reset`;
  const { temporaryPassword } = done(await lead.post<{ temporaryPassword: string }>(reset));
  const puppet = createLocalClient(standalone.server);
  const first = await puppet.signIn("thu", temporaryPassword);
  const change = { currentPassword: temporaryPassword, newPassword: "mat-khau-moi-cua-thu" };
  done(await first.post("accounts/v1/password", change));
  const asked = await ask(await puppet.signIn("thu", change.newPassword));
  expect(asked).toEqual([403, "account-held"]);
  done(await acceptor.get("review/v1/corrections?status=requested"));
  await standalone.stop();
});
