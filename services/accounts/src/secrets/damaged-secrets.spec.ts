import { createInMemorySecrets, DamagedSecret, type Secrets } from "@sogoc/core";
import { passwordName, secondFactorName } from "@sogoc/events";
import { expect, it } from "vitest";
import { accountDecider } from "../domain/account.ts";
import { createCredentials } from "./credentials.ts";
import { tellDamagedSecrets } from "./damaged-secrets.ts";

/** A store in which the disk has changed what is kept under these names. */
const damaged = (secrets: Secrets, names: readonly string[]): Secrets => {
  const find: Secrets["find"] = async (key) => {
    if (names.includes(key)) throw new DamagedSecret(key);
    return secrets.find(key);
  };
  return { ...secrets, find };
};

const commands = {
  load: async () => ({
    state: accountDecider.evolve(accountDecider.initialState(), {
      type: "AccountOpened",
      data: { accountId: "a-1", signInName: "nam", displayName: "Phạm Văn Nam", unitId: "u-1" },
    }),
    revision: 0,
    position: 1,
  }),
} as unknown as Parameters<typeof tellDamagedSecrets>[1];

const cost = { memoryCost: 8, timeCost: 1, parallelism: 1 };

it("a damaged password is named at the start in both languages, with what to do", async () => {
  const kept = createInMemorySecrets();
  for (const name of [passwordName("a-1"), passwordName("a-2"), secondFactorName("a-1")])
    await kept.put(name, "x");
  const told: string[] = [];
  const warn = (message: string) => void told.push(message);
  await tellDamagedSecrets(kept, commands, warn);
  expect(told).toEqual([]);
  await tellDamagedSecrets(damaged(kept, [passwordName("a-1"), secondFactorName("a-1")]), commands, warn);
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(
    /Mật khẩu lưu của tài khoản nam .*đã hỏng[\s\S]*nam is damaged[\s\S]*admin reset nam/,
  );
  expect(told[1]).toMatch(/hai bước .*nam .*đã hỏng[\s\S]*second factor of the account nam is damaged/);
});

it("whose password is damaged is refused as with a wrong one, and comes in with a new one", async () => {
  const kept = createInMemorySecrets();
  await (await createCredentials(kept, cost)).set("a-1", "mật khẩu dài");
  const credentials = await createCredentials(damaged(kept, [passwordName("a-1")]), cost);
  expect(await credentials.matches("a-1", "mật khẩu dài")).toBe(false);
  expect(await credentials.change("a-1", "mật khẩu dài", "mật khẩu mới")).toBe(false);
  expect(await credentials.exist("a-1")).toBe(true);
  await credentials.set("a-1", "mật khẩu mới");
  expect(await (await createCredentials(kept, cost)).matches("a-1", "mật khẩu mới")).toBe(true);
});
