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

/** What is typed here by method and path is not typed again by the client below. */
const request = createClient({ fetch: sessionFetch }).request as unknown as Transport;

/**
 * Sends one request and gives the data of its answer. Throws `ApiProblem` for every refusal, and
 * for an answer without the data that was promised.
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

/** Reads once, outside of any query; throws as `send` does. */
export const read = <Path extends PathOf<"get">>(
  path: Path,
  ...input: OrNone<Input<"get", Path>>
): Promise<Answer<"get", Path>> => send("get", path, ...input);

const querySerializer = createQuerySerializer();

/**
 * The address of what is no JSON: a file to fetch or to send, a stream of events. Same origin,
 * without a host.
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
