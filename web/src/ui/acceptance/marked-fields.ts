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

const weightOf = ({ severity }: Pick<MarkStanding, "severity">): number => severities.indexOf(severity);

/** By a checker's word; what was changed, or waits to be seen, stands. */
const isTakenAway = ({ standing }: MarkStanding): boolean =>
  standing === "withdrawn" || standing === "lowered";

/**
 * Whether the field was once marked as something heavier than it is now: by this mark, or by
 * another that stands beside it. Of several people's marks the milder says nothing of the heavier.
 */
export const wasHeavier = (mark: MarkStanding, marks: readonly MarkStanding[]): boolean => {
  const beside = marks.filter(
    (other) => other.recordId === mark.recordId && other.field === mark.field && !isTakenAway(other),
  );
  return severities.indexOf(mark.heaviest ?? mark.severity) > Math.max(...[mark, ...beside].map(weightOf));
};

/** Of these it is the paper and the case that say why the field is no error any more. */
const settledOtherwise: readonly (MarkedFieldClass | undefined)[] = ["unseen", "mended", "voided"];

/**
 * Fields that were once marked as a critical error, in any round, and are none by somebody's word
 * alone: it was made milder or taken away. What was mended, or waits to be seen mended, is none,
 * nor is a field of which a critical mark stands.
 */
export const countOnceCritical = (marks: readonly MarkStanding[]): number =>
  [...groupByField(marks).values()].filter(
    (ofField) =>
      ofField.some(({ heaviest }) => heaviest === "critical") &&
      !ofField.some((mark) => mark.severity === "critical" && !isTakenAway(mark)) &&
      !settledOtherwise.includes(classOf(ofField)),
  ).length;
