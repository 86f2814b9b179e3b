import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const reason = "điều chuyển công tác";

interface FromElsewhere {
  readonly items: readonly {
    readonly displayName: string;
    readonly role: string;
    readonly accountId: string;
    readonly revision: number;
  }[];
}

it("a commune sees a contractor's people who work on its books, and ends what they hold there", async () => {
  const test = await startTestProvince();
  const { standalone, admin, commune, otherCommune, province, person } = test;
  const company = { kind: "contractor", name: "Công ty Số hóa", parentId: province, from: "2026-01-01" };
  const { unitId: contractor } = done(await admin.post<{ unitId: string }>("accounts/v1/units", company));
  const keyer = {
    signInName: "nhap",
    displayName: "Người nhập thuê",
    unitId: contractor,
    until: "2099-12-31",
  };
  const opened = await admin.post<{ accountId: string }>("accounts/v1/accounts", keyer);
  const { accountId } = done(opened);
  const roles = `accounts/v1/accounts/${accountId}/roles`;
  for (const unitId of [commune, otherCommune]) done(await admin.post(roles, { role: "clerk", unitId }));
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  await standalone.settled();

  const seen = async () => done(await lead.get<FromElsewhere>("accounts/v1/people-from-elsewhere")).items;
  expect(await seen()).toMatchObject([
    { displayName: "Người nhập thuê", role: "clerk", homeUnitId: contractor },
  ]);

  const end = { role: "clerk", unitId: commune, reason };
  const [{ revision = -1 } = {}] = await seen();
  done(await lead.post(`${roles}/revoke`, end, undefined, `"${revision}"`));
  await standalone.settled();
  expect(await seen()).toEqual([]);
  // What they hold elsewhere is not this commune's to end.
  const elsewhere = await lead.post(`${roles}/revoke`, { role: "clerk", unitId: otherCommune, reason });
  expect(elsewhere.body["code"]).toBe("outside-area");
  await standalone.stop();
});

it("a person is moved with the roles over the unit that they leave ended, and only from above both units", async () => {
  const { standalone, commune, otherCommune, province, person, signInAgain } = await startTestProvince();
  const clerk = await person("lan", [
    { role: "clerk", unitId: commune },
    { role: "checker", unitId: otherCommune },
  ]);
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const path = `accounts/v1/accounts/${clerk.account?.id}/move`;
  const move = { unitId: otherCommune, reason };
  expect((await lead.post(path, move)).body["code"]).toBe("outside-area");
  done(await above.post(path, move));
  await standalone.settled();
  // The token from before is of somebody who keys here no more.
  const keyed = await clerk.post("entry/v1/batches/none/records", { fields: birthFields(1) });
  expect(keyed.body["code"]).toBe("forbidden-role");
  const again = await signInAgain("lan");
  expect(again.account?.unitId).toBe(otherCommune);
  const me = done(await again.get<{ grants: readonly object[] }>("accounts/v1/me"));
  expect(me.grants).toMatchObject([{ role: "checker", unitId: otherCommune }]);
  const list = done(
    await above.get<{ items: readonly { signInName: string; unitId: string }[] }>(
      "accounts/v1/accounts?limit=200",
    ),
  );
  expect(list.items.find(({ signInName }) => signInName === "lan")?.unitId).toBe(otherCommune);
  const own = await above.post(`accounts/v1/accounts/${above.account?.id}/move`, move);
  expect(own.body["code"]).toBe("own-account");
  await standalone.stop();
});

it("a unit that is closed takes no new people, roles or books, and what it had goes on", async () => {
  const test = await startTestProvince();
  const { standalone, admin, commune, otherCommune, province, person } = test;
  const keeper = await person("giu-so", [{ role: "book-keeper", unitId: province }], province);
  const book = (bookNumber: string) => ({
    unitId: commune,
    recordType: "KS",
    bookNumber,
    office: "UBND xã Mai Lâm",
    pages: 10,
  });
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book("01/2008")));
  const clerk = await person("lan", [{ role: "clerk", unitId: commune }]);
  done(
    await admin.post(`accounts/v1/units/${commune}/close`, { on: "2026-01-01", successors: [otherCommune] }),
  );
  await standalone.settled();
  const codeOf = async (path: string, body: object) => (await admin.post(path, body)).body["code"];
  const nobody = { signInName: "moi", displayName: "Người mới", unitId: commune };
  expect(await codeOf("accounts/v1/accounts", nobody)).toBe("unit-closed");
  const roles = `accounts/v1/accounts/${clerk.account?.id}/roles`;
  expect(await codeOf(roles, { role: "checker", unitId: commune })).toBe("unit-closed");
  const move = { unitId: commune, reason };
  expect(await codeOf(`accounts/v1/accounts/${keeper.account?.id}/move`, move)).toBe("unit-closed");
  expect((await keeper.post("entry/v1/books", book("02/2008"))).body["code"]).toBe("unit-closed");
  // Its shelf is the successor's work now.
  const batch = { bookId, from: 1, to: 10 };
  const opened = await keeper.post<{ batchId: string }>("entry/v1/batches", batch);
  const { batchId } = done(opened);
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(1) }));
  await standalone.stop();
});

it("a last day is set or taken away only by who could suspend the person", async () => {
  const { standalone, commune, province, person } = await startTestProvince();
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  // Whoever watches over the commune may work in it.
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }]);
  const clerk = await person("lan", [{ role: "clerk", unitId: commune }]);
  const move = { unitId: commune, until: "2020-01-01", endsRoles: false, reason };
  const path = (of: typeof clerk) => `accounts/v1/accounts/${of.account?.id}/move`;
  expect((await lead.post(path(above), move)).body["code"]).toBe("outside-area");
  done(await above.get("accounts/v1/me"));
  done(await lead.post(path(clerk), move));
  await standalone.settled();
  expect((await clerk.get("accounts/v1/me")).body["code"]).toBe("account-ended");
  await standalone.stop();
});
