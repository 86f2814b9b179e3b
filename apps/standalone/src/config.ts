import type { SecondFactorPolicy } from "@sogoc/accounts";
import { InstallationEnvironment } from "@sogoc/host/command-environment";
import { readSettings, WrongConfiguration } from "@sogoc/host/environment";
import type { MetricsAddress } from "@sogoc/host/network/metrics-listener";
import {
  findNetworkFaults,
  NetworkEnvironment,
  type Transport,
  transportOf,
} from "@sogoc/host/network/network-settings";
import { namesFrom } from "@sogoc/host/network/office-names";
import { SECOND_FACTOR_MEANING, SecondFactorSetting } from "@sogoc/host/second-factor-setting";
import { ServiceEnvironment } from "@sogoc/host/service-config";
import { findUnknownSettings } from "@sogoc/host/unknown-settings";
import { quotaBytes, UploadQuota } from "@sogoc/host/upload-quota";
import type { TrustedProxies } from "@sogoc/http";
import { z } from "zod";
import { BackupEnvironment, type BackupSettings, backupSettingsOf } from "./backups/backup-settings.ts";

const Flag = z.stringbool();

/** Every setting of the standalone server; a wrong one is refused at start with its name. */
export const Environment = z.object({
  ...NetworkEnvironment,
  ...InstallationEnvironment,
  SOGOC_HTTPS_DEFAULT: z
    .literal("own")
    .optional()
    .describe("SOGOC_HTTPS where neither it, a certificate nor a proxy is named; for images"),
  SOGOC_DEMO: Flag.optional().describe("Seed an empty store with the demo; default only without SOGOC_DATA"),
  SOGOC_SIGN_INS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe("Sign-in attempts per minute and address"),
  SOGOC_SECOND_FACTOR: SecondFactorSetting.optional().describe(SECOND_FACTOR_MEANING),
  ...BackupEnvironment,
  SOGOC_UPLOAD_QUOTA_MB: UploadQuota,
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("warn")
    .describe("How much is logged"),
});

/**
 * What is to be said of each `SOGOC_…` that nothing reads. The shell that starts a server may hold
 * the settings of the services, which `migrate` reads.
 */
export const unknownSettings = (environment: NodeJS.ProcessEnv): readonly string[] =>
  findUnknownSettings(environment, Environment.shape, ServiceEnvironment.shape);

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly folder: string;
  readonly demo: boolean;
  readonly transport: Transport;
  /** Names and addresses for the own authority beside those of the machine. */
  readonly names: readonly string[];
  readonly trustProxy: TrustedProxies;
  readonly metrics: MetricsAddress;
  readonly signInsPerMinute: number;
  /** Undefined where nothing is said: it then goes by what the data are. */
  readonly secondFactorPolicy: SecondFactorPolicy | undefined;
  /** Bytes that one unit's uploaded files may take; undefined = any number. */
  readonly uploadQuota: number | undefined;
  readonly backups: BackupSettings;
  readonly logLevel: string;
}

const withDefaultTransport = (value: z.infer<typeof Environment>): z.infer<typeof Environment> => {
  const named = [value.SOGOC_HTTPS, value.SOGOC_CERTIFICATE, value.SOGOC_TRUST_PROXY];
  const isNamed = named.some((one) => one !== undefined);
  return isNamed || !value.SOGOC_HTTPS_DEFAULT ? value : { ...value, SOGOC_HTTPS: value.SOGOC_HTTPS_DEFAULT };
};

/** Throws `WrongConfiguration`. */
export const readConfig = (environment: NodeJS.ProcessEnv, demoFolder: string): Config => {
  const value = withDefaultTransport(readSettings(Environment, environment));
  const faults = findNetworkFaults(value, { mayBeOwn: true });
  if (faults.length > 0) throw new WrongConfiguration(faults);
  const demo = value.SOGOC_DEMO ?? value.SOGOC_DATA === undefined;
  return {
    port: value.PORT,
    host: value.HOST,
    folder: value.SOGOC_DATA ?? demoFolder,
    demo,
    transport: transportOf(value),
    names: namesFrom(value.SOGOC_NAMES),
    trustProxy: value.SOGOC_TRUST_PROXY ?? 0,
    metrics: { host: value.SOGOC_METRICS_HOST, port: value.SOGOC_METRICS_PORT },
    signInsPerMinute: value.SOGOC_SIGN_INS_PER_MINUTE,
    secondFactorPolicy: value.SOGOC_SECOND_FACTOR,
    uploadQuota: quotaBytes(value.SOGOC_UPLOAD_QUOTA_MB),
    backups: backupSettingsOf(value),
    logLevel: value.LOG_LEVEL,
  };
};
