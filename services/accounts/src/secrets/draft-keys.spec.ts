import { createInMemoryPorts, DamagedSecret } from "@sogoc/core";
import { expect, it } from "vitest";
import { getDraftKeys } from "./draft-keys.ts";

it("gives an account the same key at every start, and no two accounts one key", async () => {
  const { secrets } = createInMemoryPorts();
  const before = await getDraftKeys(secrets);
  const after = await getDraftKeys(secrets);
  expect(Buffer.from(before.keyOf("nam"), "base64")).toHaveLength(32);
  expect(after.keyOf("nam")).toBe(before.keyOf("nam"));
  expect(after.keyOf("lan")).not.toBe(before.keyOf("nam"));
});

it("gives another installation other keys", async () => {
  const one = await getDraftKeys(createInMemoryPorts().secrets);
  const other = await getDraftKeys(createInMemoryPorts().secrets);
  expect(one.keyOf("nam")).not.toBe(other.keyOf("nam"));
});

it("says so where what was stored is no key", async () => {
  const { secrets } = createInMemoryPorts();
  await secrets.put("draft-key/installation", "c2hvcnQ=");
  await expect(getDraftKeys(secrets)).rejects.toThrow(DamagedSecret);
});
