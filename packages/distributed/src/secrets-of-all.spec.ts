import { createInMemoryPorts, type Secrets } from "@sogoc/core";
import { EXPORT_KEY_NAME, passwordName } from "@sogoc/events";
import { expect, it } from "vitest";
import { openSecretsOfAll } from "./secrets-of-all.ts";

it("keeps each secret where its service looks for it, and counts none that lies with another", async () => {
  const databases = new Map<string, Secrets>();
  const databaseOf = (service: string): Secrets => {
    const found = databases.get(service) ?? createInMemoryPorts().secrets;
    databases.set(service, found);
    return found;
  };
  const secrets = await openSecretsOfAll(async (service) => databaseOf(service));
  await secrets.put(passwordName("lan"), "hash");
  await secrets.put(EXPORT_KEY_NAME, { d: "key" });
  await databaseOf("reporting").put(passwordName("stray"), "left behind");

  expect(await databaseOf("accounts").keys("")).toEqual([passwordName("lan")]);
  expect(await databaseOf("reporting").find(EXPORT_KEY_NAME)).toEqual({ d: "key" });
  expect(await secrets.keys("")).toEqual([EXPORT_KEY_NAME, passwordName("lan")]);
  expect(await secrets.find(passwordName("stray"))).toBeUndefined();
});
