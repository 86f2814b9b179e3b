import { useEffect, useState } from "react";
import type { Answer } from "../../api/paths.ts";
import { send } from "../../api/requests.ts";
import { type KeyedFields, toKeyedValues } from "./keyed-fields.ts";

export type Finding = Answer<"post", "/api/entry/v1/batches/{batchId}/check">["findings"][number];

const QUIET_MS = 300;
const noFindings: readonly Finding[] = [];

export const checkCase = async (batchId: string, fields: KeyedFields): Promise<readonly Finding[]> => {
  const body = { fields: toKeyedValues(fields) };
  return (await send("post", "/api/entry/v1/batches/{batchId}/check", { path: { batchId }, body })).findings;
};

/**
 * What the rules say of the case so far, asked in the pauses of typing; silent while the server is
 * away, and without a batch.
 */
export const useLiveFindings = (batchId: string | undefined, fields: KeyedFields): readonly Finding[] => {
  const [findings, setFindings] = useState(noFindings);
  useEffect(() => {
    if (batchId === undefined) return;
    let stale = false;
    const timer = setTimeout(() => {
      checkCase(batchId, fields).then(
        (found) => stale || setFindings(found),
        () => stale || setFindings(noFindings),
      );
    }, QUIET_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [batchId, fields]);
  return findings;
};
