import { createInMemorySecrets } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { MINIMUM_PASSWORD_LENGTH } from "../sign-in/password-strength.ts";
import { createCredentials } from "./credentials.ts";
import { newTemporaryPassword, temporaryPasswordFor } from "./temporary-passwords.ts";

describe("credentials", () => {
  it("are argon2id with the recommended cost, and match only themselves", async () => {
    const secrets = createInMemorySecrets();
    const credentials = await createCredentials(secrets);
    await credentials.set("a-1", "mật khẩu dài");
    expect(await secrets.find("password/a-1")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await credentials.matches("a-1", "mật khẩu dài")).toBe(true);
    expect(await credentials.matches("a-1", "mật khẩu ngắn")).toBe(false);
    expect(await credentials.matches("a-1", "")).toBe(false);
  });

  it("are the same password in composed and decomposed Unicode", async () => {
    const credentials = await createCredentials(createInMemorySecrets());
    await credentials.set("a-1", "mật khẩu dài".normalize("NFD"));
    expect(await credentials.matches("a-1", "mật khẩu dài".normalize("NFC"))).toBe(true);
  });

  it("match nobody without an account, and after a change only the new one", async () => {
    const credentials = await createCredentials(createInMemorySecrets());
    expect(await credentials.matches(undefined, "mật khẩu dài")).toBe(false);
    expect(await credentials.matches("a-2", "mật khẩu dài")).toBe(false);
    await credentials.set("a-1", "mật khẩu cũ");
    await credentials.set("a-1", "mật khẩu mới");
    expect(await credentials.matches("a-1", "mật khẩu cũ")).toBe(false);
    expect(await credentials.matches("a-1", "mật khẩu mới")).toBe(true);
  });
});

describe("changing a password", () => {
  it("needs the old one, and gives way to what was set meanwhile", async () => {
    const secrets = createInMemorySecrets();
    const credentials = await createCredentials(secrets);
    await credentials.set("a-1", "mật khẩu cũ");
    expect(await credentials.change("a-1", "mật khẩu sai", "mật khẩu mới")).toBe(false);
    const slow: typeof secrets = {
      ...secrets,
      async find(key) {
        const found = await secrets.find(key);
        // Right after the old password was looked up, an administrator resets it.
        await credentials.set("a-1", "mật khẩu tạm");
        return found;
      },
    };
    expect(await (await createCredentials(slow)).change("a-1", "mật khẩu cũ", "của kẻ khác")).toBe(false);
    expect(await credentials.matches("a-1", "mật khẩu tạm")).toBe(true);
    expect(await credentials.change("a-1", "mật khẩu tạm", "mật khẩu mới")).toBe(true);
    expect(await credentials.matches("a-1", "mật khẩu mới")).toBe(true);
  });
});

describe("a temporary password", () => {
  it("is the same for the same command, and another for another", async () => {
    const secrets = createInMemorySecrets();
    const one = { commandId: "c-1", accountId: "a-1" };
    const first = await temporaryPasswordFor(secrets, one);
    expect(await temporaryPasswordFor(secrets, one)).toBe(first);
    expect(await temporaryPasswordFor(secrets, { ...one, commandId: "c-2" })).not.toBe(first);
    expect(await temporaryPasswordFor(secrets, { ...one, accountId: "a-2" })).not.toBe(first);
    expect(await temporaryPasswordFor(createInMemorySecrets(), one)).not.toBe(first);
  });

  it("can be read over the telephone and is never the same", () => {
    const passwords = Array.from({ length: 200 }, newTemporaryPassword);
    expect(new Set(passwords).size).toBe(passwords.length);
    for (const password of passwords) {
      expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}$/);
      expect(password.length).toBeGreaterThanOrEqual(MINIMUM_PASSWORD_LENGTH);
    }
  });
});
