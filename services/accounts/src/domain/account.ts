import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  hasHandInPassword,
  type SetPassword,
  setPassword,
  settersBehind,
} from "@sogoc/core";
import type { EventOf, Role, UnitKind } from "@sogoc/events";

export type AccountEvent = EventOf<
  | "AccountOpened"
  | "AccountMoved"
  | "RoleGranted"
  | "RoleRevoked"
  | "AccountSuspended"
  | "AccountReinstated"
  | "PasswordChanged"
  | "AccountVouched"
  | "SecondFactorAdded"
  | "SecondFactorRemoved"
  | "RecoveryCodeUsed"
  | "SignedIn"
  | "SignInRefused"
  | "SessionRevoked"
>;

export type AccountGrant = Omit<EventOf<"RoleGranted">["data"], "accountId" | "heldUntil">;

/** Who else has set a password, and when the next one was chosen, by whoever had that. */
interface PasswordSet extends SetPassword {
  readonly chosenAt?: string | undefined;
}

export interface AccountState {
  readonly opened?: EventOf<"AccountOpened">["data"] | undefined;
  readonly grants: readonly AccountGrant[];
  readonly suspended: boolean;
  /** Who reinstates it administers all of these; of a suspension that says none, none. */
  readonly suspendedFrom: readonly string[];
  readonly temporaryPassword: boolean;
  /** How often the password was set or changed. */
  readonly passwordChanges: number;
  /** After a reset by somebody who does not stand above it: it decides nothing until then. */
  readonly heldUntil?: string | undefined;
  /** Who else set its password the last time, be it the first one. */
  readonly passwordSetBy?: PasswordSet | undefined;
  /**
   * Whoever did does not stand above it; of its first password, whoever gave it a role that decides
   * before the next one was chosen. Nobody has vouched.
   */
  readonly setFromBeside: boolean;
  /** Signing in asks for a code of the owner's phone, too. */
  readonly secondFactor: boolean;
}

export type AccountCommand =
  | {
      readonly type: "OpenAccount";
      readonly data: EventOf<"AccountOpened">["data"];
      readonly unitKind: UnitKind;
    }
  | {
      readonly type: "GrantRole";
      readonly data: EventOf<"RoleGranted">["data"];
      /** Who gives it. */
      readonly by: string;
    }
  | {
      readonly type: "RevokeRole";
      readonly accountId: string;
      readonly role: Role;
      readonly unitId: string;
      readonly reason: string;
      /** Who takes it away. */
      readonly by: string;
    }
  | {
      readonly type: "SuspendAccount";
      readonly accountId: string;
      readonly reason: string;
      readonly by: string;
      /** What they administer of, or above, everything that the account reaches. */
      readonly administered: readonly string[];
      /** They stand above whoever suspended it before: from now on their word is asked for. */
      readonly outranks: boolean;
    }
  | { readonly type: "ReinstateAccount"; readonly accountId: string; readonly reason: string }
  | {
      readonly type: "RecordPasswordChange";
      readonly accountId: string;
      readonly temporary: boolean;
      /** Of a reset: who made it, and when. */
      readonly resetBy?: string | undefined;
      readonly resetAt?: string | undefined;
      /** Of the first one: who opened the account with it, and when. */
      readonly openedBy?: string | undefined;
      readonly openedAt?: string | undefined;
      /**
       * Until when the account decides nothing; of a change by its owner where it is the first one
       * after a reset from beside.
       */
      readonly heldUntil?: string | undefined;
      /**
       * Of a change by its owner: how many there had been. A reset that came between stays the last
       * word.
       */
      readonly after?: number | undefined;
      /** Of a change by its owner: when. */
      readonly at?: string | undefined;
      /** Of a reset for somebody who has lost the phone: who takes the second factor away. */
      readonly secondFactorRemovedBy?: string | undefined;
    }
  | {
      readonly type: "MoveAccount";
      readonly data: EventOf<"AccountMoved">["data"];
      readonly unitKind: UnitKind;
      /** Roles over the unit that the person leaves end, too. */
      readonly endsRoles: boolean;
      readonly by: string;
    }
  | { readonly type: "AddSecondFactor"; readonly accountId: string }
  | { readonly type: "RemoveSecondFactor"; readonly accountId: string; readonly removedBy: string }
  | { readonly type: "RecordRecoveryCode"; readonly accountId: string; readonly left: number }
  | { readonly type: "VouchForAccount"; readonly accountId: string; readonly by: string }
  | { readonly type: "RecordSignIn"; readonly accountId: string; readonly sessionId: string }
  | {
      readonly type: "RecordSignInRefusal";
      readonly accountId: string;
      readonly reason: EventOf<"SignInRefused">["data"]["reason"];
    }
  | { readonly type: "RevokeSession"; readonly data: EventOf<"SessionRevoked">["data"] };

