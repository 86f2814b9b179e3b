import createClient from "openapi-fetch";
import type { paths as AccountsPaths } from "./generated/accounts.ts";
import type { paths as EntryPaths } from "./generated/entry.ts";
import type { paths as ReportingPaths } from "./generated/reporting.ts";
import type { paths as ReviewPaths } from "./generated/review.ts";
import { ApiProblem, offlineProblem, type Problem } from "./problem.ts";
import { freshToken, renewSession } from "./session.ts";

let position = 0;

const send = async (request: Request, token: string | undefined): Promise<Response> => {
  if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
  // A person sees what they just did, whatever read model the answer comes from.
  request.headers.set("sogoc-at-least", String(position));
  try {
    return await fetch(request);
  } catch {
    throw new ApiProblem(offlineProblem);
  }
};

/**
 * Whether a fresh token may help. A wrong password answers 401 too: it must not be sent a second
 * time.
 */
const ranOut = async (answer: Response): Promise<boolean> => {
  if (answer.status !== 401) return false;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => offlineProblem)) as Problem;
  return code !== "sign-in-refused";
};

/**
 * Whether the server knows nothing of the position that was asked for: its log was restored from an
 * older copy since this page was opened. From now on nothing newer than what it has is waited for.
 */
const isAheadOfLog = async (answer: Response): Promise<boolean> => {
  if (answer.status !== 422) return false;
  const { errors = [] } = (await answer
    .clone()
    .json()
    .catch(() => offlineProblem)) as Problem;
  return errors.some(({ pointer }) => pointer === "/headers/sogoc-at-least");
};

/**
 * fetch with the session: renews it once when it has run out, and turns refusals into `ApiProblem`.
 */
export const sessionFetch = async (request: Request): Promise<Response> => {
  const again = request.clone();
  const thirdTry = request.clone();
  let answer = await send(request, await freshToken());
  if (await ranOut(answer)) {
    const session = await renewSession();
    if (session) answer = await send(again, session.accessToken);
  }
  if (await isAheadOfLog(answer)) {
    position = 0;
    answer = await send(thirdTry, await freshToken());
  }
  position = Math.max(position, Number(answer.headers.get("sogoc-position") ?? 0));
  if (answer.ok) return answer;
  throw new ApiProblem((await answer.json().catch(() => offlineProblem)) as Problem);
};

export const accountsApi = createClient<AccountsPaths>({ fetch: sessionFetch });
export const entryApi = createClient<EntryPaths>({ fetch: sessionFetch });
export const reviewApi = createClient<ReviewPaths>({ fetch: sessionFetch });
export const reportingApi = createClient<ReportingPaths>({ fetch: sessionFetch });

/** The data of an answer; refusals have been thrown before. */
export const dataOf = async <Data>(call: Promise<{ data?: Data }>): Promise<NonNullable<Data>> => {
  const { data } = await call;
  if (data === undefined || data === null) throw new ApiProblem(offlineProblem);
  return data as NonNullable<Data>;
};
