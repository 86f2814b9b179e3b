import type { Acting } from "@sogoc/core";
import { AcceptanceFigures, FieldValue, LotBookCounts, Mark } from "@sogoc/events";
import { Barred, inShape } from "@sogoc/http";
import { FindingInWords } from "@sogoc/registers";
import { z } from "zod";
import { needsReason, type StatedMark } from "../domain/colleagues-marks.ts";
import { type CheckCounts, obstacleCodes } from "../domain/gate.ts";
import type { MarkWithHistory as MarkOfCheck } from "../domain/mark-state.ts";
import { everyCaseToCheck } from "../domain/review.ts";
import type { caseFindingsOf } from "../domain/rule-findings.ts";
import { unclearKinds } from "../domain/unclear-values.ts";
import type { WhoGoesOn } from "../steps/get-who-goes-on.ts";
import type { loadBatchLimits } from "../steps/load-batch-limits.ts";
import type { NewAccount } from "../steps/new-accounts.ts";
import type { ReviewOfBook } from "../use-cases/get-review.ts";
import { BarredFromVerdict } from "./barred.ts";

type NameOf = (account: string) => string | undefined;

const ShareLimitsShape = z.object({
  sampleShare: z.number(),
  sampleMinimum: z.int(),
  errorLimit: z.number(),
});

export const ReviewShape = z.object({
  id: z.string(),
  batchId: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string().optional(),
  office: z.string().optional().describe("Where the book was kept, as its cover says."),
  numbers: z
    .object({
      from: z.int().optional(),
      to: z.int().optional(),
      secondCases: z.literal(true).optional(),
    })
    .optional()
    .describe("Which numbers of the book the batch was opened for; no range is the whole book."),
  keyedBy: z.array(z.string()).describe("Names of those who keyed it and cannot check it."),
  round: z.int(),
  lotId: z.string().optional().describe("The lot whose verdict closes this; its own is not asked for."),
  fixesOnly: z
    .literal(true)
    .optional()
    .describe(
      "All but this was accepted: what was marked wrong or has changed since. Of a returned one: what is to be mended.",
    ),
  mending: z
    .literal(true)
    .optional()
    .describe("A round after an acceptance that left something to mend: its return is told as one."),
  status: z.enum(["open", "returned", "accepted"]),
  population: z.int(),
  seed: z.string(),
  sample: z
    .array(
      z.object({
        recordId: z.string(),
        checked: z.boolean(),
        scanChanged: z
          .literal(true)
          .optional()
          .describe("Another scan shows it since it was checked: it is looked at again."),
        marks: z.array(Mark),
        by: z.string().optional(),
        again: z
          .literal(true)
          .optional()
          .describe(
            "Beside the sample: an earlier round had marked it, it was voided, or one person alone stands for what two should.",
          ),
      }),
    )
    .describe(
      "Everything to look at: the drawn sample, then what an earlier round had marked, what was voided, and what one person alone keyed or changed in a batch that is keyed twice.",
    ),
  errorLimit: z.number(),
  rules: z.object({ errors: z.int(), warnings: z.int(), infos: z.int(), open: z.int().optional() }),
  figures: AcceptanceFigures.optional(),
  decidedBy: z.string().optional(),
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  reason: z.string().optional(),
  bookCounts: LotBookCounts.optional().describe("Its book when it was accepted."),
  laxerLimits: ShareLimitsShape.extend({
    setBy: z.string().optional().describe("Name of who opened the batch with them."),
    setAt: z.string(),
    unit: ShareLimitsShape,
  })
    .optional()
    .describe("Limits of its own, laxer than the unit's, that who accepted it has confirmed."),
  openedAt: z.string(),
  revision: z.int(),
});

const BatchLimitsShape = ShareLimitsShape.extend({
  setBy: z.string().optional().describe("Name of who opened the batch with them."),
  setAt: z.string(),
  origin: z
    .enum(["opened", "default", "unit"])
    .describe(
      "Set when the batch was opened; the software's own, which nobody set; the unit's, since a round came back because those of the batch were laxer.",
    ),
  laxer: z
    .boolean()
    .describe("They let through more than the unit's: who accepts says so, by `acceptsLaxerLimits`."),
  unit: ShareLimitsShape.extend({
    setFor: z
      .string()
      .optional()
      .describe(
        "The unit whose limits for lots these follow; else the software's own, which those do not lower.",
      ),
    from: z.string().optional().describe("Their first day."),
    setBy: z.string().optional().describe("Name of who set them."),
  }),
});