const isSameGrant = (grant: AccountGrant, role: Role, unitId: string) =>
  grant.role === role && grant.unitId === unitId;

const overlap = (one: AccountGrant, other: AccountGrant): boolean =>
  (one.until === undefined || other.from <= one.until) &&
  (other.until === undefined || one.from <= other.until);

/** Roles that a person may hold beside the auditor's: they only look. */
const besideAuditor: ReadonlySet<Role> = new Set(["auditor", "province-viewer"]);

/**
 * Throws where somebody would audit and work at the same time: those whom they watch may touch
 * nothing of an auditor, which would shield their other roles, too.
 */
const requireAuditorAlone = (granted: AccountGrant, held: readonly AccountGrant[]): void => {
  const beside = held.filter((grant) => overlap(grant, granted));
  const audits = [granted, ...beside].some(({ role }) => role === "auditor");
  const works = [granted, ...beside].some(({ role }) => !besideAuditor.has(role));
  if (audits && works) throw new CommandRejected("auditor-alone");
};

/** Nobody widens their own rights, and who locked themselves out could not come in again. */
const requireAnother = (accountId: string, by: string): void => {
  if (accountId === by) throw new CommandRejected("own-account");
};

/**
 * The same where something is given: nor by an account whose password they have set, or which they
 * have opened. Who is stopped may have set the password of who stops them.
 */
const requireOtherHand = (accountId: string, by: string, acting: Acting | undefined): void => {
  requireAnother(accountId, by);
  const others = acting ? settersBehind(acting) : [];
  if (others.some((other) => other.account === accountId)) throw new CommandRejected("reset-by-yourself");
};

const earlier = (a: string | undefined, b: string | undefined) =>
  a === undefined ? b : b === undefined ? a : a < b ? a : b;

const later = (a: string | undefined, b: string | undefined) =>
  a === undefined ? b : b === undefined ? a : a > b ? a : b;

const passwordChange = ({
  accountId,
  temporary,
  resetBy,
  resetAt,
  openedBy,
  openedAt,
  heldUntil,
}: Extract<AccountCommand, { type: "RecordPasswordChange" }>): EventOf<"PasswordChanged">["data"] => ({
  accountId,
  temporary,
  resetBy,
  resetAt,
  openedBy,
  openedAt,
  heldUntil,
});

/**
 * A change by whoever has the password. The first one after a reset, or after the account was
 * opened, begins the day in which nobody can tell who that is; one that was set and lay unused
 * would have let it run out.
 */
const ownChange = (
  { accountId, at: chosenAt, heldUntil }: Extract<AccountCommand, { type: "RecordPasswordChange" }>,
  { passwordSetBy, setFromBeside }: AccountState,
): EventOf<"PasswordChanged">["data"] => {
  if (!passwordSetBy || passwordSetBy.chosenAt !== undefined || chosenAt === undefined)
    return { accountId, temporary: false };
  return { accountId, temporary: false, chosenAt, heldUntil: setFromBeside ? heldUntil : undefined };
};

/** Whether it has the password that whoever opened it had chosen. */
const hasFirstPassword = ({ passwordSetBy }: AccountState): boolean =>
  passwordSetBy?.opened === true && passwordSetBy.chosenAt === undefined;

