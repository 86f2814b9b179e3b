import { z } from "zod";
import { givenSettings } from "./environment.ts";

const Flag = z.stringbool();

/** Every setting of the standalone server; a wrong one is refused at start with its name. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8158).describe("Port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("Address to listen on; 0.0.0.0 for the office network"),
  SOGOC_DATA: z.string().optional().describe("Data folder; without it a demo folder below .data"),
  SOGOC_DEMO: Flag.optional().describe("Seed an empty store with the demo; default only without SOGOC_DATA"),
  SOGOC_HTTPS: Flag.default(false).describe("Behind https: cookies are sent over https only"),
  SOGOC_TRUST_PROXY: Flag.default(false).describe("Believe the forwarding headers of a reverse proxy"),
  SOGOC_SIGN_INS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe("Sign-in attempts per minute and address"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("warn"),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly folder: string;
  readonly demo: boolean;
  readonly https: boolean;
  readonly trustProxy: boolean;
  readonly signInsPerMinute: number;
  readonly logLevel: string;
}

/** The names of the settings that are wrong. */
export class WrongConfiguration extends Error {
  constructor(faults: readonly string[]) {
    super(`Cấu hình sai / wrong configuration:\n  ${faults.join("\n  ")}`);
    this.name = "WrongConfiguration";
  }
}

/** Throws `WrongConfiguration`. */
export const readConfig = (environment: NodeJS.ProcessEnv, demoFolder: string): Config => {
  const parsed = Environment.safeParse(givenSettings(environment));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new WrongConfiguration(faults);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    folder: value.SOGOC_DATA ?? demoFolder,
    demo: value.SOGOC_DEMO ?? value.SOGOC_DATA === undefined,
    https: value.SOGOC_HTTPS,
    trustProxy: value.SOGOC_TRUST_PROXY,
    signInsPerMinute: value.SOGOC_SIGN_INS_PER_MINUTE,
    logLevel: value.LOG_LEVEL,
  };
};
