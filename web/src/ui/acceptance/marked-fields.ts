import type { MarkStanding } from "./verdicts.ts";

/** What has become of a field that was marked, the one first that a verdict asks about first. */
export const markedFieldClasses = ["wrong", "notMended", "unseen", "mended", "voided", "withdrawn"] as const;
type MarkedFieldClass = (typeof markedFieldClasses)[number];

const isOfClass: Readonly<Record<MarkedFieldClass, (mark: MarkStanding) => boolean>> = {
  wrong: ({ standing }) => standing === "wrong",
  notMended: ({ notMended, standing }) => notMended === true || standing === "unchanged",
  unseen: ({ standing }) => standing === "unseen",
  mended: ({ standing }) => standing === "mended",
  voided: ({ standing }) => standing === "voided",
  withdrawn: ({ standing }) => standing === "withdrawn" || standing === "lowered",
};

const groupByField = (marks: readonly MarkStanding[]) =>
  Map.groupBy(marks, ({ recordId, field }) => `${recordId} ${field}`);

/** By all marks of one field. */
const classOf = (ofField: readonly MarkStanding[]): MarkedFieldClass | undefined =>
  markedFieldClasses.find((one) => ofField.some(isOfClass[one]));

/**
 * Marked fields of cases by what has become of them. Each counts once, whoever and however often it
 * was marked, and in one class only, so that the classes add up to the fields that were marked.
 */
export const countMarkedFields = (marks: readonly MarkStanding[]) => {
  const byField = groupByField(marks);
  const counts = Object.fromEntries(markedFieldClasses.map((one) => [one, 0])) as Record<
    MarkedFieldClass,
    number
  >;
  for (const ofField of byField.values()) {
    const found = classOf(ofField);
    if (found) counts[found]++;
  }
  return { total: byField.size, counts, classes: markedFieldClasses.filter((one) => counts[one] > 0) };
};

const severities = ["minor", "major", "critical"] as const;

/** Whether the field was once marked as something heavier than this mark says now. */
export const wasHeavier = ({ severity, heaviest = severity }: MarkStanding): boolean =>
  severities.indexOf(heaviest) > severities.indexOf(severity);

/** Of these it is the paper and the case that say why the field is no error any more. */
const settledOtherwise: readonly (MarkedFieldClass | undefined)[] = ["unseen", "mended", "voided"];

/**
 * Fields that were once marked as a critical error, in any round, and are none by somebody's word
 * alone: it was made milder or taken away. What was mended, or waits to be seen mended, is none.
 */
export const countOnceCritical = (marks: readonly MarkStanding[]): number => {
  return [...groupByField(marks).values()].filter(
    (ofField) =>
      ofField.some(
        (mark) =>
          mark.heaviest === "critical" &&
          (wasHeavier(mark) || mark.standing === "withdrawn" || mark.standing === "lowered"),
      ) &&
      !settledOtherwise.includes(classOf(ofField)) &&
      !ofField.some(({ severity, standing }) => severity === "critical" && standing === "wrong"),
  ).length;
};
