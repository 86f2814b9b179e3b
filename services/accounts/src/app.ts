import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import type { ServicePorts } from "@sogoc/core";
import {
  createTokenVerifier,
  httpPortsOf,
  parkedRoutes,
  servicePlugin,
  startServiceRuntime,
} from "@sogoc/http";
import { problems } from "./problems.ts";
import { readModels } from "./read-models/index.ts";
import { accountChangeRoutes } from "./routes/account-changes.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { backupRoutes, type FindBackupStatus } from "./routes/backups.ts";
import { clerkRoutes } from "./routes/clerks.ts";
import { expiryRoutes, type FindExpiries } from "./routes/expiries.ts";
import { ownSessionRoutes } from "./routes/own-sessions.ts";
import { passwordResetRoutes } from "./routes/password-resets.ts";
import { secondFactorRoutes } from "./routes/second-factor.ts";
import { type SessionOptions, sessionRoutes } from "./routes/sessions.ts";
import { unitRoutes } from "./routes/units.ts";
import { createCredentials } from "./secrets/credentials.ts";
import { tellDamagedSecrets } from "./secrets/damaged-secrets.ts";
import { getDraftKeys } from "./secrets/draft-keys.ts";
import { areSecretsLost, hasAnyoneSignedIn } from "./secrets/lost-secrets.ts";
import { createSecondFactors } from "./secrets/second-factors.ts";
import { createSessions, sweepSessions } from "./secrets/sessions.ts";
import { loadSigningKeys } from "./secrets/signing-keys.ts";
import { createCodeLimits } from "./sign-in/code-limits.ts";
import { loadKnownDevices } from "./sign-in/known-devices.ts";
import { loadKnownLines } from "./sign-in/known-lines.ts";
import { endSessionsOfEnded } from "./use-cases/end-sessions-of-ended.ts";

export { resetAdministrator } from "./administrator-reset.ts";
export { bootstrapInstallation } from "./bootstrap.ts";
export { endAuditor } from "./end-auditor.ts";
export { firstPasswordInWords, nobodySignedInInWords, notShownInWords } from "./first-sign-in.ts";
export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";
export type { FindBackupStatus } from "./routes/backups.ts";
export { replaceSigningKeys } from "./secrets/signing-keys.ts";
export { type SecondFactorPolicy, secondFactorPolicies } from "./sign-in/second-factor-policy.ts";

export interface AccountsOptions extends SessionOptions {
  /** How the installation's backups stand; left out where other means make them. */
  readonly findBackupStatus?: FindBackupStatus | undefined;
  /** What the server has that ends, beside the keys of this service. */
  readonly findExpiries?: FindExpiries | undefined;
  /** Is told what whoever runs the server should see. */
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * The accounts service: units, lead units, accounts, roles, sign-in. `plugin` goes into a Fastify
 * server.
 */
export const buildAccounts = async (ports: ServicePorts, options: AccountsOptions) => {
  const runtime = await startServiceRuntime("accounts", ports);
  const { clock, newId, secrets } = ports;
  const signingKeys = await loadSigningKeys(secrets, clock, options.warn);
  const draftKeys = await getDraftKeys(secrets);
  const { commands, directory } = runtime;
  const credentials = await createCredentials(secrets, options.passwordCost);
  await tellDamagedSecrets(secrets, commands, options.warn ?? (() => {}));
  const sessions = createSessions(secrets, clock);
  const secondFactors = createSecondFactors(secrets, clock);
  const { secondFactorPolicy, signInsPerMinute } = options;
  const devices = await loadKnownDevices(secrets, clock);
  const lines = await loadKnownLines(secrets, clock);
  const codeLimits = createCodeLimits(clock);
  const guard = { devices, lines, codeLimits };
  const { accountList } = await runtime.projectAll(readModels);
  const verifyToken = createTokenVerifier(signingKeys.verificationKey, clock);
  const expiries = () => ({ "signing-key": signingKeys.expires() });
  const http = httpPortsOf(ports, runtime, verifyToken);
  const sessionPorts = { commands, clock, newId, sessions };
  const plugin = servicePlugin({
    name: "accounts",
    title: "Sổ Gốc – tài khoản và đơn vị / accounts and units",
    ports: http,
    problems,
    routes: async (app) => {
      const sweeping = sweepSessions(sessions, () => endSessionsOfEnded({ ...sessionPorts, directory }));
      app.addHook("onClose", async () => {
        sweeping.stop();
        signingKeys.stop();
      });
      await app.register(cookie);
      await app.register(rateLimit, { global: false });
      sessionRoutes(
        app,
        { ...sessionPorts, directory, credentials, guard, secondFactors, signingKeys, draftKeys },
        options,
      );
      ownSessionRoutes(app, sessionPorts);
      secondFactorRoutes(
        app,
        { ...sessionPorts, guard, credentials, secondFactors, secondFactorPolicy, signingKeys, draftKeys },
        signInsPerMinute,
      );
      unitRoutes(app, { http, clock, newId: ports.newId, commands, directory, secrets });
      accountRoutes(app, { http, clock, commands, directory, credentials, secrets, accountList });
      accountChangeRoutes(app, { ...sessionPorts, http, directory, credentials, secondFactors, secrets });
      clerkRoutes(app, http, accountList);
      backupRoutes(app, options.findBackupStatus);
      passwordResetRoutes(app, { http, accountList });
      expiryRoutes(app, clock, () => ({ ...options.findExpiries?.(), ...expiries() }));
      parkedRoutes(app, { service: "accounts", bus: ports.bus, runtime });
    },
  });
  return {
    plugin,
    runtime,
    /** Whether this is a log whose store of secrets is gone. */
    areSecretsLost: () => areSecretsLost(ports.store, credentials),
    /** Whether anybody ever came in. */
    hasAnyoneSignedIn: () => hasAnyoneSignedIn(ports.store),
    /** What an empty store is made usable with. */
    bootstrapDependencies: { commands, clock, newId, credentials },
    /** What the other services verify tokens with where they run in the same process. */
    verificationKey: signingKeys.verificationKey,
    /** What ends when, by name, in milliseconds since 1970. */
    expiries,
  };
};
