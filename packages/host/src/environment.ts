import type { z } from "zod";

/** A secret, or a folder that is there under such a name, may begin or end with a blank. */
const MAY_HAVE_BLANKS = /PASSWORD|SECRET|^SOGOC_DATA$|^SOGOC_BACKUP_TO$/;

/**
 * The settings that say something: `NAME=` in a compose file or a shell is how one leaves a setting
 * out. Blanks around a value are what is left of writing it.
 */
export const givenSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, MAY_HAVE_BLANKS.test(name) ? value : value?.trim()] as const)
      .filter(([, value]) => value !== ""),
  );

/** The settings that are wrong, each with what it must be; Vietnamese first. */
export class WrongConfiguration extends Error {
  constructor(faults: readonly string[]) {
    super(`Cấu hình sai / wrong configuration:\n  ${faults.join("\n  ")}`);
    this.name = "WrongConfiguration";
  }
}

/** Their values hold passwords, or are where somebody pastes a secret key by mistake. */
const NEVER_SHOWN = /PASSWORD|SECRET|RECIPIENT|KEY|URL|ENDPOINT/;

const MOST_SHOWN = 60;

const shown = (name: string, given: string | undefined): string => {
  if (given === undefined || NEVER_SHOWN.test(name)) return name;
  return `${name}=${JSON.stringify(given.slice(0, MOST_SHOWN)).slice(1, -1)}`;
};

/** What a setting must be, where its schema does not say so in words of its own. */
const expected = (issue: z.core.$ZodRawIssue): string => {
  if (issue.input === undefined) return "chưa được đặt / is not set";
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int"
        ? "phải là số nguyên / must be a whole number"
        : "phải là số / must be a number";
    case "too_small":
      return issue.origin === "string"
        ? "không được để trống / must not be empty"
        : `phải từ ${issue.minimum} trở lên / must be at least ${issue.minimum}`;
    case "too_big":
      return `không được quá ${issue.maximum} / must be at most ${issue.maximum}`;
    case "invalid_value": {
      const words = issue.values.map(String).join(", ");
      return `phải là một trong / must be one of: ${words}`;
    }
    case "invalid_format":
      return issue.format === "url"
        ? "phải là một địa chỉ http://… hoặc https://… / must be an address, http://… or https://…"
        : "viết không đúng dạng / is not of the right form";
    default:
      return "không đúng / is wrong";
  }
};

/**
 * Reads the settings that a schema names. Throws `WrongConfiguration`, with what was given unless
 * it may be a secret.
 */
export const readSettings = <Shape>(schema: z.ZodType<Shape>, environment: NodeJS.ProcessEnv): Shape => {
  const given = givenSettings(environment);
  const parsed = schema.safeParse(given, { error: expected });
  if (parsed.success) return parsed.data;
  throw new WrongConfiguration(
    parsed.error.issues.map(({ path, message }) => {
      const name = path.join(".");
      return `${shown(name, given[name])}: ${message}`;
    }),
  );
};
