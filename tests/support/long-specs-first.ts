import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The specs that take minutes, the longest first. Where nothing is known from an earlier run, the
 * others are begun by size, and the longest of all would be begun last, alone.
 */
export const longSpecs = [
  "tests/browser/desks.spec.ts",
  "packages/distributed/src/kafka/kafka.spec.ts",
  "packages/distributed/src/mongodb/mongodb.spec.ts",
  "apps/cli/src/cli.spec.ts",
  "tests/browser/whole-job.spec.ts",
  "tests/browser/pages.spec.ts",
];

const placeOf = ({ moduleId }: Pick<TestSpecification, "moduleId">): number => {
  const place = longSpecs.findIndex((spec) => moduleId.endsWith(`/${spec}`));
  return place === -1 ? longSpecs.length : place;
};

/** The rest stays as it is. */
export const withLongFirst = <Spec extends Pick<TestSpecification, "moduleId">>(
  specs: readonly Spec[],
): Spec[] => specs.toSorted((one, other) => placeOf(one) - placeOf(other));

export class LongSpecsFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return withLongFirst(await super.sort(specs));
  }
}
