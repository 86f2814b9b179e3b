import type { SyntheticCase } from "@sogoc/synthetic";
import { done, type LocalClient } from "../local-client.ts";
import type { Demo } from "./demo-world.ts";

/** Somebody who types a case in less would be told of as too fast to have looked. */
const CASE_MS = 20_000;

interface Problem {
  readonly rule?: string | undefined;
  /** The fields of the finding; it is told at each of them. */
  readonly fields?: readonly string[] | undefined;
}

export interface Problems {
  readonly code?: string | undefined;
  readonly errors?: readonly Problem[] | undefined;
}

/** Lets every warning of a refusal stand. */
export const answersTo = ({ errors = [] }: Problems) =>
  errors.map(({ rule = "", fields = [] }) => ({ rule, fields, reason: "Đúng như sổ ghi" }));

/**
 * Keys one page as a clerk would: warnings are answered with a reason, a true repeat gets a
 * letter.
 */
const keyCase = async (clerk: LocalClient, batchId: string, page: SyntheticCase): Promise<void> => {
  const path = `entry/v1/batches/${batchId}/records`;
  const fields = Object.fromEntries(
    Object.entries(page.paper).map(([code, value]) => {
      if (!("raw" in value) || "illegible" in value) return [code, value];
      return [code, value.doubtful ? { raw: value.raw, doubtful: true } : { raw: value.raw }];
    }),
  );
  let answer = await clerk.post<Problems>(path, { fields });
  const accepted = answer.body.code === "warning-not-accepted" ? answersTo(answer.body) : [];
  if (accepted.length > 0) answer = await clerk.post<Problems>(path, { fields, accepted });
  if (answer.body.code === "record-exists") {
    const duplicate = { suffix: "b", reason: "Sổ ghi trùng số" };
    answer = await clerk.post<Problems>(path, { fields, accepted, duplicate });
  }
  if (answer.status >= 400 && answer.body.code !== "record-exists") done(answer);
};

export const keyAll = async (
  demo: Demo,
  clerkName: string,
  batchId: string,
  cases: readonly SyntheticCase[],
): Promise<void> => {
  for (const page of cases) {
    await keyCase(await demo.as(clerkName), batchId, page);
    demo.clock.advance(CASE_MS);
  }
};
