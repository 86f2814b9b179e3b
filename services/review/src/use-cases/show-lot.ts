import { correctedPlan } from "@sogoc/acceptance";
import { type Acting, CommandRejected, type ErrorCode, refusalOf } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import { countOnePersonsWord } from "../domain/agreed-by-two.ts";
import { obstaclesByVerdict } from "../domain/gate.ts";
import { isWithinPlan, lotGateFigures, requireMayAcceptLot, requireMayReturnLot } from "../domain/lot.ts";
import { caseFindingsOf } from "../domain/rule-findings.ts";
import { countUnclearValues, sumUnclearValues, type UnclearValues } from "../domain/unclear-values.ts";
import { digitisersOfLot } from "../read-models/lots-of-digitisers.ts";
import type { RecordView } from "../read-models/records.ts";
import { getKeyingOfBatch } from "../steps/get-keying-of-batch.ts";
import { getNextInspection, type InspectionReaders } from "../steps/get-next-inspection.ts";
import { getWhoGoesOn } from "../steps/get-who-goes-on.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import type { FormedLot } from "../steps/load-lot.ts";
import { type LoadLotReviewsDependencies, loadLotReviews } from "../steps/load-lot-reviews.ts";
import { newAccountsOf } from "../steps/new-accounts.ts";
import { requireMaySeeFirstKeyingsOfBooks } from "../steps/require-may-see-first-keying.ts";
import { requireMaySeeMarkedCases } from "../steps/require-may-see-marked-cases.ts";

export interface ShowLotDependencies extends LoadLotReviewsDependencies, InspectionReaders {
  readonly directory: LoadLotReviewsDependencies["directory"] & Parameters<typeof getWhoGoesOn>[0];
}

export const showLotRefusals = [
  "blind-keying",
  "lot-dissolved",
  "lot-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Unclear values by batch, how many findings were let stand, in how many cases one person alone
 * stands for what two should, and which accounts were new. Reads one
 * batch at a time: a lot may contain five hundred.
 */
const listNewAndUnclear = async (
  {
    records,
    reviews,
    keyedBatches,
    directory,
  }: Pick<ShowLotDependencies, "records" | "reviews" | "keyedBatches" | "directory">,
  { batches }: FormedLot,
) => {
  const unclear = new Map<string, UnclearValues>();
  const made: Pick<RecordView, "resets">[] = [];
  const places = placesKnownBy(directory.tree().units);
  let letStand = 0;
  let onePersonsWordCount = 0;
  for (const { batchId } of batches) {
    const ofBatch = await listRecordsOfBatch(records, batchId);
    unclear.set(batchId, countUnclearValues(ofBatch));
    onePersonsWordCount += countOnePersonsWord(await getKeyingOfBatch(keyedBatches, batchId), ofBatch);
    letStand += caseFindingsOf(ofBatch, places, "let-stand").length;
    made.push({ resets: ofBatch.flatMap(({ resets }) => resets) });
  }
  const checked = await reviews.findMany(batches.map(({ reviewId }) => reviewId));
  return {
    unclear,
    letStand,
    onePersonsWordCount,
    newAccounts: newAccountsOf(made, [...checked.values()]),
  };
};

/**
 * Everything about a lot that a verdict depends on: figures (of a decided lot, those at the
 * verdict), the plan that today's tables would give it if that is another, every mark and what
 * became of it, the counts of its books, unclear values, the obstacles to each acceptance, why the
 * reader may not decide, where they may not, and how the next lot of its digitising unit is
 * inspected. Throws what `showLotRefusals` names, or `read-model-behind`.
 */
export const showLot = async (
  dependencies: ShowLotDependencies,
  formed: FormedLot,
  reader: Acting,
  at: Date,
) => {
  const lot = await dependencies.lots.find(formed.lotId);
  if (!lot) throw new CommandRejected("lot-unknown");
  await requireMaySeeFirstKeyingsOfBooks(dependencies, reader, formed.batches);
  const found = await loadLotReviews(dependencies, formed);
  const { checkCounts, unansweredCount, notMendedCount, marks, progress, version } = found;
  await requireMaySeeMarkedCases(dependencies, reader, marks);
  const gateFigures = lotGateFigures(formed.plan, found);
  // A decided lot keeps the figures of its verdict.
  const isOpen = lot.status === "open";
  const figures = (isOpen ? undefined : lot.figures) ?? found.figures;
  const { unclear, ...newOrLeft } = await listNewAndUnclear(dependencies, formed);
  const deciding = { account: reader.account, acting: reader };
  const bookCounts = isOpen ? found.bookCounts : (lot.bookCounts ?? []);
  return {
    lot,
    version,
    figures,
    checkCounts,
    corrected: correctedPlan(formed.size, formed.plan),
    withinPlan: isWithinPlan(formed.plan, figures),
    progress: progress.map((part) => ({ ...part, unclear: unclear.get(part.batchId) })),
    unclear: sumUnclearValues([...unclear.values()]),
    bookCounts,
    outstanding: isOpen ? found.outstanding : [],
    unansweredCount,
    notMendedCount,
    overtakenCount: found.overtakenCount,
    addedCount: found.addedCount,
    marks,
    ...newOrLeft,
    people: getWhoGoesOn(
      dependencies.directory,
      { unitId: formed.unitId, makers: found.makers, checkers: found.checkers.accounts },
      reader,
      at,
    ),
    obstacles: obstaclesByVerdict(gateFigures),
    barred: {
      accepting: refusalOf(() => requireMayAcceptLot(formed, found, deciding)),
      returning: refusalOf(() => requireMayReturnLot(formed, found, deciding)),
    },
    next: await getNextInspection(dependencies, {
      units: digitisersOfLot(formed),
      keyers: formed.keyers,
    }),
  };
};
