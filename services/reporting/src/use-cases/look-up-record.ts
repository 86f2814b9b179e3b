import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected } from "@sogoc/core";
import {
  applyRules,
  type FindingInWords,
  findRecordType,
  hasOtherBookNumber,
  placesKnownBy,
  withAnswers,
} from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { unitNameOf } from "../figures/scope.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

/** A record with the names of its unit and its clerk, and its acceptance. */
export type RecordLookedUp = Omit<RecordAt, "keyedBy" | "status"> & {
  readonly unitName: string;
  readonly keyedBy: { readonly account: string; readonly name: string };
  readonly status: RecordAt["status"] | "accepted";
  readonly acceptedAt: string | null;
  readonly asOf: string | null;
  /** It holds another number than its book's. */
  readonly otherBookNumber: true | undefined;
  readonly ruleFindings: readonly RuleFinding[];
};

/** What a rule says of the record, and who answered that, and why. */
interface RuleFinding extends FindingInWords {
  readonly letStand?: { readonly reason: string; readonly by: string; readonly at: string } | undefined;
}

/** What today's rules say of the values; nothing of a book type that nobody knows. */
const ruleFindingsOf = (
  { directory }: Dependencies<"directory">,
  record: RecordAt,
): readonly RuleFinding[] => {
  const recordType = findRecordType(record.recordType);
  if (!recordType) return [];
  const { fields, bookNumber, openingYear, answers } = record;
  const places = placesKnownBy(directory.tree().units);
  const found = applyRules({ recordType, fields, book: { quyenSo: bookNumber, openingYear }, places });
  return withAnswers(found, answers).map(({ finding, answer }) => ({
    ...finding,
    letStand: answer && {
      reason: answer.reason,
      by: directory.displayName(answer.by) ?? answer.by,
      at: answer.at,
    },
  }));
};

/** When the record's batch was accepted, as far as that lies before the moment asked for. */
const findAcceptance = async (
  { batches }: Dependencies<"batches">,
  batchId: string,
  asOf: string | undefined,
): Promise<string | null> => {
  const batch = await batches.find(batchId);
  const accepted = Object.values(batch?.reviews ?? {}).find(({ status }) => status === "accepted");
  if (!accepted) return null;
  return asOf === undefined || Date.parse(accepted.since) <= Date.parse(asOf) ? accepted.since : null;
};

const withNames = async (
  dependencies: Dependencies<"batches" | "clock" | "directory">,
  record: RecordAt,
  asOf: string | undefined,
): Promise<RecordLookedUp> => {
  const { keyedBy: account, status } = record;
  const acceptedAt = status === "voided" ? null : await findAcceptance(dependencies, record.batchId, asOf);
  return {
    ...record,
    unitName: unitNameOf(dependencies, record.unitId, asOf === undefined ? undefined : new Date(asOf)),
    keyedBy: { account, name: dependencies.directory.displayName(account) ?? account },
    status: acceptedAt === null ? status : "accepted",
    acceptedAt,
    asOf: asOf ?? null,
    otherBookNumber: hasOtherBookNumber(record.bookNumber, record.fields) || undefined,
    ruleFindings: ruleFindingsOf(dependencies, record),
  };
};

/**
 * A record as it is now, or as of a past moment (ISO). Whoever looks is recorded first. Throws
 * `record-unknown` and `blind-keying`.
 */
export const lookUpRecord = async (
  dependencies: Dependencies<"batches" | "clock" | "commands" | "directory" | "store">,
  { recordId, asOf }: { readonly recordId: string; readonly asOf?: string | undefined },
  context: CommandContext,
): Promise<RecordLookedUp> => {
  const events = await dependencies.store.readStream(`record-${recordId}`);
  const record = recordAt(currentEvents(events), { at: asOf });
  if (!record) throw new CommandRejected("record-unknown");
  await requireMaySeeFirstKeying(dependencies, context.actor, record.batchId);
  await logReading(dependencies.commands, context, [record.id], "look-up");
  return withNames(dependencies, record, asOf);
};
