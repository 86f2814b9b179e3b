import { createGenerator } from "@sogoc/synthetic";
import { type createLocalClient, done, type LocalClient } from "../local-client.ts";
import { DAY_MS, type DemoClock } from "./demo-clock.ts";
import { DEMO_PASSWORD, type DemoPerson } from "./demo-people.ts";

export const SEED = 158;

/** What every step of the seed works with. */
export interface Demo {
  readonly clock: DemoClock;
  /** A client of that person with a token that is still good. */
  readonly as: (signInName: string) => Promise<LocalClient>;
  readonly unitId: (syntheticId: string) => string;
  readonly settled: () => Promise<void>;
}

export const registerUnits = async (admin: LocalClient): Promise<Map<string, string>> => {
  const ids = new Map([["vn", "vn"]]);
  const id = (name: unknown) => ids.get(String(name)) ?? "";
  for (const { type, data } of createGenerator(SEED).worldEvents()) {
    const { unitId, parentId, successors, areaId, ...rest } = data;
    const unit = `accounts/v1/units/${id(unitId)}`;
    if (type === "UnitRegistered") {
      const { kind, ...contractor } = rest;
      const path = kind === "contractor" ? "accounts/v1/contractors" : "accounts/v1/units";
      const body = kind === "contractor" ? contractor : rest;
      const registered = await admin.post<{ unitId: string }>(path, { ...body, parentId: id(parentId) });
      ids.set(String(unitId), done(registered).unitId);
    } else if (type === "UnitRenamed") done(await admin.post(`${unit}/rename`, rest));
    else if (type === "UnitClosed") {
      done(await admin.post(`${unit}/close`, { ...rest, successors: (successors as unknown[]).map(id) }));
    } else done(await admin.post(`${unit}/lead-designations`, { ...rest, areaId: id(areaId) }));
  }
  return ids;
};

export const openAccount = async (
  demo: Demo,
  api: ReturnType<typeof createLocalClient>,
  admin: LocalClient,
  person: DemoPerson,
): Promise<void> => {
  const { signInName, displayName, unit, area = unit, roles, contractDays } = person;
  const until =
    contractDays === undefined
      ? undefined
      : new Date(Date.now() + contractDays * DAY_MS).toISOString().slice(0, 10);
  const body = { signInName, displayName, unitId: demo.unitId(unit), until };
  const opened = done(
    await admin.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", body),
  );
  for (const role of roles) {
    done(
      await admin.post(`accounts/v1/accounts/${opened.accountId}/roles`, { role, unitId: demo.unitId(area) }),
    );
  }
  const first = await api.signIn(signInName, opened.temporaryPassword);
  const change = { currentPassword: opened.temporaryPassword, newPassword: DEMO_PASSWORD };
  done(await first.post("accounts/v1/password", change));
};
