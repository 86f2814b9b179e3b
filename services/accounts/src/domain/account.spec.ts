import { given } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { type AccountCommand, type AccountEvent, accountDecider } from "./account.ts";

const accountId = "a-1";
const data = { accountId, signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "u-1" };
const opened: AccountEvent = { type: "AccountOpened", data };
const granted: AccountEvent = {
  type: "RoleGranted",
  data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01" },
};
const revoked: AccountEvent = {
  type: "RoleRevoked",
  data: { accountId, role: "clerk", unitId: "u-1", reason: "thôi việc" },
};
const suspended: AccountEvent = {
  type: "AccountSuspended",
  data: { accountId, reason: "nghỉ", administered: ["u-1"] },
};
const reinstated: AccountEvent = { type: "AccountReinstated", data: { accountId, reason: "trở lại" } };

describe("opening an account", () => {
  it("is done once per name", () => {
    given(accountDecider).when({ type: "OpenAccount", data, unitKind: "commune" }).then([opened]);
    given(accountDecider, [opened])
      .when({ type: "OpenAccount", data, unitKind: "commune" })
      .thenRejected("account-exists");
  });

  it("asks a contractor's people for the end of the contract", () => {
    given(accountDecider)
      .when({ type: "OpenAccount", data, unitKind: "contractor" })
      .thenRejected("contract-required");
    const limited = { ...data, until: "2026-12-31" };
    given(accountDecider)
      .when({ type: "OpenAccount", data: limited, unitKind: "contractor" })
      .then([{ type: "AccountOpened", data: limited }]);
  });
});