/** Limits of a batch and of its unit, with the names of the people who set them. */
export const toBatchLimits = (
  limits: Awaited<ReturnType<typeof loadBatchLimits>>,
  nameOf: NameOf,
): z.infer<typeof BatchLimitsShape> | undefined => {
  if (!limits) return undefined;
  const { batch, origin, unit, set, laxer } = limits;
  const named = (account: string | undefined) =>
    account === undefined ? undefined : (nameOf(account) ?? account);
  return {
    ...batch,
    setBy: named(batch.setBy.accounts[0]),
    origin,
    laxer: laxer !== undefined,
    unit: { ...unit, ...set, setBy: named(set?.setBy) },
  };
};

export const CheckCountsShape = z.object({
  sampled: z.int(),
  checked: z.int(),
  criticalCases: z.int(),
  wrongFields: z.int(),
});

/** The API calls all cases to check `sampled`. */
export const toCheckCountsShape = ({
  toCheck,
  checked,
  criticalCases,
  wrongFields,
}: CheckCounts): z.infer<typeof CheckCountsShape> => ({
  sampled: toCheck,
  checked,
  criticalCases,
  wrongFields,
});

/** Values that keyers called doubtful, illegible or blank. */
export const unclearValues = {
  doubtful: z.int().describe("Values in doubt, of all entered cases."),
  illegible: z.int().describe("Values not to be read, as a whole or in part."),
  blank: z.int().describe("Values that the book leaves blank."),
};

export const UnclearValueShape = z.object({
  recordId: z.string(),
  number: z.string().describe("The registration number of the case."),
  field: z.string(),
  kind: z.enum(unclearKinds),
});

export const ShownMark = Mark.extend({
  recordId: z.string(),
  number: z.string(),
  standing: z
    .enum(["wrong", "withdrawn", "lowered", "mended", "unchanged", "voided", "unseen"])
    .describe(
      "Marked now; taken away with a reason; made milder with one; or marked by an earlier round and then changed and found right, found right as it was without a word, its case voided and that found right, not looked at again yet.",
    ),
  markedBy: z.array(z.string()).optional().describe("Names of those who marked it in this round."),
  withdrawnBy: z.string().optional().describe("Name of who took it away."),
  withdrawnSetters: z
    .array(z.string())
    .optional()
    .describe("Names of those who had set the password of that account shortly before."),
  withdrawnOpeners: z
    .array(z.string())
    .optional()
    .describe("Names of those who had opened that account shortly before."),
  because: z.string().optional().describe("Why it was taken away."),
  heaviest: Mark.shape.severity
    .optional()
    .describe("What the field was once marked as, at the heaviest, over all rounds of the batch."),
  steps: z
    .array(
      z.object({
        what: z
          .enum(["marked", "dropped", "lowered", "withdrawn", "taken-back"])
          .describe(
            "Marked so; taken away without a word, as one may take away an own mark that is not critical; made milder or taken away with a reason; as a mark of an earlier round, taken back with one.",
          ),
        severity: Mark.shape.severity,
        reason: z.string().describe("What the mark says."),
        because: z.string().optional().describe("Why it was taken away or made milder."),
        by: z.string().describe("Name of who did it."),
        at: z.string(),
        round: z.int(),
      }),
    )
    .optional()
    .describe("Everything that checks of any round did with marks of the field, the oldest first."),
  notMended: z
    .literal(true)
    .optional()
    .describe("The field holds what it held when it was marked: it is marked again or taken back."),
});

/** Marks with the names of the people who set them and took them away. */
export const withNames = <SomeMark extends MarkOfCheck>(marks: readonly SomeMark[], nameOf: NameOf) =>
  marks.map(({ withdrawnHands: { setters = [], openers } = {}, history, state, ...mark }) => ({
    ...mark,
    standing: state,
    heaviest: history?.heaviest,
    steps: history?.steps.map((step) => ({ ...step, by: nameOf(step.by) ?? step.by })),
    markedBy: mark.markedBy?.map((account) => nameOf(account) ?? account),
    withdrawnSetters: setters.length > 0 ? setters.map((account) => nameOf(account) ?? account) : undefined,
    withdrawnOpeners: openers?.map((account) => nameOf(account) ?? account),
    withdrawnBy: mark.withdrawnBy === undefined ? undefined : (nameOf(mark.withdrawnBy) ?? mark.withdrawnBy),
  }));

