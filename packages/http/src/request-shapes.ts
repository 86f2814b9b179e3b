import { z } from "zod";

/** An identifier in a path, a query or a body. */
export const Id = z.string().min(1).max(80);

/** Why something is done, in a person's words. */
export const Reason = z.string().trim().min(3).max(500);

/** How many items of a list, and after which `next` of an earlier page. */
export const Cursor = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});
