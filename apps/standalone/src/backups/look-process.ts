import { inWords } from "@sogoc/embedded";
import { z } from "zod";
import { faultFrom } from "./backup-fault.ts";
import { lookAtPlace, unseen } from "./place-look.ts";

// A process of its own: where the place is a share whose server is away, whoever looks waits in the
// kernel for as long as that takes, and no thread of the server shall.

const Question = z.object({ place: z.string(), folder: z.string() });

const { place, folder } = Question.parse(JSON.parse(process.argv[2] ?? "{}"));
process.send?.(
  await lookAtPlace(place, folder).catch((error: unknown) =>
    unseen(faultFrom(inWords(error, place, { data: folder }))),
  ),
);
process.disconnect?.();
