import { createInMemoryEventStore, createInMemoryPorts, createInMemorySecrets } from "@sogoc/core";
import { createWatchedServer } from "@sogoc/http/testing";
import { describe, expect, it } from "vitest";
import { bootstrapInstallation, buildAccounts, resetAdministrator } from "./app.ts";
import { accountIdOf } from "./domain/account-id.ts";

const options = { secureCookies: false, signInsPerMinute: 100, secondFactorPolicy: "off" as const };
const admin = { signInName: "admin" };

/** One instance of the service; several of them share store and secrets. */
const startInstance = async (shared: Parameters<typeof createInMemoryPorts>[0]) =>
  buildAccounts(createInMemoryPorts(shared), options);

describe("a log whose secrets are gone", () => {
  it("is told from a new installation once somebody has signed in", async () => {
    const store = createInMemoryEventStore();
    const shared = { store, secrets: createInMemorySecrets() };
    const begun = await startInstance(shared);
    const password = await bootstrapInstallation(begun.bootstrapDependencies, admin);
    expect(await begun.areSecretsLost()).toBe(false);
    // Cut off before anybody used the first password: it may be told anew.
    const cutOff = await startInstance({ store, secrets: createInMemorySecrets() });
    expect(await cutOff.areSecretsLost()).toBe(false);
    expect(await begun.hasAnyoneSignedIn()).toBe(false);
    const server = await createWatchedServer({ newId: () => crypto.randomUUID() });
    await server.register(begun.plugin);
    const payload = { signInName: admin.signInName, password };
    await server.inject({ method: "POST", url: "/api/accounts/v1/sessions", payload });
    const lost = await startInstance({ store, secrets: createInMemorySecrets() });
    expect(await lost.areSecretsLost()).toBe(true);
    expect(await begun.areSecretsLost()).toBe(false);
    expect(await begun.hasAnyoneSignedIn()).toBe(true);
    await server.close();
  });
});

describe("the first start", () => {
  it("tells one password, also when several instances start at once", async () => {
    const shared = { store: createInMemoryEventStore(), secrets: createInMemorySecrets() };
    const instances = await Promise.all([1, 2, 3].map(() => startInstance(shared)));
    const told = await Promise.all(
      instances.map(({ bootstrapDependencies }) => bootstrapInstallation(bootstrapDependencies, admin)),
    );
    const passwords = told.filter((password) => password !== undefined);
    expect(passwords).toHaveLength(1);
    const { credentials } = (await startInstance(shared)).bootstrapDependencies;
    expect(await credentials.matches(accountIdOf("admin"), passwords[0] ?? "")).toBe(true);
    const types = (await shared.store.readAll({ after: 0, limit: 100 })).events.map(({ type }) => type);
    expect(types).toEqual(["UnitRegistered", "AccountOpened", "RoleGranted", "PasswordChanged"]);
  });

  it("goes on with one that was broken off before its password was stored", async () => {
    const store = createInMemoryEventStore();
    const secrets = createInMemorySecrets();
    const { bootstrapDependencies } = await startInstance({ store, secrets });
    const brokenOff = {
      ...bootstrapDependencies,
      credentials: { ...bootstrapDependencies.credentials, setFirst: () => Promise.reject(new Error()) },
    };
    await expect(bootstrapInstallation(brokenOff, admin)).rejects.toThrow();
    const password = await bootstrapInstallation(
      (await startInstance({ store, secrets })).bootstrapDependencies,
      admin,
    );
    expect(await bootstrapDependencies.credentials.matches(accountIdOf("admin"), password ?? "")).toBe(true);
    expect(await bootstrapInstallation(bootstrapDependencies, admin)).toBeUndefined();
  });

  it("tells none where the passwords were lost and another administrator was let in", async () => {
    const store = createInMemoryEventStore();
    await bootstrapInstallation((await startInstance({ store })).bootstrapDependencies, admin);
    const shared = { store, secrets: createInMemorySecrets() };
    await resetAdministrator(createInMemoryPorts(shared), { signInName: "quan-tri" });
    const { bootstrapDependencies } = await startInstance(shared);
    expect(await bootstrapInstallation(bootstrapDependencies, admin)).toBeUndefined();
    expect(await bootstrapDependencies.credentials.exist(accountIdOf("admin"))).toBe(false);
  });
});
