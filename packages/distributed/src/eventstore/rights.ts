import {
  AccessDeniedError,
  EventStoreDBClient,
  jsonEvent,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from "@eventstore/db-client";
import { convertToCommandError } from "@eventstore/db-client/dist/utils/CommandError.js";
import userServices from "@eventstore/db-client/generated/users_grpc_pb.js";
import userMessages from "@eventstore/db-client/generated/users_pb.js";
import { canonicalJson } from "@sogoc/core";
import { internalsOf } from "./client-internals.ts";
import { isUserConflict } from "./retrying.ts";

const ADMINISTRATORS = "$admins";
const SETTINGS_STREAM = "$settings";
const DEFAULT_RIGHTS = "update-default-acl";

/** The server has no stream of this name, and none is made by asking for it. */
const PROBE_STREAM = "sogoc-rights-probe";
const TIMEOUT_MS = 10_000;

/**
 * Whether the account of this client may delete streams, and so the past. Nothing is deleted: what
 * is asked for is a stream at a revision that it does not have, and rights are looked at first.
 */
export const mayDelete = async (client: EventStoreDBClient): Promise<boolean> => {
  try {
    await client.deleteStream(PROBE_STREAM, { expectedRevision: 0n });
    return true;
  } catch (error) {
    if (error instanceof AccessDeniedError) return false;
    if (error instanceof WrongExpectedVersionError || error instanceof StreamNotFoundError) return true;
    throw error;
  }
};

/**
 * Rights by default, as the server keeps them: administrators and the services' account read
 * everything and write to streams; deleting, and what the server keeps of streams, is for
 * administrators alone.
 */
const defaultRights = (account: string) => {
  const both = [ADMINISTRATORS, account];
  return {
    $userStreamAcl: { $r: both, $w: both, $d: ADMINISTRATORS, $mr: both, $mw: ADMINISTRATORS },
    $systemStreamAcl: {
      $r: both,
      $w: ADMINISTRATORS,
      $d: ADMINISTRATORS,
      $mr: both,
      $mw: ADMINISTRATORS,
    },
  };
};

/** User name and password of a connection string; undefined where it has none. */
export const accountOf = (
  connectionString: string,
): { readonly name: string; readonly password: string } | undefined => {
  const [, name, password] = /^esdb(?:\+discover)?:\/\/([^:@/]+):([^@/]+)@/.exec(connectionString) ?? [];
  if (name === undefined || password === undefined) return undefined;
  return { name: decodeURIComponent(name), password: decodeURIComponent(password) };
};

/** Makes the account unless there is one of this name; answers whether it was made. */
const makeAccount = async (
  client: EventStoreDBClient,
  account: { readonly name: string; readonly password: string },
): Promise<boolean> => {
  const request = new userMessages.CreateReq();
  const options = new userMessages.CreateReq.Options();
  options.setLoginName(account.name);
  options.setPassword(account.password);
  options.setFullName("Sổ Gốc");
  request.setOptions(options);
  const internals = internalsOf(client);
  const grpc = await internals.getGRPCClient(userServices.UsersClient, "createUser");
  const settings = internals.callArguments({ requiresLeader: true, deadline: TIMEOUT_MS });
  try {
    await new Promise<void>((resolve, reject) => {
      grpc.create(request, ...settings, (error: Error | null) => (error ? reject(error) : resolve()));
    });
    return true;
  } catch (error) {
    if (isUserConflict(error)) return false;
    throw error instanceof Error ? convertToCommandError(error) : error;
  }
};

/** The rights by default that were set last; undefined while they are the server's own. */
const presentRights = async (client: EventStoreDBClient): Promise<unknown> => {
  let present: unknown;
  try {
    // To its end: a stream of the client that is left half read is never done.
    for await (const { event } of client.readStream(SETTINGS_STREAM))
      if (event?.type === DEFAULT_RIGHTS) present = event.data;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return present;
};

/** What `prepareRights` found and did. */
export interface PreparedRights {
  readonly account: string;
  readonly accountMade: boolean;
  readonly rightsSet: boolean;
  /** Whether the account may still delete: a server that looks at nobody's rights lets it. */
  readonly mayDelete: boolean;
}

/**
 * Makes the services' account at an EventStoreDB and takes from it the right to delete. `services`
 * is the services' own connection string, with name and password; `administrator` one of an
 * administrator of the server. May be done again.
 */
export const prepareRights = async (options: {
  readonly administrator: string;
  readonly services: string;
}): Promise<PreparedRights> => {
  const account = accountOf(options.services);
  if (!account) throw new Error("The connection string of the services names no user and password.");
  const administrator = EventStoreDBClient.connectionString(options.administrator);
  const services = EventStoreDBClient.connectionString(options.services);
  try {
    const accountMade = await makeAccount(administrator, account);
    const wanted = defaultRights(account.name);
    const rightsSet = canonicalJson(await presentRights(administrator)) !== canonicalJson(wanted);
    if (rightsSet)
      await administrator.appendToStream(SETTINGS_STREAM, jsonEvent({ type: DEFAULT_RIGHTS, data: wanted }));
    return { account: account.name, accountMade, rightsSet, mayDelete: await mayDelete(services) };
  } finally {
    await administrator.dispose();
    await services.dispose();
  }
};
