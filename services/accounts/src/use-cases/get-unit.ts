import type { Directory, Unit } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";

/** Throws `unit-unknown`. */
export const getUnit = (directory: Pick<Directory, "tree">, unitId: string): Unit => {
  const unit = directory.tree().units.get(unitId);
  if (!unit) throw new CommandRejected("unit-unknown");
  return unit;
};
