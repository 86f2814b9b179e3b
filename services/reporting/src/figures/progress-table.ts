import { findRecordType, phases } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { groupCells, type ProgressCell, ProgressFigures } from "./progress.ts";
import { communesOf, type UnitLines, unitNameOf } from "./scope.ts";

export const GroupBy = z.enum(["unit", "recordType", "phase"]);
export type GroupBy = z.infer<typeof GroupBy>;

/**
 * `percent` is accepted records among the expected cases, of the books whose number of cases is
 * known; null where that is none.
 */
export const ProgressLine = z.object({
  key: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  figures: ProgressFigures,
  percent: z.number().nullable(),
});
export type ProgressLine = z.infer<typeof ProgressLine>;

export const percentOf = ({ acceptedOfExpected, expected }: ProgressFigures): number | null =>
  expected === 0 ? null : Math.round((acceptedOfExpected / expected) * 1_000) / 10;

export const errorRateOf = ({
  wrongFields,
  fieldsChecked,
}: Pick<ProgressFigures, "wrongFields" | "fieldsChecked">): number | null =>
  fieldsChecked === 0 ? null : wrongFields / fieldsChecked;

const namesOf = (
  dependencies: Dependencies<"clock" | "directory">,
  groupBy: GroupBy,
  key: string,
): readonly [vi: string, en: string] => {
  switch (groupBy) {
    case "unit": {
      const name = unitNameOf(dependencies, key);
      return [name, name];
    }
    case "recordType": {
      const type = findRecordType(key);
      return [type?.name_vi ?? key, type?.name_en ?? key];
    }
    case "phase": {
      const phase = phases.find(({ no }) => String(no) === key);
      const years = phase ? [phase.from ?? "…", phase.to ?? "…"].join("–") : "?";
      return [phase ? `${phase.name_vi} (${years})` : key, `Phase ${key} (${years})`];
    }
  }
};

const linesOf = (
  dependencies: Dependencies<"clock" | "directory">,
  groupBy: GroupBy,
  groups: ReturnType<typeof groupCells>,
): readonly ProgressLine[] =>
  groups.map(({ key, figures }) => {
    const [nameVi, nameEn] = namesOf(dependencies, groupBy, key);
    return { key, nameVi, nameEn, figures, percent: percentOf(figures) };
  });

/** Sums per book type or phase. */
export const progressTable = (
  dependencies: Dependencies<"clock" | "directory">,
  cells: readonly ProgressCell[],
  groupBy: Exclude<GroupBy, "unit">,
): readonly ProgressLine[] =>
  linesOf(
    dependencies,
    groupBy,
    groupCells(cells, (cell) => (groupBy === "recordType" ? cell.recordType : String(cell.phase))),
  );

/**
 * Sums per unit. `unitKey` says under which unit a unit's figures are shown, and the units of
 * `always` stand there also where no book of theirs is known.
 */
export const progressByUnit = (
  dependencies: Dependencies<"clock" | "directory">,
  cells: readonly ProgressCell[],
  { unitKey, always }: UnitLines,
): readonly ProgressLine[] =>
  linesOf(
    dependencies,
    "unit",
    groupCells(cells, ({ unitId }) => unitKey(unitId), always),
  );

/** Sums per unit, with closed units under their successors, per book type, or per phase. */
export const progressBy = (
  dependencies: Dependencies<"clock" | "directory">,
  cells: readonly ProgressCell[],
  { groupBy, scope }: { readonly groupBy: GroupBy; readonly scope: readonly string[] },
): readonly ProgressLine[] =>
  groupBy === "unit"
    ? progressByUnit(dependencies, cells, communesOf(dependencies, scope))
    : progressTable(dependencies, cells, groupBy);