describe("granting and revoking roles", () => {
  const grant = (until?: string): AccountCommand => ({
    type: "GrantRole",
    data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01", ...(until ? { until } : {}) },
    by: "admin",
  });
  const withUntil = (until: string): AccountEvent[] => [
    { type: "RoleGranted", data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01", until } },
  ];

  it("grants one role in one area once", () => {
    given(accountDecider, [opened]).when(grant()).then([granted]);
    given(accountDecider, [opened, granted]).when(grant()).thenRejected("role-already-granted");
    given(accountDecider, [opened, granted, revoked]).when(grant()).then([granted]);
    const elsewhere = { accountId, role: "clerk", unitId: "u-2", from: "2026-01-01" } as const;
    given(accountDecider, [opened, granted])
      .when({ type: "GrantRole", data: elsewhere, by: "admin" })
      .then([{ type: "RoleGranted", data: elsewhere }]);
  });

  it("gives nobody anything by an account whose password they have set; that may still stop them", () => {
    const set = { account: "pho", passwordSetBy: { account: accountId, at: "2026-03-01T00:00:00.000Z" } };
    const own = { accountId, role: "acceptor", unitId: "u-1", from: "2026-01-01" } as const;
    const moved = { accountId, unitId: "u-2", reason: "điều chuyển" };
    const suspend = { type: "SuspendAccount", accountId, reason: "nghỉ", by: "pho" } as const;
    const account = given(accountDecider, [opened]);
    const gifts: readonly AccountCommand[] = [
      { type: "GrantRole", data: own, by: "pho" },
      { type: "MoveAccount", data: moved, unitKind: "commune", endsRoles: false, by: "pho" },
      { type: "VouchForAccount", accountId, by: "pho" },
    ];
    for (const gift of gifts) account.when(gift, set).thenRejected("reset-by-yourself");
    account.when({ ...suspend, administered: ["u-1"], outranks: false }, set).then([suspended]);
  });

  it("gives nobody a role by their own hand", () => {
    const own = { accountId, role: "acceptor", unitId: "u-1", from: "2026-01-01" } as const;
    given(accountDecider, [opened])
      .when({ type: "GrantRole", data: own, by: accountId })
      .thenRejected("own-account");
  });

  it("never lets a grant outlive the contract", () => {
    const contract: AccountEvent = { type: "AccountOpened", data: { ...data, until: "2026-06-30" } };
    given(accountDecider, [contract]).when(grant()).then(withUntil("2026-06-30"));
    given(accountDecider, [contract]).when(grant("2026-12-31")).then(withUntil("2026-06-30"));
    given(accountDecider, [contract]).when(grant("2026-03-31")).then(withUntil("2026-03-31"));
    given(accountDecider, [opened]).when(grant("2026-12-31")).then(withUntil("2026-12-31"));
  });

  it("revokes what was granted, and only that", () => {
    const revoke = {
      type: "RevokeRole",
      accountId,
      role: "clerk",
      unitId: "u-1",
      reason: "thôi việc",
      by: "admin",
    } as const;
    given(accountDecider, [opened, granted]).when(revoke).then([revoked]);
    given(accountDecider, [opened, granted])
      .when({ ...revoke, by: accountId })
      .thenRejected("own-account");
    given(accountDecider, [opened]).when(revoke).thenRejected("role-not-granted");
    given(accountDecider, [opened, granted])
      .when({ ...revoke, unitId: "u-2" })
      .thenRejected("role-not-granted");
    given(accountDecider, [opened, granted])
      .when({ ...revoke, role: "checker" })
      .thenRejected("role-not-granted");
    given(accountDecider, [opened, granted, revoked]).when(revoke).thenRejected("role-not-granted");
  });
});

describe("standing", () => {
  const suspend = {
    type: "SuspendAccount",
    accountId,
    reason: "nghỉ",
    by: "admin",
    administered: ["u-1"],
    outranks: false,
  } as const;
  const reinstate = { type: "ReinstateAccount", accountId, reason: "trở lại" } as const;

  it("is suspended and reinstated in turn", () => {
    given(accountDecider, [opened]).when(suspend).then([suspended]);
    given(accountDecider, [opened, suspended]).when(suspend).thenRejected("account-suspended");
    given(accountDecider, [opened, suspended]).when(reinstate).then([reinstated]);
    given(accountDecider, [opened]).when(reinstate).thenRejected("account-not-suspended");
    given(accountDecider, [opened, suspended, reinstated]).when(suspend).then([suspended]);
    const fromAbove = { ...suspend, administered: ["province"], outranks: true };
    given(accountDecider, [opened, suspended])
      .when(fromAbove)
      .then([{ type: "AccountSuspended", data: { accountId, reason: "nghỉ", administered: ["province"] } }]);
  });

  it("is not taken by its holder from himself", () => {
    given(accountDecider, [opened])
      .when({ ...suspend, by: accountId })
      .thenRejected("own-account");
  });
});

describe("sign-in", () => {
  const records: readonly [AccountCommand, AccountEvent][] = [
    [
      { type: "RecordPasswordChange", accountId, temporary: true },
      { type: "PasswordChanged", data: { accountId, temporary: true } },
    ],
    [
      { type: "RecordSignIn", accountId, sessionId: "s-1" },
      { type: "SignedIn", data: { accountId, sessionId: "s-1" } },
    ],
    [
      { type: "RecordSignInRefusal", accountId, reason: "wrong-password" },
      { type: "SignInRefused", data: { accountId, reason: "wrong-password" } },
    ],
    [
      { type: "RevokeSession", data: { accountId, sessionId: "s-1", reason: "signed-out" } },
      { type: "SessionRevoked", data: { accountId, sessionId: "s-1", reason: "signed-out" } },
    ],
  ];

  it("is recorded as it was", () => {
    for (const [command, event] of records) given(accountDecider, [opened]).when(command).then([event]);
  });

  it("remembers whether the password is a temporary one, and nothing of the rest", () => {
    const facts = records.map(([, event]) => event);
    expect(given(accountDecider, [opened, ...facts]).state).toEqual({
      opened: data,
      grants: [],
      suspended: false,
      suspendedFrom: [],
      secondFactor: false,
      temporaryPassword: true,
      passwordChanges: 1,
      setFromBeside: false,
    });
    const changed: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    expect(given(accountDecider, [opened, ...facts, changed]).state.temporaryPassword).toBe(false);
  });

  it("leaves a reset the last word over a change that was begun before it", () => {
    const reset: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: true } };
    const change = { type: "RecordPasswordChange", accountId, temporary: false, after: 0 } as const;
    given(accountDecider, [opened, reset]).when(change).then([]);
    given(accountDecider, [opened, reset])
      .when({ ...change, after: 1 })
      .then([{ type: "PasswordChanged", data: { accountId, temporary: false } }]);
  });

  it("holds an account that was reset from beside it until somebody else vouches for it", () => {
    const heldUntil = "2026-03-03T02:00:00.000Z";
    const record = { type: "RecordPasswordChange", accountId, temporary: true } as const;
    const reset: AccountEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: true, resetBy: "admin", heldUntil },
    };
    given(accountDecider, [opened])
      .when({ ...record, resetBy: "admin", heldUntil })
      .then([reset]);
    // A new password of its own takes nothing back.
    const changed: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    const { when, state } = given(accountDecider, [opened, reset, changed]);
    expect(state.heldUntil).toBe(heldUntil);
    when({ type: "VouchForAccount", accountId, by: accountId }).thenRejected("own-account");
    const vouched: AccountEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "above" } };
    when({ type: "VouchForAccount", accountId, by: "above" }).then([vouched]);
    given(accountDecider, [opened, reset, vouched])
      .when({ type: "VouchForAccount", accountId, by: "above" })
      .then([]);
  });

  it("knows who set the password last, whose own word for it is none", () => {
    const resetAt = "2026-03-02T02:00:00.000Z";
    const reset: AccountEvent = {
      type: "PasswordChanged",
      data: { accountId, temporary: true, resetBy: "above", resetAt },
    };
    const changed: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    const { when, state } = given(accountDecider, [opened, reset, changed]);
    expect(state.passwordSetBy).toEqual({ account: "above", at: resetAt });
    when({ type: "VouchForAccount", accountId, by: "above" }).then([]);
    const vouched: AccountEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "beside" } };
    when({ type: "VouchForAccount", accountId, by: "beside" }).then([vouched]);
    expect(given(accountDecider, [opened, reset, changed, vouched]).state.passwordSetBy).toBeUndefined();
    const own: AccountEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "above" } };
    expect(given(accountDecider, [opened, reset, own]).state.passwordSetBy?.account).toBe("above");
  });

  it("knows who has opened it, from when the next password is chosen, to whom it gives nothing", () => {
    const openedAt = "2026-03-02T02:00:00.000Z";
    const chosenAt = "2026-03-02T03:00:00.000Z";
    const first = { accountId, temporary: true, openedBy: "lead", openedAt };
    const set: AccountEvent = { type: "PasswordChanged", data: first };
    given(accountDecider, [opened])
      .when({ type: "RecordPasswordChange", ...first })
      .then([set]);
    const change = { type: "RecordPasswordChange", accountId, temporary: false, at: chosenAt } as const;
    const chosen: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false, chosenAt } };
    given(accountDecider, [opened, set]).when(change).then([chosen]);
    const { state, when } = given(accountDecider, [opened, set, chosen]);
    expect(state.passwordSetBy).toEqual({ account: "lead", at: openedAt, opened: true, chosenAt });
    when({ type: "VouchForAccount", accountId, by: "lead" }).then([]);
    when({ type: "VouchForAccount", accountId, by: "above" }).then([
      { type: "AccountVouched", data: { accountId, vouchedBy: "above" } },
    ]);
    const acting = {
      account: "moi",
      passwordSetBy: { account: accountId, at: openedAt, opened: true },
    } as const;
    const grant = { type: "GrantRole", data: granted.data, by: "moi" } as const;
    given(accountDecider, [opened]).when(grant, acting).thenRejected("reset-by-yourself");
  });

  it("holds it for a day from when the next password is chosen, once, where it was set from beside", () => {
    const [resetAt, heldUntil] = ["2026-03-02T02:00:00.000Z", "2026-03-03T02:00:00.000Z"];
    const reset = { accountId, temporary: true, resetBy: "admin", resetAt };
    const [beside, above]: AccountEvent[] = [
      { type: "PasswordChanged", data: { ...reset, heldUntil } },
      { type: "PasswordChanged", data: reset },
    ];
    if (!beside || !above) throw new Error("no resets");
    const at = "2026-03-09T02:00:00.000Z";
    const next = "2026-03-10T02:00:00.000Z";
    const change = {
      type: "RecordPasswordChange",
      accountId,
      temporary: false,
      at,
      heldUntil: next,
    } as const;
    const chosen = { accountId, temporary: false, chosenAt: at };
    const held: AccountEvent = {
      type: "PasswordChanged",
      data: { ...chosen, heldUntil: next },
    };
    given(accountDecider, [opened, beside]).when(change).then([held]);
    given(accountDecider, [opened, above])
      .when(change)
      .then([{ type: "PasswordChanged", data: chosen }]);
    const plain: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    given(accountDecider, [opened, beside, held]).when(change).then([plain]);
    const vouched: AccountEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "above" } };
    given(accountDecider, [opened, beside, held, vouched]).when(change).then([plain]);
    // A word from before anybody has replaced the password is for whoever will.
    given(accountDecider, [opened, beside, vouched]).when(change).then([held]);
    given(accountDecider, [opened]).when(change).then([plain]);
  });

  it("holds a new one for a day from when its first own password is chosen, where a role came from beside", () => {
    const openedAt = "2026-03-02T02:00:00.000Z";
    const first = { accountId, temporary: true, openedBy: "lead", openedAt };
    const set: AccountEvent = { type: "PasswordChanged", data: first };
    const grant = (heldUntil?: string): AccountEvent => ({
      type: "RoleGranted",
      data: { accountId, role: "acceptor", unitId: "u-1", from: "2026-03-02", heldUntil },
    });
    const [beside, above] = [grant("2026-03-03T02:00:00.000Z"), grant()];
    const at = "2026-03-09T02:00:00.000Z";
    const heldUntil = "2026-03-10T02:00:00.000Z";
    const change = { type: "RecordPasswordChange", accountId, temporary: false, at, heldUntil } as const;
    const chosen = { accountId, temporary: false, chosenAt: at };
    const free: AccountEvent = { type: "PasswordChanged", data: chosen };
    const held: AccountEvent = { type: "PasswordChanged", data: { ...chosen, heldUntil } };
    given(accountDecider, [opened, set, beside]).when(change).then([held]);
    expect(given(accountDecider, [opened, set, beside, held]).state.heldUntil).toBe(heldUntil);
    given(accountDecider, [opened, set, above]).when(change).then([free]);
    given(accountDecider, [opened, set]).when(change).then([free]);
    // Once, and not where somebody above has vouched; a role that comes later holds by itself.
    const plain: AccountEvent = { type: "PasswordChanged", data: { accountId, temporary: false } };
    given(accountDecider, [opened, set, beside, held]).when(change).then([plain]);
    given(accountDecider, [opened, set, free, beside]).when(change).then([plain]);
    const vouched: AccountEvent = { type: "AccountVouched", data: { accountId, vouchedBy: "above" } };
    given(accountDecider, [opened, set, beside, held, vouched]).when(change).then([plain]);
    given(accountDecider, [opened, set, beside, vouched]).when(change).then([held]);
  });

  it("needs an account, as everything else does", () => {
    const others: AccountCommand[] = [
      {
        type: "GrantRole",
        data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01" },
        by: "admin",
      },
      { type: "VouchForAccount", accountId, by: "admin" },
      { type: "RevokeRole", accountId, role: "clerk", unitId: "u-1", reason: "thôi việc", by: "admin" },
      { type: "SuspendAccount", accountId, reason: "nghỉ", by: "admin", administered: [], outranks: false },
      { type: "ReinstateAccount", accountId, reason: "trở lại" },
    ];
    for (const command of [...records.map(([one]) => one), ...others]) {
      given(accountDecider).when(command).thenRejected("account-unknown");
    }
  });
});
