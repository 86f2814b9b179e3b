import { areaOf, type Directory, isAbove, type Principal, unitsHeld } from "@sogoc/access";
import { type Acting, everyDocument, hasHandInPassword, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { grantsInForce, reachedUnits } from "../domain/reached-units.ts";
import { type AccountListReader, awaitsChoice, TOLD_MS, type ToldAct } from "../read-models/account-list.ts";

interface ResetsAsked {
  readonly principal: Principal;
  /** The roles that administer accounts. */
  readonly admins: readonly Role[];
  readonly now: Date;
  /** Who asks, and whose hand it may be beside theirs. */
  readonly acting: Acting;
}

/**
 * An act as it is told: to the account's owner, to administrators, and to who did it for as long as
 * it keeps the account from deciding.
 */
export interface ToldAbout extends ToldAct {
  readonly accountId: string;
  /** Of the account: what vouching for it is made from. */
  readonly revision: number;
  readonly displayName: string;
  readonly unitId: string;
  readonly own: boolean;
  /** Whether it decides nothing now. */
  readonly held: boolean;
  /** Whether its owner has yet to choose a password: only then does the day begin. */
  readonly awaitsChoice?: true | undefined;
  /** Whether the person stands above it, and may say that it is in its owner's hands alone. */
  readonly mayVouch: boolean;
}

/** People of other units who hold a role in the area: what becomes of them concerns it, too. */
const fromElsewhere = (
  directory: Pick<Directory, "accountIds" | "grantsOf" | "unitOf">,
  area: readonly string[],
  day: string,
): readonly string[] => {
  const units = new Set(area);
  return [...directory.accountIds()].filter(
    (accountId) =>
      !units.has(directory.unitOf(accountId) ?? "") &&
      grantsInForce(directory.grantsOf(accountId), day).some(({ unitId }) => units.has(unitId)),
  );
};

/**
 * New passwords, accounts and roles that decide of the last fourteen days that a person should know
 * of, the newest first: of their own account, and of accounts of people who belong to or work in
 * what they administer. What they did themselves is told while it keeps somebody from deciding, and
 * that an account was opened to those above who may say whose it is, as long as that is to be said;
 * to its owner as long as what they do counts as done by whoever opened it, too.
 */
export const listResets = async (
  list: AccountListReader,
  directory: Pick<Directory, "accountIds" | "grantsOf" | "heldUntil" | "passwordSetBy" | "tree" | "unitOf">,
  { principal, admins, now, acting }: ResetsAsked,
): Promise<readonly ToldAbout[]> => {
  const since = new Date(now.getTime() - TOLD_MS).toISOString();
  const { account } = principal;
  const [tree, day] = [directory.tree(), vietnamDay(now)];
  const administered = unitsHeld(principal, admins, day);
  const area = areaOf(principal, admins, day, tree);
  // All of them: whoever could push one off the end of a list would do so.
  const atHome = await everyDocument(list, {
    where: { unitId: { in: area }, toldAt: { gt: since } },
    orderBy: [{ column: "toldAt", descending: true }],
  });
  const working = await list.findMany(fromElsewhere(directory, area, day));
  const found = new Map([...atHome, ...working.values()].map((item) => [item.id, item]));
  const own = await list.find(account);
  const others = [...found.values()]
    .filter(({ id, toldAt }) => id !== account && toldAt > since)
    .sort((one, other) => other.toldAt.localeCompare(one.toldAt));
  return [...(own ? [own] : []), ...others].flatMap(
    ({ id, revision, displayName, unitId, grants, told }): ToldAbout[] => {
      const accepts = directory.heldUntil(id, now) === undefined;
      const above = isAbove(tree, administered, reachedUnits({ unitId, grants }, day));
      const set = directory.passwordSetBy(id, now);
      // The word of whoever has opened it, or has a hand in that, would count for nothing.
      const mayVouchAsNew = set?.opened === true && !hasHandInPassword(set, account, acting);
      const hasNotChosen = awaitsChoice({ told }) ? (true as const) : undefined;
      const all = told
        .filter(({ at }) => at > since)
        .map((act) => {
          const held = !accepts && act.vouchedBy === undefined && (act.heldUntil ?? "") > now.toISOString();
          const isOpening = act.what === "opened";
          const mayVouch = (isOpening ? mayVouchAsNew : held) && id !== account && above;
          return {
            ...act,
            accountId: id,
            revision,
            displayName,
            unitId,
            own: id === account,
            held,
            awaitsChoice: held ? hasNotChosen : undefined,
            mayVouch,
          };
        });
      // One word for an account is enough: that of an act that holds it says more.
      const isHeld = all.some(({ held }) => held);
      return all.filter(({ own, by, held, what, mayVouch }) =>
        what === "opened"
          ? own
            ? set?.opened === true
            : mayVouch && !isHeld
          : own || by !== account || held,
      );
    },
  );
};
