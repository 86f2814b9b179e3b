import { z } from "zod";
import { Day, Id, Moment, Role, Text, UnitKind } from "./values.ts";

/**
 * Streams `unit-…` and `account-…`, written by the accounts service. Days are local calendar days.
 */
export const accountsEvents = {
  UnitRegistered: z.strictObject({
    unitId: Id,
    kind: UnitKind,
    name: Text,
    /** Official code where there is one: 2, 3 or 5 digits. A code alone is not an identity. */
    code: z.string().max(10).optional(),
    parentId: Id.nullable(),
    from: Day,
    /** Other names under which the unit occurs in old books. */
    aliases: z.array(Text).optional(),
  }),
  UnitRenamed: z.strictObject({ unitId: Id, name: Text, from: Day }),
  UnitClosed: z.strictObject({ unitId: Id, on: Day, successors: z.array(Id) }),
  /** `unitId` leads the digitisation of `areaId` and everything below it. */
  LeadUnitDesignated: z.strictObject({ unitId: Id, areaId: Id, from: Day, until: Day.optional() }),

  AccountOpened: z.strictObject({
    accountId: Id,
    signInName: z.string().max(60),
    displayName: Text,
    unitId: Id,
    /** Last day of the account, e.g. of a contractor's contract. */
    until: Day.optional(),
  }),
  RoleGranted: z.strictObject({
    accountId: Id,
    role: Role,
    /** The area: this unit and everything below it. */
    unitId: Id,
    from: Day,
    until: Day.optional(),
    /**
     * Whoever gave a role that decides or lets others in does not stand above: until then the
     * account checks, accepts and administers nothing, unless an administrator above vouches.
     */
    heldUntil: Moment.optional(),
  }),
  RoleRevoked: z.strictObject({ accountId: Id, role: Role, unitId: Id, reason: Text }),
  /**
   * Its holder works for another unit from now on, until a day where they are a contractor's; roles
   * that end with it are revoked beside it.
   */
  AccountMoved: z.strictObject({ accountId: Id, unitId: Id, until: Day.optional(), reason: Text }),
  AccountSuspended: z.strictObject({
    accountId: Id,
    reason: Text,
    /**
     * The units over what the account reaches that whoever suspends it administers: nobody who
     * administers less reinstates it. Suspensions of before this was kept have none.
     */
    administered: z.array(Id).optional(),
  }),
  AccountReinstated: z.strictObject({ accountId: Id, reason: Text }),
  /**
   * The password itself, even hashed, is never in the log. `temporary`: must be changed at the next
   * sign-in.
   */
  PasswordChanged: z.strictObject({
    accountId: Id,
    temporary: z.boolean(),
    /** Whoever reset it, where that was not its owner. Resets before this was kept have none. */
    resetBy: Id.optional(),
    /** When; of resets before this was kept the moment of the event is taken. */
    resetAt: Moment.optional(),
    /**
     * Of the first one, which whoever opened the account has chosen: who, and when. Accounts that
     * were opened before this was kept have none.
     */
    openedBy: Id.optional(),
    openedAt: Moment.optional(),
    /** Of the first one that is chosen after that or after a reset: when. */
    chosenAt: Moment.optional(),
    /**
     * Whoever reset it does not stand above the account: until then it accepts and approves
     * nothing, unless an administrator above vouches for it. Again when the next one is chosen.
     */
    heldUntil: Moment.optional(),
  }),
  /** An administrator above has made sure that the account is in its owner's hands. */
  AccountVouched: z.strictObject({ accountId: Id, vouchedBy: Id }),
  /** From now on its sign-ins ask for a code of its owner's phone as well. */
  SecondFactorAdded: z.strictObject({ accountId: Id }),
  /** Its sign-ins ask for the password alone. `removedBy` is its owner or whoever reset it. */
  SecondFactorRemoved: z.strictObject({ accountId: Id, removedBy: Id }),
  /** A code of the paper took the phone's place; so many of them are unused. */
  RecoveryCodeUsed: z.strictObject({ accountId: Id, left: z.int().min(0) }),
  SignedIn: z.strictObject({ accountId: Id, sessionId: Id }),
  SignInRefused: z.strictObject({
    accountId: Id,
    reason: z.enum(["wrong-password", "wrong-code", "suspended", "ended"]),
  }),
  SessionRevoked: z.strictObject({
    accountId: Id,
    sessionId: Id,
    reason: z.enum([
      "signed-out",
      "token-reused",
      "password-changed",
      "suspended",
      "ended-by-owner",
      "second-factor-changed",
      "account-ended",
    ]),
  }),
};
