import { singlePlan } from "@sogoc/acceptance";
import type { KeyingPolicy } from "@sogoc/registers";
import { Random } from "@sogoc/synthetic";
import { acceptInLots, observeAcceptance } from "./simulated-acceptance.ts";
import { type KeyedCase, keyCase, readTwice, type SimulatedPeople, usualPeople } from "./simulated-keying.ts";

const SEED = "hai-nguoi-nhap";
const CASES = 10_000;
const LOT_SIZE = 500;
const LOTS = 2_000;
const BOOK = 200;
const limits = { level: "II", key: 4, other: 10 } as const;

const policies: readonly (readonly [KeyingPolicy, vi: string, en: string])[] = [
  ["single", "nhập một lần", "keyed once"],
  ["double-identity", "nhập hai lần họ tên, ngày, số", "names, dates, numbers keyed twice"],
  ["double-all", "nhập hai lần tất cả", "everything keyed twice"],
];

const sum = (cases: readonly KeyedCase[], of: (one: KeyedCase) => number) =>
  cases.reduce((total, one) => total + of(one), 0);

const wrongFields = (cases: readonly KeyedCase[]) =>
  ((10_000 * sum(cases, ({ wrong }) => wrong.length)) / sum(cases, ({ fields }) => fields)).toFixed(1);

const wrongCases = (cases: readonly KeyedCase[]) =>
  `${((100 * sum(cases, ({ wrong }) => (wrong.length > 0 ? 1 : 0))) / cases.length).toFixed(2)} %`;

const residualRows = (people: SimulatedPeople): string[] => {
  const keyed = new Map<KeyingPolicy, KeyedCase[]>(policies.map(([policy]) => [policy, []]));
  const arbiters = new Map(policies.map(([policy]) => [policy, new Random(`${SEED}/${policy}`)]));
  for (const readings of readTwice(SEED, CASES, people)) {
    for (const [policy, arbiter] of arbiters) {
      keyed.get(policy)?.push(keyCase(readings, policy, people.wrongDecision, arbiter));
    }
  }
  const again = keyed.get("double-all") ?? [];
  return policies.map(([policy, vi, en]) => {
    const cases = keyed.get(policy) ?? [];
    const random = new Random(`${SEED}/lots/${policy}`);
    const { overlooked } = people;
    const lots = acceptInLots(cases, again, { lotSize: LOT_SIZE, limits, overlooked, random });
    const perCase = (of: (one: KeyedCase) => number) => (sum(cases, of) / cases.length).toFixed(1);
    const cells = [
      `${vi} / ${en}`,
      perCase(({ fieldsKeyed }) => fieldsKeyed),
      ((100 * sum(cases, ({ decisions }) => decisions)) / cases.length).toFixed(0),
      ...[wrongFields(cases), wrongCases(cases)],
      `${lots.returned} / ${lots.lots}`,
      ...[wrongFields(lots.cases), wrongCases(lots.cases)],
    ];
    return `| ${cells.join(" | ")} |`;
  });
};

/** Lots of one book, with a rising number of wrong cases, against their plan. */
export const observedCurve = () => {
  const { sampleSize, acceptance } = singlePlan(BOOK, "II", 4, "normal");
  const points = [4, 10, 16, 22, 30, 44].map((wrong) =>
    observeAcceptance(BOOK, sampleSize, acceptance, wrong, LOTS, SEED),
  );
  return { sampleSize, acceptance, points };
};

/** The whole document; the same every time, since everything follows from the seed. */
export const simulationReport = (curve: ReturnType<typeof observedCurve>): string => {
  const people = usualPeople;
  const { sampleSize, acceptance, points } = curve;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    "# Còn sai bao nhiêu / What stays wrong",
    "",
    "Written by `npm run sogoc -- simulate --write docs/guides/residual-errors.md`, checked by a test. Made-up births with a known truth, keyed by two simulated",
    `people: ${CASES.toLocaleString("en")} cases, seed \`${SEED}\`. The second errs about a third more often than the first;`,
    `${percent(people.sameMisreading)} of the first's errors are made by the second too (the page misleads both); an arbiter errs in`,
    `${percent(people.wrongDecision)} of their decisions, a checker overlooks ${percent(people.overlooked)}. These shares are assumptions; the policy page`,
    "puts the measured ones of an office in their place.",
    "",
    `Lots of ${LOT_SIZE}, level ${limits.level}, limits ${limits.key} % (key fields) and ${limits.other} % (others), normal inspection. What the sample shows is mended; a lot`,
    "beyond its plan is keyed again by two people.",
    "",
    "| | fields keyed per case | decisions per 100 cases | wrong per 10,000 fields | wrong cases | lots returned | after acceptance: wrong per 10,000 | wrong cases |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...residualRows(people),
    "",
    "Double keying finds what a sample cannot: a sample says whether a lot is good, and mends only what it happens to hold.",
    "",
    "## Đường đặc tính / The operating curve holds",
    "",
    `Lots of ${BOOK}, limit 4 %, level II: ${sampleSize} are looked at, accepted with at most ${acceptance} wrong. ${LOTS.toLocaleString("en")} simulated lots for each`,
    "line, drawn as the review service draws; the last column is how many standard deviations lie between the two.",
    "",
    "| wrong cases in the lot | accepted, by the curve | accepted, observed | deviations |",
    "| ---: | ---: | ---: | ---: |",
    ...points.map(
      ({ wrong, expected, observed, deviations }) =>
        `| ${((100 * wrong) / BOOK).toFixed(1)} % | ${percent(expected)} | ${percent(observed)} | ${deviations.toFixed(1)} |`,
    ),
    "",
  ].join("\n");
};
