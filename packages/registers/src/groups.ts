import { z } from "zod";
import data from "../data/groups.json" with { type: "json" };

const Group = z.strictObject({
  code: z.string().min(1),
  label_vi: z.string().min(1),
  label_en: z.string().min(1),
});
/** A group of columns that a form shows together, as people call it. */
export type Group = z.infer<typeof Group>;

/** The groups that any book type may use; it may name one otherwise for itself. */
export const groups: readonly Group[] = z.array(Group).parse(data);

const byCode = new Map(groups.map((group) => [group.code, group]));

export const findGroup = (code: string): Group | undefined => byCode.get(code);
