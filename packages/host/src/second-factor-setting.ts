import { z } from "zod";

/**
 * Whose sign-ins must ask for a second factor; an installation that says nothing asks
 * administrators.
 */
export const SecondFactorSetting = z.enum(["administrators", "everybody", "off"]);

/** What it says, for whoever lists the settings. */
export const SECOND_FACTOR_MEANING =
  "Who must sign in with a code of their phone, too; off = nobody, for demonstrations";
