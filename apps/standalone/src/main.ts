import { fileURLToPath } from "node:url";
import { requireUsableFolder, stampProgram } from "@sogoc/embedded";
import { listenAt } from "@sogoc/host/cannot-listen";
import { openEngines } from "@sogoc/host/engines";
import { logOutput, outliveOutputs } from "@sogoc/host/log-output";
import { listenForMetrics } from "@sogoc/host/network/metrics-listener";
import { comesByHttps, proxiedRequests, remembersHttps } from "@sogoc/host/network/network-settings";
import { openTransport } from "@sogoc/host/network/open-transport";
import { programVersion } from "@sogoc/host/program-version";
import { addExpiries } from "@sogoc/host/service-metrics";
import { showOnce } from "@sogoc/host/shown-once";
import { createShutdown } from "@sogoc/host/shutdown";
import { startSweeping } from "@sogoc/host/sweeping";
import { keepWorkFolders } from "@sogoc/host/work-folders";
import type { FastifyInstance } from "fastify";
import { answerLongStart } from "./answer-meanwhile.ts";
import { addBackups, backupNote } from "./backups/backup-metrics.ts";
import { requireNoLostData } from "./backups/place-of-lost-data.ts";
import { saveBeforeUpdate } from "./backups/save-before-update.ts";
import { requirePlaceApart, type ScheduledBackups, startBackups } from "./backups/scheduled-backups.ts";
import { watchClock } from "./clock-watch.ts";
import { readConfig, unknownSettings } from "./config.ts";
import { ensureDemo, isDemoStore } from "./demo/demo.ts";
import { serveDemoGuide } from "./demo/demo-guide.ts";
import { watchLogDamage } from "./log-damage-watch.ts";
import { addMissingFiles, watchMissingFiles } from "./missing-files-watch.ts";
import { FIRST_ADMIN, sayStarted } from "./say-started.ts";
import { buildStandalone } from "./standalone.ts";
import { endWithReason } from "./start-failure.ts";
import { storageNotices } from "./storage-notices.ts";
import { addStorageRoom, storageHealth, storageLook, watchStorage, withStorage } from "./storage-room.ts";
import { endWithStarter, waitWhereNoRoom } from "./wait-for-room.ts";

const started = performance.now();
process.on("uncaughtException", endWithReason);
outliveOutputs();
endWithStarter();
// Whatever is written, temporary files too, is for this account alone.
process.umask(0o077);
// Before the settings are read: what is missing may be there, misspelt.
for (const line of unknownSettings(process.env)) console.error(line);
const config = readConfig(process.env, fileURLToPath(new URL("../../../.data/demo", import.meta.url)));
requirePlaceApart(config.backups.to, config.folder);
const shutdown = createShutdown();
const logger = { level: config.logLevel, base: null, stream: logOutput() };

/** What has to be right before anything is opened. */
const prepareFolder = async (): Promise<void> => {
  await shutdown.opening(keepWorkFolders(), (kept) => kept.stop());
  if (config.demo)
    await ensureDemo(config.folder, {
      onSeeding: () =>
        console.log(
          "Đang tạo dữ liệu mẫu (không có thông tin người thật) … / Seeding the demo (nobody real) …",
        ),
    });
  if (!config.demo) await requireNoLostData(config.folder, config.backups.to);
  requireUsableFolder(config.folder);
  if (!isDemoStore(config.folder)) await saveBeforeUpdate(config.folder);
};

// What a consumer cannot handle must not go unseen; positions and reasons, never what is in the
// event. Consumers run before there is a server to log.
let report = (what: object, message: string) => console.error(JSON.stringify({ ...what, msg: message }));

const findRoom = storageLook(config.folder);
const clockWatch = watchClock(config.folder, console.error);
const logDamage = watchLogDamage(config.folder, console.error);

const openPorts = () =>
  shutdown.opening(
    openEngines({
      engine: "embedded",
      folder: config.folder,
      clock: clockWatch.clock,
      notices: {
        onParked: ({ consumer, position, reason }) => report({ consumer, position, reason }, "event parked"),
        ...storageNotices(),
        onLogDamaged: logDamage.onLogDamaged,
        onTrouble: (trouble) => report(trouble, "consumer cannot go on, trying again"),
      },
    }),
    (open) => open.close(),
  );
type Ports = Awaited<ReturnType<typeof openPorts>>;

const openBackups = ({ clock }: Ports) =>
  shutdown.opening(
    startBackups({
      folder: config.folder,
      settings: config.backups,
      program: programVersion,
      clock,
      tell: console.error,
      showOnce: (text) => showOnce(text, [process.stderr, process.stdout]),
    }),
    (scheduled) => scheduled.stop(),
  );

