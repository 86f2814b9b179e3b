import { useEffect, useState } from "react";
import type { Answer } from "../../api/paths.ts";
import { send } from "../../api/requests.ts";
import { type KeyedFields, toKeyedValues } from "./keyed-fields.ts";

export type Finding = Answer<"post", "/api/entry/v1/batches/{batchId}/check">["findings"][number];

const QUIET_MS = 300;
type Trial = Answer<"post", "/api/entry/v1/batches/{batchId}/check">;
const noTrial: Trial = { findings: [], numberTaken: false };

const tryCase = (batchId: string, fields: KeyedFields): Promise<Trial> =>
  send("post", "/api/entry/v1/batches/{batchId}/check", {
    path: { batchId },
    body: { fields: toKeyedValues(fields) },
  });

export const checkCase = async (batchId: string, fields: KeyedFields): Promise<readonly Finding[]> =>
  (await tryCase(batchId, fields)).findings;

/**
 * What the rules say of the case so far, and whether its number was keyed already, asked in the
 * pauses of typing; silent while the server is away, and without a batch.
 */
export const useLiveFindings = (batchId: string | undefined, fields: KeyedFields): Trial => {
  const [trial, setTrial] = useState(noTrial);
  useEffect(() => {
    if (batchId === undefined) return;
    let stale = false;
    const timer = setTimeout(() => {
      tryCase(batchId, fields).then(
        (found) => stale || setTrial(found),
        () => stale || setTrial(noTrial),
      );
    }, QUIET_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [batchId, fields]);
  return trial;
};
