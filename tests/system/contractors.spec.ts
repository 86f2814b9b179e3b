import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { startTestProvince } from "../support/test-province.ts";

const codeOf = ({ body }: { readonly body: object }) => (body as { code?: string }).code;

it("a contractor keeps no books, and takes over from no office", async () => {
  const { admin, commune, otherCommune, person, standalone } = await startTestProvince();
  const lead = await person("truong", [
    { role: "unit-admin", unitId: commune },
    { role: "book-keeper", unitId: commune },
  ]);
  const contractor = { name: "Công ty Số hóa", parentId: commune, from: "2020-01-01" };
  const { unitId } = done(await lead.post<{ unitId: string }>("accounts/v1/contractors", contractor));
  await standalone.settled();
  const book = { unitId, recordType: "KS", bookNumber: "05/2008", office: "UBND xã Mai Lâm" };
  expect(codeOf(await lead.post("entry/v1/books", book))).toBe("unit-keeps-no-books");
  const csv = Buffer.from("Loại sổ,Quyển số,Nơi đăng ký\nKS,05/2008,UBND xã Mai Lâm\n");
  const inventory = await lead.upload(`entry/v1/books/inventory?unitId=${unitId}`, "so.csv", csv);
  expect(codeOf(inventory)).toBe("unit-keeps-no-books");
  const closing = { on: "2026-01-01", successors: [unitId] };
  const closed = await admin.post(`accounts/v1/units/${commune}/close`, closing);
  expect(codeOf(closed)).toBe("successor-keeps-no-books");
  done(await admin.post(`accounts/v1/units/${commune}/close`, { ...closing, successors: [otherCommune] }));
  await standalone.stop();
});

it("who is made to decide for a contractor by the office that registered it is held, and told above", async () => {
  const { admin, commune, person, standalone } = await startTestProvince();
  const lead = await person("truong", [{ role: "unit-admin", unitId: commune }]);
  const contractor = { name: "Công ty Ma", parentId: commune, from: "2020-01-01" };
  const { unitId } = done(await lead.post<{ unitId: string }>("accounts/v1/contractors", contractor));
  const until = "2030-01-01";
  const ghost = { signInName: "ma-duyet", displayName: "Người ma", unitId, until };
  const opened = done(await lead.post<{ accountId: string }>("accounts/v1/accounts", ghost));
  const account = `accounts/v1/accounts/${opened.accountId}`;
  done(await lead.post(`${account}/roles`, { role: "acceptor", unitId, until }));
  await standalone.settled();
  const told = async () => {
    const { items } = done(
      await admin.get<{ items: { accountId: string; what: string; held: boolean }[] }>(
        "accounts/v1/password-resets",
      ),
    );
    return items.filter((one) => one.accountId === opened.accountId && one.held).map(({ what }) => what);
  };
  expect(await told()).toContain("made-acceptor");
  // Their word lets it decide; that of who made it does not.
  expect(codeOf(await lead.post(`${account}/vouch`, {}))).toBe("administrator-above-required");
  done(await admin.post(`${account}/vouch`, {}));
  await standalone.settled();
  expect(await told()).toEqual([]);
  await standalone.stop();
});
