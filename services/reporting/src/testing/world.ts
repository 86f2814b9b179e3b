import type { Principal } from "@sogoc/access";
import { CommandRejected, createCommandHandler, createInMemoryPorts } from "@sogoc/core";
import { asGiven, PATIENCE_MS } from "@sogoc/core/testing";
import { type DomainEvent, type Role, schemaOfWritten } from "@sogoc/events";
import { createWatchedServer } from "@sogoc/http/testing";
import { buildReporting } from "../app.ts";

const SETTLE_MS = PATIENCE_MS;

const principal = (account: string, role: Role, unitId: string): Principal => ({
  account,
  name: `Người ${account}`,
  unitId,
  session: `session-${account}`,
  grants: [{ role, unitId, from: "2020-01-01" }],
});

/** Tokens are `<account>:<role>:<unit>`. */
const verifyToken = async (token: string): Promise<Principal> => {
  const [account, role, unitId] = token.split(":");
  if (account === undefined || role === undefined || unitId === undefined)
    throw new CommandRejected("not-signed-in");
  return principal(account, role as Role, unitId);
};

const unit = (
  unitId: string,
  kind: "province" | "district" | "commune",
  name: string,
  parentId: string | null,
): DomainEvent => ({
  type: "UnitRegistered",
  data: { unitId, kind, name, parentId, from: "2000-01-01" },
});

const units: readonly DomainEvent[] = [
  unit("tinh", "province", "Tỉnh Sơn Hà", null),
  unit("huyen", "district", "Huyện Sơn Trung", "tinh"),
  unit("xa-1", "commune", "Xã Sơn Hạ", "huyen"),
  unit("xa-2", "commune", "Xã Sơn Thượng", "huyen"),
  unit("tinh-2", "province", "Tỉnh Khác", null),
];

/** The reporting service over in-memory ports, its clock, and a way to let things happen. */
export const startWorld = async (now = "2026-03-10T02:00:00.000Z") => {
  let at = Date.parse(now);
  let isDoubtful = false;
  const ports = createInMemoryPorts({ clock: { now: () => new Date(at), isDoubtful: () => isDoubtful } });
  const reporting = await buildReporting(ports, verifyToken);
  const server = await createWatchedServer(ports);
  await server.register(reporting.plugin);
  await server.ready();
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  let commandNumber = 0;

  const happen = async (
    stream: string,
    events: readonly DomainEvent[],
    who: { readonly at?: string; readonly account?: string; readonly unit?: string } = {},
  ) => {
    const dash = stream.indexOf("-");
    const account = who.account ?? "clerk-1";
    await commands.handle(asGiven<DomainEvent>(stream.slice(0, dash)), stream.slice(dash + 1), events, {
      actor: { account, name: `Người ${account}`, roles: ["clerk"], unit: who.unit ?? "xa-1" },
      at: new Date(who.at ?? at),
      commandId: `command-${++commandNumber}`,
      correlationId: "correlation",
    });
  };
  const settle = async () => {
    await reporting.runtime.caughtUp(await ports.store.head(), SETTLE_MS);
  };
  for (const event of units) {
    if (event.type === "UnitRegistered") await happen(`unit-${event.data.unitId}`, [event]);
  }
  const ask = async (who: string, method: "GET" | "POST", url: string, payload?: object) => {
    await settle();
    return server.inject({
      method,
      url: `/api/reporting/v1${url}`,
      headers: { authorization: `Bearer ${who}` },
      ...(payload ? { payload } : {}),
    });
  };
  return {
    ports,
    server,
    happen,
    settle,
    setClock: (moment: string) => {
      at = Date.parse(moment);
    },
    get: (who: string, url: string) => ask(who, "GET", url),
    post: (who: string, url: string, payload: object) => ask(who, "POST", url, payload),
    expireExports: reporting.expireExports,
    /** Whether somebody has to look at the clock. */
    doubtClock: (doubtful: boolean) => {
      isDoubtful = doubtful;
    },
    stop: async () => {
      await server.close();
      await reporting.runtime.stop();
    },
  };
};

export const keeper = "keeper-1:book-keeper:huyen";
export const auditor = "auditor-1:auditor:tinh";
export const manager = "manager-1:data-manager:tinh";
export const viewer = "viewer-1:province-viewer:tinh";
export const stranger = "stranger-1:data-manager:tinh-2";
