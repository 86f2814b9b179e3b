import createClient, { createFinalURL, createQuerySerializer, defaultPathSerializer } from "openapi-fetch";
import type { Answer, Input, Method, OrNone, Parameters, PathOf } from "./paths.ts";
import { ApiProblem, offlineProblem } from "./problem.ts";
import { sessionFetch } from "./session-fetch.ts";

interface Sent {
  readonly path?: object | undefined;
  readonly query?: object | undefined;
  readonly header?: object | undefined;
  readonly body?: unknown;
}

type Transport = (
  way: Method,
  path: string,
  sent: { readonly params: Omit<Sent, "body">; readonly body?: unknown },
) => Promise<{ readonly data?: unknown; readonly response: Response }>;

/**
 * Untyped on purpose: `send` checks method, path and input against the documents of all services.
 */
const request = createClient({ fetch: sessionFetch }).request as unknown as Transport;

/**
 * Sends one request and returns the JSON of its answer. Throws `ApiProblem` when the server
 * refuses, is away, or answers without the promised JSON.
 */
export const send = async <Way extends Method, Path extends PathOf<Way>>(
  way: Way,
  path: Path,
  ...[input]: OrNone<Input<Way, Path>>
): Promise<Answer<Way, Path>> => {
  const { body, ...params }: Sent = input ?? {};
  const { data, response } = await request(way, path, { params, body });
  if (data === undefined && response.status !== 204) throw new ApiProblem(offlineProblem);
  return data as Answer<Way, Path>;
};

/** The header of what is made from a version that somebody has before them. */
export const ofSeen = (version: number) => ({ "if-match": `"${version}"` });

/** Reads once, outside of any query. Throws as `send` does. */
export const read = <Path extends PathOf<"get">>(
  path: Path,
  ...input: OrNone<Input<"get", Path>>
): Promise<Answer<"get", Path>> => send("get", path, ...input);

const querySerializer = createQuerySerializer();

/**
 * Returns the address of a file or of an event stream, with its parameters escaped and without a
 * host.
 */
export const addressOf = <Way extends Method, Path extends PathOf<Way>>(
  _way: Way,
  path: Path,
  ...[parameters]: OrNone<Parameters<Way, Path>>
): string => {
  const params = (parameters ?? {}) as { path?: Record<string, unknown>; query?: Record<string, unknown> };
  return createFinalURL(path, {
    baseUrl: "",
    params,
    querySerializer,
    pathSerializer: defaultPathSerializer,
  });
};
