import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The specs that take longest, the longest first. Where nothing is known from an earlier run, the
 * others are begun by size, and one of these would be begun last, alone.
 */
export const longSpecs = [
  "packages/distributed/src/kafka/kafka.spec.ts",
  "tests/browser/pages.spec.ts",
  "apps/cli/src/cli.spec.ts",
  "apps/standalone/src/demo/demo.spec.ts",
  "packages/distributed/src/eventstore/eventstore.spec.ts",
  "tests/system/hands.spec.ts",
  "tests/browser/notices.spec.ts",
  "tests/system/handover-supplement.spec.ts",
  "tests/system/round-trip.spec.ts",
  "tests/system/permissions.spec.ts",
  "packages/embedded/src/backup/backup.spec.ts",
  "tests/system/rebuild.spec.ts",
  "packages/distributed/src/mongodb/mongodb.spec.ts",
  "tests/system/exports.spec.ts",
  "tests/browser/supplement.spec.ts",
  "tests/browser/submitting.spec.ts",
  "tests/browser/changes-to-confirm.spec.ts",
  "tests/browser/two-people.spec.ts",
  "services/review/src/acceptance.property.spec.ts",
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
