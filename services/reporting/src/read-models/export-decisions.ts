import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

interface Decision {
  readonly by: string;
  readonly name: string;
  readonly at: string;
}

export interface ExportDecision {
  readonly id: string;
  readonly approved: Decision | null;
  readonly declined: (Decision & { readonly reason: string }) | null;
  readonly expiredAt: string | null;
  /** Of the export's own stream: what a decision is made from. */
  readonly revision: number;
}

const undecided = { approved: null, declined: null, expiredAt: null };

/** One document per export of which anything was decided, or whose time is over. */
export const exportDecisions = defineProjection<RecordedDomainEvent, ExportDecision>()(
  { name: "reporting-export-decisions", version: 1, columns: {}, indexes: [] },
  {
    ExportApproved: {
      keys: ({ data }) => [data.exportId],
      evolve: (before, { data: { exportId: id, approvedBy: by }, metadata: { actor, at }, revision }) => ({
        ...(before ?? undecided),
        id,
        approved: { by, name: actor.name, at },
        revision,
      }),
    },
    ExportDeclined: {
      keys: ({ data }) => [data.exportId],
      evolve: (before, { data, metadata: { actor, at }, revision }) => ({
        ...(before ?? undecided),
        id: data.exportId,
        declined: { by: data.declinedBy, name: actor.name, at, reason: data.reason },
        revision,
      }),
    },
    ExportExpired: {
      keys: ({ data }) => [data.exportId],
      evolve: (before, { data: { exportId: id }, metadata: { at }, revision }) => ({
        ...(before ?? undecided),
        id,
        expiredAt: at,
        revision,
      }),
    },
  },
);
