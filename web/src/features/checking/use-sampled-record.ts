import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { useRecordType } from "../../ui/use-record-type.ts";

export const severities = ["major", "critical", "minor"] as const;

/** A field that the checker finds wrong, how badly, and why. */
export interface Mark {
  readonly field: string;
  readonly severity: (typeof severities)[number];
  readonly reason: string;
  /** Names of those who say so, where it was sent already. */
  readonly markedBy?: readonly string[] | undefined;
  /** Somebody else says so too. */
  readonly ofOthers?: boolean | undefined;
  /** Taking it away needs a reason: of what others have said, and of a critical error. */
  readonly needsReason?: boolean | undefined;
}

/** Why marks of others are taken away, by field. */
type Withdrawals = Readonly<Record<string, string>>;

const noMarks: readonly Mark[] = [];
const noEarlier: readonly (Mark & { readonly notMended?: boolean | undefined })[] = [];

const SAMPLED = "/api/review/v1/reviews/{reviewId}/records/{recordId}";

export const sampledQuery = (reviewId: string, recordId: string) =>
  query(SAMPLED, { path: { reviewId, recordId } });

/** What the rules found in the batch and the clerk let stand: the checker looks there twice. */
export const useFindings = (reviewId: string) =>
  useQuery({
    ...query("/api/review/v1/reviews/{reviewId}/findings", { path: { reviewId }, query: { limit: 1_000 } }),
    // Reading it is recorded each time.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  }).data?.findings ?? [];

/** What the checker has begun to mark, and the version of the case that they had before them. */
interface Begun {
  readonly marks: readonly Mark[];
  readonly withdrawn: Withdrawals;
  /** Reasons that were typed before somebody else was quicker, to be offered again. */
  readonly typed: Withdrawals;
  readonly version: number;
}

const noWithdrawals: Withdrawals = {};

const isSame = (one: Mark, other: Mark): boolean =>
  one.field === other.field && one.severity === other.severity && one.reason === other.reason;

/** What was being marked, beside what the server has now: nothing vanishes under a check. */
const together = (begun: readonly Mark[], now: readonly Mark[]): readonly Mark[] => {
  const own = begun.filter((mark) => !mark.ofOthers && !now.some((one) => isSame(one, mark)));
  const again = new Set(own.map(({ field }) => field));
  return [...own, ...now.filter((mark) => mark.ofOthers || mark.needsReason || !again.has(mark.field))];
};

/** What the checker has just marked in a field, and what goes only with a reason. */
export const marksOn = (marks: readonly Mark[], field: string) => {
  const ofField = marks.filter((mark) => mark.field === field);
  return {
    own: ofField.find(({ ofOthers, needsReason }) => !ofOthers && !needsReason),
    held: ofField.find(({ ofOthers, needsReason }) => ofOthers || needsReason),
  };
};

/**
 * The marks of the checker: their own, and those of others that they see and leave, one for each
 * field. The server keeps further marks of others.
 */
const wordOf = (marks: readonly Mark[]): readonly Mark[] =>
  [...Map.groupBy(marks, ({ field }) => field).values()].flatMap((ofField) => {
    const own = ofField.filter(({ ofOthers }) => !ofOthers);
    const [only, another] = own.length > 0 ? own : ofField;
    return only && !another ? [only] : [];
  });

/**
 * One case of the sample with the marks being set on it. `check` sends them with the version that
 * was seen; if somebody else was quicker, their marks are added, and nothing is sent until the user
 * has looked at them.
 */
export const useSampledRecord = (reviewId: string, recordId: string, onDone: () => void) => {
  const refresh = useRefresh();
  const [begun, setBegun] = useState<Begun>();
  const record = useQuery(sampledQuery(reviewId, recordId));
  const type = useRecordType(record.data?.recordType);
  // A case that is looked at again begins with what was marked before.
  const marks = begun?.marks ?? record.data?.marks ?? noMarks;
  const withdrawn = begun?.withdrawn ?? noWithdrawals;
  const typed = begun?.typed ?? noWithdrawals;
  const version = begun?.version ?? record.data?.version ?? 0;
  const setMarks = (changed: readonly Mark[]) => setBegun({ marks: changed, withdrawn, typed, version });
  const withdraw = (field: string, reason: string) =>
    setBegun({
      marks: marks.filter((mark) => mark.field !== field || !(mark.ofOthers || mark.needsReason)),
      withdrawn: { ...withdrawn, [field]: reason },
      typed,
      version,
    });
  const path = { reviewId, recordId };
  const check = useMutation({
    mutationFn: () =>
      send("post", "/api/review/v1/reviews/{reviewId}/records/{recordId}/check", {
        path,
        header: ofSeen(version),
        body: {
          recordRevision: record.data?.revision ?? 0,
          marks: wordOf(marks).map(({ field, severity, reason }) => ({ field, severity, reason })),
          withdrawn: Object.entries(withdrawn).map(([field, reason]) => ({ field, reason })),
        },
      }),
    onSuccess: () => {
      void refresh(readsOf(SAMPLED, { path }));
      onDone();
    },
    onError: async (error) => {
      if (problemOf(error).code !== "revision-conflict") return;
      const { data } = await record.refetch();
      if (!data) return;
      setBegun({
        marks: together(marks, data.marks),
        withdrawn: noWithdrawals,
        typed: { ...typed, ...withdrawn },
        version: data.version,
      });
    },
  });
  /** What an earlier round marked and is as it was, neither marked again nor given a reason. */
  const unsaid = (record.data?.earlier ?? noEarlier).find(
    ({ field, notMended }) =>
      notMended && withdrawn[field] === undefined && !marks.some((mark) => mark.field === field),
  );
  const ready = record.data !== undefined && type.data !== undefined;
  const wrong = new Set(marks.map(({ field }) => field)).size;
  return { record, marks, wrong, setMarks, withdrawn, withdraw, unsaid, typed, check, ready };
};
