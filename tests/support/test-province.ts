import { type Clock, createInMemoryPorts, type ServicePorts } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { plainBirth } from "@sogoc/registers/testing";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import {
  buildStandalone,
  type Standalone,
  type StandaloneOptions,
} from "../../apps/standalone/src/standalone.ts";

type OpenPerson = (
  signInName: string,
  grants: readonly TestGrant[],
  unitId?: string,
  by?: LocalClient,
) => Promise<LocalClient>;

/** What a test province has: two communes beside each other in one province. */
export interface TestProvince {
  readonly ports: ServicePorts;
  readonly standalone: Standalone;
  readonly admin: LocalClient;
  readonly province: string;
  readonly commune: string;
  readonly otherCommune: string;
  /**
   * Who has chosen their password the day before: nobody else has a hand in the account any more.
   */
  readonly person: OpenPerson;
  /** Whose account is opened now: for a day it is in the hands of whoever opens it as well. */
  readonly newcomer: OpenPerson;
  /** A new session, whose token names the roles held now. */
  readonly signInAgain: (signInName: string) => Promise<LocalClient>;
}

export interface TestGrant {
  readonly role: Role;
  readonly unitId: string;
  readonly until?: string | undefined;
}

/** A clock that tests move. */
export const createTestClock = (start: string): Clock & { set(moment: string): void } => {
  let now = new Date(start);
  return {
    now: () => now,
    set(moment) {
      now = new Date(moment);
    },
  };
};

/** As long as whoever opens an account has a hand in it, and an hour. */
const CHOSEN_BEFORE_MS = 25 * 3_600_000;

/** A clock that can be put back while something is done that is to have happened before. */
const puttingBack = (clock: Clock) => {
  let doing = 0;
  return {
    clock: {
      now: () => new Date(clock.now().getTime() - (doing > 0 ? CHOSEN_BEFORE_MS : 0)),
      findBehind: () => clock.findBehind?.(),
    },
    before: async <Done>(act: () => Promise<Done>): Promise<Done> => {
      doing++;
      try {
        return await act();
      } finally {
        doing--;
      }
    },
  };
};

/**
 * The whole system on in-memory engines (or on `overrides`), with an administrator and two
 * communes.
 */
export const startTestProvince = async (
  overrides: Partial<ServicePorts> = {},
  options: Pick<StandaloneOptions, "health" | "uploadQuota" | "findBackupStatus"> = {},
): Promise<TestProvince> => {
  const given = createInMemoryPorts(overrides);
  const { clock, before } = puttingBack(given.clock);
  const ports = { ...given, clock };
  const standalone = await buildStandalone({
    ...options,
    ports,
    logger: false,
    secureCookies: false,
    signInsPerMinute: 100_000,
    secondFactorPolicy: "off",
    passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
    onUndeclaredRefusal: ({ method, url }, code) => {
      throw new Error(`${method} ${url} refuses with ${code}, which its \`refusals\` do not name.`);
    },
  });
  await standalone.bootstrap({ signInName: "admin", password: "quan-tri-1234" });
  const api = createLocalClient(standalone.server);
  const admin = await api.signIn("admin", "quan-tri-1234");

  const unit = async (kind: string, name: string, parentId: string) => {
    const body = { kind, name, parentId, from: "2006-01-01" };
    return done(await admin.post<{ unitId: string }>("accounts/v1/units", body)).unitId;
  };
  const province = await unit("province", "Sơn Hà", "vn");
  const commune = await unit("commune", "Xã Mai Lâm", province);
  const otherCommune = await unit("commune", "Xã Bình An", province);

  const passwordOf = (signInName: string) => `${signInName}-mat-khau`;
  const signInAgain = (signInName: string) => api.signIn(signInName, passwordOf(signInName));

  const choose = async (signInName: string, currentPassword: string) => {
    const first = await api.signIn(signInName, currentPassword);
    const change = { currentPassword, newPassword: passwordOf(signInName) };
    done(await first.post("accounts/v1/password", change));
  };
  const open = async (signInName: string, grants: readonly TestGrant[], unitId: string, by: LocalClient) => {
    const opened = done(
      await by.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", {
        signInName,
        displayName: `Người ${signInName}`,
        unitId,
      }),
    );
    for (const grant of grants) done(await by.post(`accounts/v1/accounts/${opened.accountId}/roles`, grant));
    return opened.temporaryPassword;
  };
  const newcomer: OpenPerson = async (signInName, grants, unitId = commune, by = admin) => {
    await choose(signInName, await open(signInName, grants, unitId, by));
    return signInAgain(signInName);
  };
  const person: OpenPerson = async (signInName, grants, unitId = commune, by = admin) => {
    const temporary = await open(signInName, grants, unitId, by);
    await before(() => choose(signInName, temporary));
    return signInAgain(signInName);
  };
  return { ports, standalone, admin, province, commune, otherCommune, person, newcomer, signInAgain };
};

/** A birth that no rule complains about, but for its number; the book is its batch's. */
export const birthFields = (so: number | string): Record<string, { raw: string }> => {
  const { quyenSo: _, ...fields } = plainBirth;
  return { ...fields, so: { raw: String(so) } };
};