/** Who has set the password, after another change of it. */
const setIn = (
  { resetBy, resetAt, openedBy, openedAt, chosenAt, heldUntil }: EventOf<"PasswordChanged">["data"],
  { passwordSetBy, setFromBeside }: AccountState,
  acting: Acting | undefined,
): Pick<AccountState, "passwordSetBy" | "setFromBeside"> => {
  if (resetBy !== undefined && resetAt !== undefined) {
    return {
      passwordSetBy: setPassword({ account: resetBy, at: resetAt }, acting),
      setFromBeside: heldUntil !== undefined,
    };
  }
  if (openedBy !== undefined && openedAt !== undefined) {
    const first = { account: openedBy, at: openedAt, opened: true } as const;
    return { passwordSetBy: setPassword(first, acting), setFromBeside: false };
  }
  if (!passwordSetBy || chosenAt === undefined) return { passwordSetBy, setFromBeside };
  return { passwordSetBy: { ...passwordSetBy, chosenAt }, setFromBeside };
};

/** After a word for the account: nobody gives it for a password that they had a hand in. */
const setterAfter = (
  { passwordSetBy }: AccountState,
  vouchedBy: string,
  acting: Acting | undefined,
): AccountState["passwordSetBy"] =>
  passwordSetBy && hasHandInPassword(passwordSetBy, vouchedBy, acting) ? passwordSetBy : undefined;

/** Nothing where there is no second factor, or nobody takes it away. */
const removal = (
  { secondFactor }: AccountState,
  accountId: string,
  removedBy: string | undefined,
): AccountEvent[] =>
  secondFactor && removedBy !== undefined
    ? [{ type: "SecondFactorRemoved", data: { accountId, removedBy } }]
    : [];

const requireContractEnd = (kind: UnitKind, until: string | undefined): void => {
  if (kind === "contractor" && until === undefined) throw new CommandRejected("contract-required");
};

const move = (
  { data, unitKind, endsRoles }: Extract<AccountCommand, { type: "MoveAccount" }>,
  { opened, grants }: AccountState,
): AccountEvent[] => {
  const { accountId, unitId, until, reason } = data;
  if (opened?.unitId === unitId && opened.until === until) return [];
  requireContractEnd(unitKind, until);
  const left = endsRoles && opened?.unitId !== unitId ? opened?.unitId : undefined;
  const ended = grants.filter((grant) => grant.unitId === left);
  return [
    ...ended.map(
      ({ role, unitId: over }): AccountEvent => ({
        type: "RoleRevoked",
        data: { accountId, role, unitId: over, reason },
      }),
    ),
    { type: "AccountMoved", data },
  ];
};

const decideOpened = (
  command: Exclude<AccountCommand, { type: "OpenAccount" }>,
  state: AccountState,
  acting: Acting | undefined,
): AccountEvent[] => {
  const { accountId } =
    command.type === "GrantRole" || command.type === "RevokeSession" || command.type === "MoveAccount"
      ? command.data
      : command;
  switch (command.type) {
    case "GrantRole": {
      const { role, unitId } = command.data;
      requireOtherHand(accountId, command.by, acting);
      if (state.grants.some((grant) => isSameGrant(grant, role, unitId))) {
        throw new CommandRejected("role-already-granted");
      }
      // A grant never outlives the account's contract.
      const until = earlier(command.data.until, state.opened?.until);
      const { from } = command.data;
      requireAuditorAlone({ role, unitId, from, until }, state.grants);
      return [{ type: "RoleGranted", data: { ...command.data, until } }];
    }
    case "RevokeRole": {
      const { role, unitId, reason } = command;
      requireAnother(accountId, command.by);
      if (!state.grants.some((grant) => isSameGrant(grant, role, unitId))) {
        throw new CommandRejected("role-not-granted");
      }
      return [{ type: "RoleRevoked", data: { accountId, role, unitId, reason } }];
    }
    case "MoveAccount":
      requireOtherHand(accountId, command.by, acting);
      return move(command, state);
    case "SuspendAccount":
      requireAnother(accountId, command.by);
      if (state.suspended && !command.outranks) throw new CommandRejected("account-suspended");
      return [
        {
          type: "AccountSuspended",
          data: { accountId, reason: command.reason, administered: [...command.administered] },
        },
      ];
    case "ReinstateAccount":
      if (!state.suspended) throw new CommandRejected("account-not-suspended");
      return [{ type: "AccountReinstated", data: { accountId, reason: command.reason } }];
    case "RecordPasswordChange":
      if (command.after !== undefined && command.after !== state.passwordChanges) return [];
      return [
        {
          type: "PasswordChanged",
          data: command.temporary ? passwordChange(command) : ownChange(command, state),
        },
        ...removal(state, accountId, command.secondFactorRemovedBy),
      ];
    case "AddSecondFactor":
      return [{ type: "SecondFactorAdded", data: { accountId } }];
    case "RemoveSecondFactor":
      return removal(state, accountId, command.removedBy);
    case "RecordRecoveryCode":
      return [{ type: "RecoveryCodeUsed", data: { accountId, left: command.left } }];
    case "VouchForAccount":
      requireOtherHand(accountId, command.by, acting);
      return state.heldUntil === undefined && setterAfter(state, command.by, acting) === state.passwordSetBy
        ? []
        : [{ type: "AccountVouched", data: { accountId, vouchedBy: command.by } }];
    case "RecordSignIn":
      return [{ type: "SignedIn", data: { accountId, sessionId: command.sessionId } }];
    case "RecordSignInRefusal":
      return [{ type: "SignInRefused", data: { accountId, reason: command.reason } }];
    case "RevokeSession":
      return [{ type: "SessionRevoked", data: command.data }];
    default:
      return assertNever(command);
  }
};