/** Accounts by the names of their holders. */
export const NewAccounts = z
  .array(z.object({ of: z.string(), by: z.string() }))
  .describe(
    "By name: whose account had been opened by whom less than a day before they made or checked something of it.",
  );

/** The same of accounts. */
export const namedAccounts = (accounts: readonly NewAccount[], nameOf: NameOf) =>
  accounts.map(({ of, by }) => ({ of: nameOf(of) ?? of, by: nameOf(by) ?? by }));

const namesOf = z.array(z.string());

/** Names of at most this many of each. */
const MOST_PEOPLE = 5;

export const People = z
  .object({ checkers: namesOf, keepers: namesOf, acceptors: namesOf })
  .describe("By name, who may check, close findings of the books, and decide; a few of each.");

export const namedPeople = (
  { checkers, keepers, acceptors }: WhoGoesOn,
  nameOf: NameOf,
): z.infer<typeof People> => {
  const named = (accounts: readonly string[]) =>
    accounts.slice(0, MOST_PEOPLE).map((account) => nameOf(account) ?? account);
  return { checkers: named(checkers), keepers: named(keepers), acceptors: named(acceptors) };
};

const Obstacles = z
  .array(z.object({ code: z.enum(obstacleCodes), figures: z.record(z.string(), z.int()) }))
  .describe("What stands in the way, the first question first; none where it can be given.");
export const ObstaclesByVerdict = z.object({ accepted: Obstacles, "accepted-after-fixes": Obstacles });

/** Of a review and of its book. */
export const VerdictVersion = z
  .int()
  .describe(
    "Also the ETag, which a verdict is made from: another one after each check, and wherever details or due findings of the book are others.",
  );

export const OutstandingShape = z
  .object({
    inBatches: z
      .array(z.object({ from: z.int().optional(), to: z.int().optional(), count: z.int() }))
      .describe("Numbers of batches being keyed without a case yet; no range is the whole book."),
    inNone: z.int().describe("For these no open batch has a number."),
  })
  .describe("Cases that the inventory has more than were keyed, by where they will come from.");

export const ReviewStanding = z.object({
  version: VerdictVersion,
  figures: AcceptanceFigures,
  looks: CheckCountsShape.describe("Everything to be checked: the sample, and the cases beside it."),
  limits: BatchLimitsShape.optional().describe("By which the batch is judged alone; none in a lot."),
  allowedWrongFields: z
    .int()
    .describe("Wrong fields of the sample with which the batch may still be accepted."),
  bookCounts: LotBookCounts.describe("Findings of the book that are due only, and not closed."),
  outstanding: OutstandingShape.optional(),
  unanswered: z.int().describe("Findings of the rules that nobody has answered."),
  letStand: z.int().describe("Findings in single cases that somebody let stand with a reason."),
  notMended: z
    .int()
    .describe("Fields that an earlier round marked, that came back as they were, and nobody says why."),
  unmarkedChanges: z
    .object({ fields: z.int(), seen: z.int() })
    .describe(
      "Fields that no round had marked and that were changed since the last one; of these, seen again.",
    ),
  overtaken: z.int().describe("Cases that another scan shows since they were checked: look again."),
  added: z
    .int()
    .describe(
      "Cases that the rules want looked at since the round was opened: an earlier version had not asked for them, or another scan shows them.",
    ),
  onePersonsWord: z
    .int()
    .describe(
      "Cases of batches keyed twice with a value that one person alone keyed, wrote otherwise than both keyings, or changed since: all are looked at.",
    ),
  ...unclearValues,
  marks: z.array(ShownMark),
  again: z
    .int()
    .describe(
      "Cases beside the sample: marked by an earlier round, voided, or by the word of one person where two key.",
    ),
  newAccounts: NewAccounts,
  people: People,
  obstacles: ObstaclesByVerdict,
  barred: BarredFromVerdict,
});

