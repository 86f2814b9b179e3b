import type { FieldValues } from "@sogoc/events";
import { plainBirth } from "@sogoc/registers/testing";
import { readKeyedFields } from "../domain/keyed-fields.ts";

/** A birth as stored that no rule complains about, with some columns keyed otherwise. */
export const birthFields = (other: Readonly<Record<string, { raw: string }>> = {}): FieldValues =>
  readKeyedFields("KS", { ...plainBirth, ...other });
