import { systemActor } from "@sogoc/core";
import { COUNTRY_UNIT } from "./country-unit.ts";

/** In whose name stands what is done by whoever can open the data, without signing in. */
export const SYSTEM = systemActor(COUNTRY_UNIT);
