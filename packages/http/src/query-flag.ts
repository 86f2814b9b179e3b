import { z } from "zod";

/** A yes or no of an address, `true` or `false` there, and a boolean in the OpenAPI document. */
export const QueryFlag = z.stringbool().meta({ type: "boolean" });
