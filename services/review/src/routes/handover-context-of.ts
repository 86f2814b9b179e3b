import type { CommandContext } from "@sogoc/core";
import { revisionInVersion } from "../domain/verdict-version.ts";

/**
 * The context of a command that follows from the hand-over alone, and not from what its book says:
 * made from a look at its stream.
 */
export const handoverContextOf = ({
  expectedRevision: seen,
  ...context
}: CommandContext): CommandContext => ({
  ...context,
  expectedRevision: seen === undefined ? undefined : revisionInVersion(seen),
});