/**
 * Stream `account-<accountId>`; the id is made of the sign-in name, which makes the name unique.
 */
export const accountDecider: Decider<AccountState, AccountCommand, AccountEvent> = {
  category: "account",
  ignoredByPreconditions: new Set(["SignedIn", "SignInRefused", "SessionRevoked", "RecoveryCodeUsed"]),
  cacheState: true,
  initialState: () => ({
    grants: [],
    suspended: false,
    suspendedFrom: [],
    temporaryPassword: false,
    passwordChanges: 0,
    secondFactor: false,
    setFromBeside: false,
  }),

  decide(command, state, acting): AccountEvent[] {
    if (command.type !== "OpenAccount") {
      if (!state.opened) throw new CommandRejected("account-unknown");
      return decideOpened(command, state, acting);
    }
    if (state.opened) throw new CommandRejected("account-exists");
    requireContractEnd(command.unitKind, command.data.until);
    return [{ type: "AccountOpened", data: command.data }];
  },

  evolve(state, event, acting): AccountState {
    switch (event.type) {
      case "AccountOpened":
        return { ...state, opened: event.data };
      case "AccountMoved": {
        const { unitId, until } = event.data;
        return { ...state, opened: state.opened && { ...state.opened, unitId, until } };
      }
      case "RoleGranted": {
        const { accountId: _, heldUntil, ...grant } = event.data;
        const held = later(heldUntil, state.heldUntil);
        const setFromBeside = state.setFromBeside || (heldUntil !== undefined && hasFirstPassword(state));
        return { ...state, grants: [...state.grants, grant], heldUntil: held, setFromBeside };
      }
      case "RoleRevoked": {
        const { role, unitId } = event.data;
        return { ...state, grants: state.grants.filter((grant) => !isSameGrant(grant, role, unitId)) };
      }
      case "AccountSuspended":
        return { ...state, suspended: true, suspendedFrom: event.data.administered ?? [] };
      case "AccountReinstated":
        return { ...state, suspended: false, suspendedFrom: [] };
      case "PasswordChanged":
        return {
          ...state,
          temporaryPassword: event.data.temporary,
          passwordChanges: state.passwordChanges + 1,
          // Whoever has the new password may change it at once, which takes nothing back.
          heldUntil: later(event.data.heldUntil, state.heldUntil),
          ...setIn(event.data, state, acting),
        };
      case "AccountVouched": {
        // Whoever has a password that its owner has not replaced yet may do so tomorrow: the word
        // was for nobody who had shown that it is theirs.
        const isReplaced = !state.temporaryPassword || state.passwordSetBy?.chosenAt !== undefined;
        if (!isReplaced) return { ...state, heldUntil: undefined };
        const passwordSetBy = setterAfter(state, event.data.vouchedBy, acting);
        return { ...state, heldUntil: undefined, passwordSetBy, setFromBeside: false };
      }
      case "SecondFactorAdded":
        return { ...state, secondFactor: true };
      case "SecondFactorRemoved":
        return { ...state, secondFactor: false };
      case "RecoveryCodeUsed":
      case "SignedIn":
      case "SignInRefused":
      case "SessionRevoked":
        return state;
      default:
        return assertNever(event);
    }
  },
};
