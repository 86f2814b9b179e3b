import { createInMemoryPorts } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { endAuditor, resetAdministrator } from "./app.ts";
import { startAccounts } from "./testing/accounts-server.ts";

const may = async (test: Awaited<ReturnType<typeof startAccounts>>, name: string, password: string) => {
  const first = (await test.signIn(name, password)).json();
  const change = { currentPassword: password, newPassword: "mat-khau-moi-1" };
  const token = (await test.post("/password", change, { token: first.accessToken })).json().accessToken;
  const unit = { kind: "province", name: `Tỉnh ${name}`, parentId: "vn", from: "2006-01-01" };
  return (await test.post("/units", unit, { token })).statusCode;
};

describe("resetting the administrator", () => {
  it("gives them a new password, and lets them in again whatever was taken from them", async () => {
    const test = await startAccounts();
    const token = await test.tokenOf("admin", "quan-tri-1234");
    const [admin = ""] = test.accounts.runtime.directory.accountIds();
    const other = { signInName: "minh", displayName: "Trần Minh", unitId: "vn" };
    const { accountId, temporaryPassword } = (await test.post("/accounts", other, { token })).json();
    const role = { role: "system-admin", unitId: "vn" };
    await test.post(`/accounts/${accountId}/roles`, role, { token });
    const minh = await test.tokenOf("minh", temporaryPassword);
    const change = { currentPassword: temporaryPassword, newPassword: "mat-khau-moi-1" };
    const strong = (await test.post("/password", change, { token: minh })).json().accessToken;
    const reason = "nghỉ việc";
    await test.post(`/accounts/${admin}/roles/revoke`, { ...role, reason }, { token: strong });
    await test.post(`/accounts/${admin}/suspend`, { reason }, { token: strong });
    expect((await test.signIn("admin", "quan-tri-1234")).json().code).toBe("account-suspended");

    const password = await resetAdministrator(test.ports, { signInName: "admin" });
    expect((await test.signIn("admin", "quan-tri-1234")).statusCode).toBe(401);
    expect(await may(test, "admin", password)).toBe(201);
    await test.server.close();
  });

  it("opens an account where none has the name", async () => {
    const test = await startAccounts();
    const password = await resetAdministrator(test.ports, { signInName: "Cuu-Ho" });
    expect(await may(test, "cuu-ho", password)).toBe(201);
    await test.server.close();
  });

  it("leaves an ended contract ended", async () => {
    const ports = createInMemoryPorts();
    const test = await startAccounts(ports);
    const token = await test.tokenOf("admin", "quan-tri-1234");
    const guest = { signInName: "khach", displayName: "Khách", unitId: "vn", until: "2020-01-01" };
    await test.post("/accounts", guest, { token });
    await expect(resetAdministrator(ports, { signInName: "khach" })).rejects.toMatchObject({
      code: "contract-required",
    });
    await test.server.close();
  });
});

describe("ending an auditor whom nobody in the application may touch", () => {
  it("takes the role away, after which the account is like any other", async () => {
    const test = await startAccounts();
    const token = await test.tokenOf("admin", "quan-tri-1234");
    const person = { signInName: "kiem-toan", displayName: "Kiểm Toán", unitId: "vn" };
    const { accountId } = (await test.post("/accounts", person, { token })).json();
    await test.post(`/accounts/${accountId}/roles`, { role: "auditor", unitId: "vn" }, { token });
    const reason = "hết nhiệm kỳ";
    const suspend = async () =>
      (await test.post(`/accounts/${accountId}/suspend`, { reason }, { token })).json();
    expect((await suspend()).code).toBe("administrator-above-required");
    expect(await endAuditor(test.ports, { signInName: "kiem-toan", reason })).toBe(1);
    expect(await endAuditor(test.ports, { signInName: "kiem-toan", reason })).toBe(0);
    expect((await suspend()).accountId).toBe(accountId);
    await expect(endAuditor(test.ports, { signInName: "ai-do", reason })).rejects.toMatchObject({
      code: "account-unknown",
    });
    await test.server.close();
  });
});
