import { Id } from "@sogoc/http";
import { z } from "zod";

export const Note = z.string().trim().max(500).optional();

export const BookParams = z.object({ bookId: Id });
export const CorrectionParams = z.object({ correctionId: Id });
export const LotParams = z.object({ lotId: Id });
export const ReviewParams = z.object({ reviewId: Id });
export const UnitParams = z.object({ unitId: Id });
