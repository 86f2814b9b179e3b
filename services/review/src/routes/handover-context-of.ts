import type { CommandContext } from "@sogoc/core";
import { revisionInVersion } from "../domain/verdict-version.ts";

/**
 * The context of a command that depends on the hand-over's stream alone and not on its book: the
 * revision that was seen is that of the stream.
 */
export const handoverContextOf = ({
  expectedRevision: seen,
  ...context
}: CommandContext): CommandContext => ({
  ...context,
  expectedRevision: seen === undefined ? undefined : revisionInVersion(seen),
});
