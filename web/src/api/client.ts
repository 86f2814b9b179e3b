import createClient from "openapi-fetch";
import type { paths as AccountsPaths } from "./generated/accounts.ts";
import type { paths as EntryPaths } from "./generated/entry.ts";
import type { paths as ReportingPaths } from "./generated/reporting.ts";
import type { paths as ReviewPaths } from "./generated/review.ts";
import { ApiProblem, offlineProblem } from "./problem.ts";
import { sessionFetch } from "./session-fetch.ts";

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
