import { z } from "zod";

export const Id = z.string().min(1).max(80);
export const Reason = z.string().trim().min(3).max(500);
export const Note = z.string().trim().max(500).optional();

export const Cursor = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});

export const BookParams = z.object({ bookId: Id });
export const CorrectionParams = z.object({ correctionId: Id });
export const LotParams = z.object({ lotId: Id });
export const ReviewParams = z.object({ reviewId: Id });
export const UnitParams = z.object({ unitId: Id });
