import { setTimeout as pause } from "node:timers/promises";
import { createInMemoryEventStore, type EventStore } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { startAccounts } from "./testing/accounts-server.ts";

const reason = "nghỉ việc";
const role = { role: "system-admin", unitId: "vn" };

interface Act {
  /** Ends what the account may do for the whole country. */
  readonly end: readonly [path: string, body: object];
  readonly undo: readonly [path: string, body: object];
}

const acts: readonly Act[] = [
  { end: ["suspend", { reason }], undo: ["reinstate", { reason }] },
  { end: ["roles/revoke", { ...role, reason }], undo: ["roles", role] },
  {
    end: ["move", { unitId: "vn", endsRoles: false, until: "2020-01-01", reason }],
    undo: ["move", { unitId: "vn", endsRoles: false, reason }],
  },
];

const startWithTwo = async () => {
  // A disk takes its time: what one has asked for is not known to the other.
  const store = createInMemoryEventStore();
  const slow: EventStore = {
    ...store,
    async append(stream, revision, events) {
      await pause(10);
      return store.append(stream, revision, events);
    },
  };
  let now = Date.parse("2026-03-01T00:00:00Z");
  const test = await startAccounts({ store: slow, clock: { now: () => new Date(now) } });
  const { post, tokenOf, accounts } = test;
  const { directory } = accounts.runtime;
  const token = await tokenOf("admin", "quan-tri-1234");
  const [admin = ""] = directory.accountIds();
  const body = { signInName: "minh", displayName: "Trần Minh", unitId: "vn" };
  const { accountId: minh, temporaryPassword } = (await post("/accounts", body, { token })).json();
  await post(`/accounts/${minh}/roles`, role, { token });
  const change = { currentPassword: temporaryPassword, newPassword: "minh-mat-khau-1" };
  await post("/password", change, { token: await tokenOf("minh", temporaryPassword) });
  // For a day whoever has opened an account has a hand in what it does.
  now += 2 * 24 * 3_600_000;
  const people = [
    { id: admin, signIn: () => tokenOf("admin", "quan-tri-1234") },
    { id: minh, signIn: () => tokenOf("minh", "minh-mat-khau-1") },
  ] as const;
  return { ...test, directory, people };
};

describe("two administrators who end each other's rights at the same moment", () => {
  it("are one administrator afterwards, whichever way and however often they try", async () => {
    const { post, server, directory, people } = await startWithTwo();
    const [one, other] = people;
    for (let round = 0; round < 20; round += 1) {
      const place = `round ${round}`;
      const [act, otherAct] = [acts[round % 3], acts[Math.floor(round / 3) % 3]];
      if (!act || !otherAct) throw new Error(place);
      await expect
        .poll(() => people.map(({ id }) => directory.holdsRole(id, ["system-admin"], "vn", "2026-01-01")))
        .toEqual([true, true]);
      await expect.poll(() => people.map(({ id }) => directory.isSuspended(id))).toEqual([false, false]);
      const tokens = [await one.signIn(), await other.signIn()] as const;
      const end = (id: string, [path, body]: Act["end"], token: string) =>
        post(`/accounts/${id}/${path}`, body, { token });
      const answers = await Promise.all([
        end(other.id, act.end, tokens[0]),
        end(one.id, otherAct.end, tokens[1]),
      ]);
      const statuses = answers.map(({ statusCode }) => statusCode);
      expect(
        statuses.filter((status) => status === 200),
        `${place} ${statuses}`,
      ).toHaveLength(1);
      const [ended, undo, by] = statuses[0] === 200 ? [other, act.undo, one] : [one, otherAct.undo, other];
      const mended = await post(`/accounts/${ended.id}/${undo[0]}`, undo[1], { token: await by.signIn() });
      expect([mended.statusCode, mended.body], place).toMatchObject([200, expect.anything()]);
    }
    await server.close();
  });
});

describe("closing a contractor with nobody to take over", () => {
  const startWithContractor = async () => {
    const test = await startWithTwo();
    const { post, people } = test;
    const token = await people[0].signIn();
    const from = "2020-01-01";
    const province = { kind: "province", name: "Tỉnh Sơn Hà", parentId: "vn", from };
    const { unitId: parentId } = (await post("/units", province, { token })).json();
    await expect.poll(() => test.directory.tree().units.has(parentId)).toBe(true);
    const unit = { kind: "contractor", parentId, from };
    const open = async (name: string): Promise<string> => {
      const { unitId } = (await post("/units", { ...unit, name }, { token })).json();
      await expect.poll(() => test.directory.tree().units.has(unitId)).toBe(true);
      return unitId;
    };
    const move = async (id: string, unitId: string, by: string) =>
      post(`/accounts/${id}/move`, { unitId, endsRoles: false, until: "2030-01-01", reason }, { token: by });
    const close = (unitId: string, on: string, successors: readonly string[], by = token) =>
      post(`/units/${unitId}/close`, { on, successors }, { token: by });
    return { ...test, token, open, move, close };
  };

  it("does not shut out the last administrator of the country, today or on a later day", async () => {
    const { server, directory, people, open, move, close } = await startWithContractor();
    const [one, other] = people;
    const [firm, second, heir] = [await open("Công ty A"), await open("Công ty B"), await open("Công ty C")];
    expect((await move(other.id, firm, await one.signIn())).json()).toMatchObject({ accountId: other.id });
    expect((await move(one.id, second, await other.signIn())).statusCode).toBe(200);
    await expect.poll(() => people.map(({ id }) => directory.unitOf(id))).toEqual([second, firm]);
    const by = await one.signIn();
    // The other one goes on, so that a first may be closed: on a later day, too.
    expect((await close(firm, "2026-06-01", [], by)).statusCode).toBe(200);
    await expect.poll(() => directory.hasEnded(other.id, "2026-06-01")).toBe(true);
    for (const on of ["2026-06-01", "2026-07-01"])
      expect((await close(second, on, [], by)).json().code, on).toBe("last-administrator");
    // Until then there are two.
    expect((await close(second, "2026-04-01", [heir], by)).statusCode).toBe(200);
    await server.close();
  });

  it("counts one that is being closed at the same moment", async () => {
    const { server, people, directory, open, move, close } = await startWithContractor();
    const [one, other] = people;
    const [firm, second] = [await open("Công ty A"), await open("Công ty B")];
    expect((await move(other.id, firm, await one.signIn())).json()).toMatchObject({ accountId: other.id });
    expect((await move(one.id, second, await other.signIn())).statusCode).toBe(200);
    await expect.poll(() => people.map(({ id }) => directory.unitOf(id))).toEqual([second, firm]);
    const [by, byOther] = [await one.signIn(), await other.signIn()];
    // Each closes the unit it is in: whoever comes second has not lost its role by the first
    // closing.
    const answers = await Promise.all([
      close(firm, "2026-03-03", [], byOther),
      close(second, "2026-03-03", [], by),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    await server.close();
  });
});
