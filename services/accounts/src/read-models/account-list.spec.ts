import { project, recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { accountList, awaitsChoice } from "./account-list.ts";

const accountId = "a-1";
const opened: DomainEvent = {
  type: "AccountOpened",
  data: { accountId, signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "u-1", until: "2026-12-31" },
};
const grant = (role: "clerk" | "checker", unitId: string): DomainEvent => ({
  type: "RoleGranted",
  data: { accountId, role, unitId, from: "2026-01-01" },
});
const after = (...events: readonly DomainEvent[]) =>
  project(
    accountList,
    events.map((event) => recorded(event, { metadata: { at: "2026-03-01T02:00:00.000Z" } })),
  );

describe("account-list", () => {
  it("shows a new account without roles", () => {
    expect(after(opened).get(accountId)).toEqual({
      id: accountId,
      signInName: "lan",
      displayName: "Nguyễn Thị Lan",
      unitId: "u-1",
      until: "2026-12-31",
      suspended: false,
      secondFactor: false,
      grants: [],
      told: [],
      toldAt: "",
      revision: 0,
    });
  });

  it("shows who gave it a new password, and who vouched for it then", () => {
    const heldUntil = "2026-03-02T02:00:00.000Z";
    const reset: DomainEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: true, resetBy: "a-2", heldUntil },
    };
    const own: DomainEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    const [chosenAt, longer] = ["2026-03-02T01:00:00.000Z", "2026-03-03T01:00:00.000Z"];
    const chosen: DomainEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: false, chosenAt, heldUntil: longer },
    };
    const waits = (...events: readonly DomainEvent[]) => {
      const account = after(opened, ...events).get(accountId);
      return account && awaitsChoice(account);
    };
    expect([waits(), waits(reset), waits(reset, chosen), waits(reset, own)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(after(opened, reset, reset, chosen).get(accountId)?.told).toMatchObject([
      { heldUntil: longer, chosenAt },
      { heldUntil, what: "reset" },
    ]);
    const vouched: DomainEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "a-3" } };
    const at = "2026-03-01T02:00:00.000Z";
    expect(after(opened, reset, own).get(accountId)).toMatchObject({
      told: [{ what: "reset", by: "a-2", byName: "Người thử", at, heldUntil }],
      toldAt: at,
    });
    expect(after(opened, reset, vouched).get(accountId)?.told[0]?.vouchedBy).toBe("a-3");
    expect(after(opened, own).get(accountId)?.told).toEqual([]);
    // A second reset hides none.
    expect(after(opened, reset, reset).get(accountId)?.told).toHaveLength(2);
  });

  it("tells of a new account until when the role holds it, once its first own password is chosen", () => {
    const first: DomainEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: true, openedBy: "a-2" },
    };
    const role: DomainEvent = {
      type: "RoleGranted",
      data: {
        accountId,
        role: "acceptor",
        unitId: "u-1",
        from: "2026-03-01",
        heldUntil: "2026-03-02T02:00:00.000Z",
      },
    };
    const [chosenAt, heldUntil] = ["2026-03-05T01:00:00.000Z", "2026-03-06T01:00:00.000Z"];
    const chosen: DomainEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: false, chosenAt, heldUntil },
    };
    const waits = (...events: readonly DomainEvent[]) => {
      const account = after(opened, first, ...events).get(accountId);
      return account && awaitsChoice(account);
    };
    expect([waits(), waits(role), waits(role, chosen), waits(chosen, role)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(after(opened, first, role, chosen).get(accountId)?.told).toMatchObject([
      { what: "made-acceptor", heldUntil, chosenAt },
      { what: "opened", chosenAt },
    ]);
  });

  it("keeps the grants that are left", () => {
    const revoked: DomainEvent = {
      type: "RoleRevoked",
      data: { accountId, role: "clerk", unitId: "u-1", reason: "đổi việc" },
    };
    const account = after(
      opened,
      grant("clerk", "u-1"),
      grant("clerk", "u-2"),
      grant("checker", "u-1"),
      revoked,
    );
    expect(account.get(accountId)?.grants).toEqual([
      { role: "clerk", unitId: "u-2", from: "2026-01-01" },
      { role: "checker", unitId: "u-1", from: "2026-01-01" },
    ]);
  });

  it("shows suspension, reinstatement and the last sign-in", () => {
    const suspended: DomainEvent = { type: "AccountSuspended", data: { accountId, reason: "nghỉ" } };
    const reinstated: DomainEvent = { type: "AccountReinstated", data: { accountId, reason: "về" } };
    const signedIn: DomainEvent = { type: "SignedIn", data: { accountId, sessionId: "s-1" } };
    expect(after(opened, suspended).get(accountId)?.suspended).toBe(true);
    expect(after(opened, suspended, reinstated, signedIn).get(accountId)).toMatchObject({
      suspended: false,
      lastSignInAt: "2026-03-01T02:00:00.000Z",
    });
  });

  it("invents no account from an event about one it does not know", () => {
    expect(after(grant("clerk", "u-1")).size).toBe(0);
  });
});
