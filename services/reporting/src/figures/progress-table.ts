import { findRecordType, phases } from "@sogoc/registers";
import { z } from "zod";
import type { Access } from "../access.ts";
import { groupCells, type ProgressCell, ProgressFigures } from "./progress.ts";
import { unitNameOf } from "./scope.ts";

export const GroupBy = z.enum(["unit", "recordType", "phase"]);
export type GroupBy = z.infer<typeof GroupBy>;

/**
 * `percent` is accepted records among the expected cases; null while no number of cases is known.
 */
export const ProgressLine = z.object({
  key: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  figures: ProgressFigures,
  percent: z.number().nullable(),
});
export type ProgressLine = z.infer<typeof ProgressLine>;

export const percentOf = ({ accepted, expected }: ProgressFigures): number | null =>
  expected === 0 ? null : Math.min(100, Math.round((accepted / expected) * 1_000) / 10);

export const errorRateOf = ({ wrongFields, fieldsChecked }: ProgressFigures): number | null =>
  fieldsChecked === 0 ? null : wrongFields / fieldsChecked;

const namesOf = (
  access: Access<"clock" | "directory">,
  groupBy: GroupBy,
  key: string,
): readonly [vi: string, en: string] => {
  switch (groupBy) {
    case "unit": {
      const name = unitNameOf(access, key);
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

/**
 * Sums per unit, book type or phase; `unitKey` says under which unit a unit's figures are shown.
 */
export const progressTable = (
  access: Access<"clock" | "directory">,
  cells: readonly ProgressCell[],
  groupBy: GroupBy,
  unitKey: (unitId: string) => string = (unitId) => unitId,
): readonly ProgressLine[] => {
  const keyOf = (cell: ProgressCell) =>
    groupBy === "unit"
      ? unitKey(cell.unitId)
      : groupBy === "recordType"
        ? cell.recordType
        : String(cell.phase);
  return groupCells(cells, keyOf).map(({ key, figures }) => {
    const [nameVi, nameEn] = namesOf(access, groupBy, key);
    return { key, nameVi, nameEn, figures, percent: percentOf(figures) };
  });
};
