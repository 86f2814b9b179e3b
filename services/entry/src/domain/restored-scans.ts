import { type Acting, uuidFrom } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

export interface ScanInForce {
  readonly scan: DataOf<"ScanAttached">;
  /** Revision of the book at which it was attached. */
  readonly attachedAtRevision: number;
  readonly acting?: Acting | undefined;
  /** The one that it replaced, with what that had replaced in turn. */
  readonly earlier?: ScanInForce | undefined;
}

/** The acceptance that is being noted. */
interface Noted {
  /**
   * One more than the revision of the book at which the newest scan that the acceptor saw was
   * attached; 0 where there was none.
   */
  readonly scansVersion: number;
  readonly unitId: string;
  /** Ids of requests about scans are made from it. */
  readonly exchangeId: string;
}

/** The scan that the acceptor had before them; undefined where there was none. */
const findAccepted = (scan: ScanInForce, { scansVersion }: Noted): ScanInForce | undefined => {
  let one: ScanInForce | undefined = scan;
  while (one && one.attachedAtRevision >= scansVersion) one = one.earlier;
  return one;
};

/**
 * Undoes a replacement that one person made after the acceptor had read the book: attaches the
 * accepted scan again and, unless one waits already, turns theirs into a request. Returns no events
 * where the accepted scan is in force, two people decided, or there was none before.
 */
export const restoreAccepted = (
  inForce: ScanInForce,
  isAsked: boolean,
  noted: Noted,
): readonly EventOf<"ScanAttached" | "ScanExchangeRequested">[] => {
  const accepted = findAccepted(inForce, noted);
  const { scan, acting } = inForce;
  if (!accepted || accepted === inForce || scan.exchangeId !== undefined || !acting) return [];
  const { exchangeId: _exchange, approvedBy: _approver, ...before } = accepted.scan;
  const restored: EventOf<"ScanAttached"> = {
    type: "ScanAttached",
    data: {
      ...before,
      replaces: scan.scanId,
      // The one who attached it answers for it, not the acceptor.
      requestedBy: before.requestedBy ?? accepted.acting?.account,
      requesterPasswordSetBy: before.requestedBy
        ? before.requesterPasswordSetBy
        : accepted.acting?.passwordSetBy,
    },
  };
  if (isAsked) return [restored];
  const { replaces: _replaced, requestedBy: _said, approvedBy: _by, ...wanted } = scan;
  const requested: EventOf<"ScanExchangeRequested"> = {
    type: "ScanExchangeRequested",
    data: {
      ...wanted,
      exchangeId: uuidFrom("exchange", `${noted.exchangeId}/${scan.scanId}`),
      unitId: noted.unitId,
      replaces: accepted.scan.scanId,
      why: "beside-acceptance",
      requestedBy: acting.account,
      requesterPasswordSetBy: acting.passwordSetBy,
    },
  };
  return [restored, requested];
};