export const SampledRecord = z.object({
  id: z.string(),
  number: z.string(),
  bookNumber: z.string(),
  recordType: z.string(),
  fields: z.record(z.string(), FieldValue),
  otherBookNumber: z
    .literal(true)
    .optional()
    .describe(
      "The number of the book that the case holds is not its book's: it is marked and corrected as others are.",
    ),
  scanId: z.string().optional(),
  revision: z.int(),
  version: z.int().describe("Also the ETag: raised by each change of the record and each check of it."),
  marks: z.array(
    Mark.extend({
      markedBy: z.array(z.string()).describe("Names of those who say so."),
      ofOthers: z.boolean().describe("Somebody else says so."),
      needsReason: z
        .boolean()
        .describe(
          "It goes only with a reason: others say so, it is critical, or somebody else has a hand in the account.",
        ),
    }),
  ),
  earlier: z
    .array(Mark.extend({ notMended: z.literal(true).optional() }))
    .describe("What earlier rounds marked, and whether the field holds what it held then."),
  unmarked: z
    .array(
      z.object({
        field: Mark.shape.field,
        before: FieldValue.optional(),
        after: FieldValue.optional(),
        reason: z.string(),
        by: z.string().describe("Name of who changed it."),
      }),
    )
    .describe("Fields that no round had marked and that were changed since the last one."),
  letStand: z
    .array(
      FindingInWords.omit({ severity: true }).extend({
        reason: z.string(),
        by: z.string().describe("Name of who said so."),
        at: z.string(),
      }),
    )
    .describe("What its keyers answered to what the rules find in it."),
  checked: z.boolean(),
  scanChanged: z
    .literal(true)
    .optional()
    .describe("Another scan shows it since it was checked: that check does not count any more."),
  status: z.enum(["entered", "voided"]),
  voided: z
    .object({ reason: z.string(), by: z.string().describe("Name of who voided it.") })
    .optional()
    .describe("Why it is no longer there: no marks then say that this is right."),
  resets: z
    .array(z.object({ of: z.string(), by: z.string(), at: z.string() }))
    .describe("By name: whose password had been set by whom shortly before they keyed it."),
  barred: Barred.optional(),
});

/** A mark in the form of the API. */
export const toSampledMark = (mark: StatedMark, reader: Acting, nameOf: NameOf) => {
  const { by, hands: _, ...shown } = mark;
  const ofOthers = by.some((account) => account !== reader.account);
  return {
    ...shown,
    markedBy: by.map((account) => nameOf(account) ?? account),
    ofOthers,
    needsReason: ofOthers || needsReason(mark, [], { accountId: reader.account, acting: reader }),
  };
};

export const CaseFindingShape = FindingInWords.extend({
  recordId: z.string(),
  number: z.string().describe("The registration number of the case."),
  answer: z
    .object({ reason: z.string(), by: z.string().describe("Name of who said so."), at: z.string() })
    .optional(),
});

/** A finding of a case, with the name of who let it stand. */
export const toCaseFinding = (
  { recordId, number, finding, answer }: ReturnType<typeof caseFindingsOf>[number],
  nameOf: NameOf,
): z.infer<typeof CaseFindingShape> =>
  inShape(CaseFindingShape, {
    ...finding,
    recordId,
    number,
    answer: answer && { ...answer, by: nameOf(answer.by) ?? answer.by },
  });

export const FindingShape = FindingInWords.extend({ records: z.array(z.string()) });

/** `nameOf` gives the name of an account, or undefined where it has none. */
export const toReviewShape = (
  { review, book, numbers, overtaken, casesAdded }: ReviewOfBook,
  nameOf: NameOf,
): z.infer<typeof ReviewShape> =>
  inShape(ReviewShape, {
    ...review,
    bookNumber: book?.bookNumber,
    numbers: numbers && { from: numbers.from, to: numbers.to, secondCases: numbers.secondCases },
    office: book?.office,
    keyedBy: review.keyers.map((account) => nameOf(account) ?? account),
    decidedByName: review.decidedBy && nameOf(review.decidedBy),
    laxerLimits: review.laxerLimits && {
      ...review.laxerLimits,
      setBy: review.laxerLimits.setBy && (nameOf(review.laxerLimits.setBy) ?? review.laxerLimits.setBy),
    },
    sample: everyCaseToCheck(review, Object.keys(review.checks), casesAdded).map((recordId) => {
      const check = review.checks[recordId];
      return {
        recordId,
        checked: check !== undefined && !overtaken.has(recordId),
        scanChanged:
          overtaken.has(recordId) || (!check && casesAdded.overtaken.has(recordId)) ? true : undefined,
        marks: check?.marks ?? [],
        by: check?.by,
        again: review.sample.includes(recordId) ? undefined : true,
      };
    }),
  });
