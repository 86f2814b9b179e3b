import type { CommandRejected } from "@sogoc/core";
import { Barred, commonProblems, toBarred } from "@sogoc/http";
import { z } from "zod";
import { problems } from "../problems.ts";

const words = { ...commonProblems, ...problems };

/** Why whoever asks may not give a verdict, whatever the figures say; none where they may. */
export const BarredFromVerdict = z
  .object({ accepting: Barred.optional(), returning: Barred.optional() })
  .describe("Why whoever asks may not accept, or return, whatever the figures say.");

export const toBarredFromVerdict = ({
  accepting,
  returning,
}: Readonly<Record<"accepting" | "returning", CommandRejected | undefined>>) => ({
  accepting: toBarred(words, accepting),
  returning: toBarred(words, returning),
});

/** Of one thing alone. */
export const toBarredInWords = (rejected: CommandRejected | undefined) => toBarred(words, rejected);
