import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

/** A request to replace something of an accepted book, and what became of it. */
export interface ReplacementView {
  readonly id: string;
  readonly bookId: string;
  readonly unitId: string;
  readonly what: "scan" | "office";
  /** Of the case whose scan it is. */
  readonly number?: string | undefined;
  readonly kind?: DataOf<"ScanAttached">["kind"] | undefined;
  readonly scan?: Pick<DataOf<"ScanAttached">, "sha256" | "size" | "pages" | "fileName"> | undefined;
  /**
   * Id of the scan in force when it is asked for: that of the whole book for a case without its
   * own.
   */
  readonly replaces?: string | undefined;
  readonly office?: string | undefined;
  readonly before?: string | undefined;
  readonly why?: DataOf<"ScanExchangeRequested">["why"] | undefined;
  readonly reason?: string | undefined;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly status: "waiting" | "approved" | "declined";
  readonly decidedByName?: string | undefined;
  readonly decidedAt?: string | undefined;
  readonly declineReason?: string | undefined;
}

type Metadata = RecordedDomainEvent["metadata"];

const decided = (
  replacement: ReplacementView | undefined,
  status: "approved" | "declined",
  { actor, at }: Metadata,
  declineReason?: string | undefined,
): ReplacementView | undefined =>
  replacement && { ...replacement, status, decidedByName: actor.name, decidedAt: at, declineReason };

const asked = ({ at }: Metadata) => ({
  requestedAt: at,
  status: "waiting" as const,
});

/** One document per request; its events lie in the stream of its book, in their order. */
export const replacements = defineProjection<RecordedDomainEvent, ReplacementView>()(
  {
    name: "entry-exchanges",
    version: 3,
    columns: { unitId: "text", status: "text", requestedAt: "text" },
    indexes: [["unitId", "status", "requestedAt"]],
  },
  {
    ScanExchangeRequested: {
      keys: ({ data }) => [data.exchangeId],
      evolve: (_before, { data, metadata }) => {
        const { exchangeId, bookId, unitId, kind, number, why, replaces, requestedBy } = data;
        const { sha256, size, pages, fileName } = data;
        const scan = { sha256, size, pages, fileName };
        const what = { what: "scan" as const, kind, number, scan, replaces, why };
        return { id: exchangeId, bookId, unitId, ...what, requestedBy, ...asked(metadata) };
      },
    },
    OfficeExchangeRequested: {
      keys: ({ data }) => [data.exchangeId],
      evolve: (_before, { data, metadata }) => {
        const { exchangeId, bookId, unitId, office, before, reason, requestedBy } = data;
        const what = { what: "office" as const, office, before, reason };
        return { id: exchangeId, bookId, unitId, ...what, requestedBy, ...asked(metadata) };
      },
    },
    ScanAttached: {
      keys: ({ data: { exchangeId } }) => (exchangeId === undefined ? [] : [exchangeId]),
      evolve: (before, { metadata }) => decided(before, "approved", metadata),
    },
    BookDetailsChanged: {
      keys: ({ data: { exchangeId } }) => (exchangeId === undefined ? [] : [exchangeId]),
      evolve: (before, { metadata }) => decided(before, "approved", metadata),
    },
    ExchangeDeclined: {
      keys: ({ data }) => [data.exchangeId],
      evolve: (before, { data, metadata }) => decided(before, "declined", metadata, data.reason),
    },
  },
);

export type ReplacementReader = ReaderOf<typeof replacements>;