const openWay = ({ secrets, clock }: Ports) =>
  shutdown.opening(
    openTransport(config.transport, {
      secrets,
      clock,
      names: config.names,
      folder: config.folder,
      warn: (message) => console.error(message),
    }),
    (open) => open.close(),
  );
type Way = Awaited<ReturnType<typeof openWay>>;

const openStandalone = async (
  ports: Ports,
  transport: Way,
  { backups, demo }: { readonly backups: ScheduledBackups | undefined; readonly demo: boolean },
  attach: (server: FastifyInstance) => void,
) => {
  const storage = storageHealth(findRoom);
  await shutdown.opening(Promise.resolve(watchStorage(findRoom, console.error)), async (watching) =>
    watching.stop(),
  );
  await shutdown.opening(clockWatch.begin(ports.store), async () => clockWatch.stop());
  const files = await shutdown.opening(
    Promise.resolve(watchMissingFiles(config.folder, ports.store, console.error)),
    (watching) => watching.stop(),
  );
  const standalone = await buildStandalone({
    ports,
    logger,
    secureCookies: comesByHttps(config.transport),
    signInsPerMinute: config.signInsPerMinute,
    // The demo tells everybody the password of its invented people. By the data, and not by what
    // the settings say of them: administrators of a real installation keep theirs.
    secondFactorPolicy: config.secondFactorPolicy ?? (demo ? "off" : "administrators"),
    uploadQuota: config.uploadQuota,
    health: [
      storage,
      logDamage.health,
      files.health,
      ...clockWatch.health,
      ...transport.health,
      ...(backups ? [backupNote(backups.status)] : []),
    ],
    findBackupStatus:
      backups &&
      withStorage(backups.status, findRoom, {
        isLogDamaged: logDamage.isDamaged,
        countMissing: files.count,
        findClockBehind: clockWatch.clock.findBehind,
      }),
    findExpiries: transport.expiries,
    warn: console.error,
    trustProxy: config.trustProxy,
    proxied: proxiedRequests(config.transport),
    hsts: remembersHttps(config.transport),
    serverFactory: transport.serverFactory,
    attach,
  });
  await shutdown.opening(Promise.resolve(standalone), (running) => running.stop());
  addMissingFiles(standalone.watched.metrics, files.count);
  return standalone;
};

const sweepBlobs = async ({ sweep }: Ports, { log }: FastifyInstance): Promise<void> => {
  if (!sweep) return;
  await shutdown.opening(
    Promise.resolve(startSweeping(sweep, (what, message) => log.warn(what, message))),
    (sweeping) => sweeping.stop(),
  );
};

const start = async (): Promise<void> => {
  const answering = answerLongStart(config);
  await shutdown.opening(Promise.resolve(answering), (end) => end());
  await prepareFolder();
  const ports = await openPorts();
  await stampProgram(config.folder, programVersion);
  const demo = config.demo && isDemoStore(config.folder);
  const backups = demo ? undefined : await openBackups(ports);
  const transport = await openWay(ports);
  const standalone = await openStandalone(ports, transport, { backups, demo }, (server) => {
    transport.attach(server);
    if (demo) serveDemoGuide(server);
  });
  const { server, watched } = standalone;
  report = (what, message) => server.log.error(what, message);
  await sweepBlobs(ports, server);
  if (backups) addBackups(watched.metrics, backups.status);
  addStorageRoom(watched.metrics, config.folder, findRoom);
  addExpiries(watched.metrics, () => ({ ...transport.expiries(), ...standalone.expiries() }));
  const figures = await shutdown.opening(listenForMetrics(watched, config.metrics), (open) => open.close());
  const { port, host } = config;
  await answering();
  const address = await listenAt(server, { port, host, settings: { port: "PORT", host: "HOST" } });
  // Not before it listens: its password is shown once, and never by a start that comes to nothing.
  const firstPassword = demo ? undefined : await standalone.bootstrap({ signInName: FIRST_ADMIN });
  process.off("uncaughtException", endWithReason);
  const seconds = (performance.now() - started) / 1_000;
  await sayStarted({
    address,
    seconds,
    folder: config.folder,
    host,
    transport,
    figures,
    firstPassword,
    isUnused: !demo && firstPassword === undefined && !(await standalone.hasAnyoneSignedIn()),
    demo,
  });
};

await shutdown.during(() => start().catch((error: unknown) => waitWhereNoRoom(error, config, shutdown)));
