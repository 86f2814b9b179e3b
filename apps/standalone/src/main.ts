import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stampProgram } from "@sogoc/embedded";
import { listenAt } from "@sogoc/host/cannot-listen";
import { openEngines } from "@sogoc/host/engines";
import { listenForMetrics } from "@sogoc/host/network/metrics-listener";
import { comesByHttps, isThisMachine, remembersHttps } from "@sogoc/host/network/network-settings";
import { openTransport } from "@sogoc/host/network/open-transport";
import { programVersion } from "@sogoc/host/program-version";
import { addExpiries } from "@sogoc/host/service-metrics";
import { createShutdown } from "@sogoc/host/shutdown";
import { sweepTemporaryFolders } from "@sogoc/http";
import { addBackups, backupNote } from "./backups/backup-metrics.ts";
import { saveBeforeUpdate } from "./backups/save-before-update.ts";
import { requirePlaceApart, startBackups } from "./backups/scheduled-backups.ts";
import { readConfig, unknownSettings } from "./config.ts";
import { ensureDemo, isDemoStore } from "./demo/demo.ts";
import { serveDemoGuide } from "./demo/demo-guide.ts";
import { demoSignIns } from "./demo/demo-people.ts";
import { buildStandalone } from "./standalone.ts";
import { endWithReason } from "./start-failure.ts";
import { storageNotices } from "./storage-notices.ts";
import { addStorageRoom, findStorageRoom, storageHealth, watchStorage, withStorage } from "./storage-room.ts";
import { startSweeping } from "./sweeping.ts";

const started = performance.now();
process.on("uncaughtException", endWithReason);
// Whatever is written, temporary files too, is for this account alone.
process.umask(0o077);
// Before the settings are read: what is missing may be there, misspelt.
for (const line of unknownSettings(process.env)) console.error(line);
const config = readConfig(process.env, fileURLToPath(new URL("../../../.data/demo", import.meta.url)));
requirePlaceApart(config.backups.to, config.folder);
const shutdown = createShutdown();
const logger = { level: config.logLevel, base: null };

await shutdown.during(async () => {
  await sweepTemporaryFolders();
  if (config.demo && !existsSync(config.folder)) {
    console.log("Đang tạo dữ liệu mẫu (không có thông tin người thật) … / Seeding the demo (nobody real) …");
    await ensureDemo(config.folder);
  }
  if (!isDemoStore(config.folder)) await saveBeforeUpdate(config.folder);
  // What a consumer cannot handle must not go unseen; positions and reasons, never what is in the
  // event.
  let report = (what: object, message: string) => console.error(JSON.stringify({ ...what, msg: message }));
  const opening = openEngines({
    engine: "embedded",
    folder: config.folder,
    notices: {
      onParked: ({ consumer, position, reason }) => report({ consumer, position, reason }, "event parked"),
      ...storageNotices(),
      onTrouble: (trouble) => report(trouble, "consumer cannot go on, trying again"),
    },
  });
  const ports = await shutdown.opening(opening, (open) => open.close());
  await stampProgram(config.folder, programVersion);
  const demo = config.demo && isDemoStore(config.folder);
  const backups = demo
    ? undefined
    : await shutdown.opening(
        startBackups({
          folder: config.folder,
          settings: config.backups,
          program: programVersion,
          clock: ports.clock,
          tell: console.error,
        }),
        (scheduled) => scheduled.stop(),
      );

  const transport = await shutdown.opening(
    openTransport(config.transport, {
      secrets: ports.secrets,
      clock: ports.clock,
      names: config.names,
      folder: config.folder,
      warn: (message) => console.error(message),
    }),
    (open) => open.close(),
  );
  const storage = storageHealth(config.folder);
  const findRoom = () => findStorageRoom(config.folder);
  await shutdown.opening(Promise.resolve(watchStorage(findRoom, console.error)), async (watching) =>
    watching.stop(),
  );
  const standalone = await buildStandalone({
    ports,
    logger,
    secureCookies: comesByHttps(config.transport),
    signInsPerMinute: config.signInsPerMinute,
    uploadQuota: config.uploadQuota,
    health: [storage, ...(backups ? [backupNote(backups.standing)] : [])],
    findBackupStanding: backups && withStorage(backups.standing, findRoom),
    findExpiries: transport.expiries,
    warn: console.error,
    trustProxy: config.trustProxy,
    hsts: remembersHttps(config.transport),
    serverFactory: transport.serverFactory,
    attach(server) {
      transport.attach(server);
      if (demo) serveDemoGuide(server);
    },
  });
  await shutdown.opening(Promise.resolve(standalone), (running) => running.stop());
  // Consumers run before there is a server to log.
  report = (what, message) => standalone.server.log.error(what, message);
  const { sweep } = ports;
  if (sweep)
    await shutdown.opening(
      Promise.resolve(startSweeping(sweep, (what, message) => standalone.server.log.warn(what, message))),
      (sweeping) => sweeping.stop(),
    );
  if (backups) addBackups(standalone.watched.metrics, backups.standing);
  addStorageRoom(standalone.watched.metrics, config.folder);
  const firstPassword = demo ? undefined : await standalone.bootstrap({ signInName: "admin" });
  addExpiries(standalone.watched.metrics, () => ({ ...transport.expiries(), ...standalone.expiries() }));
  const figures = await shutdown.opening(listenForMetrics(standalone.watched, config.metrics), (open) =>
    open.close(),
  );
  const address = await listenAt(standalone.server, {
    port: config.port,
    host: config.host,
    settings: { port: "PORT", host: "HOST" },
  });
  process.off("uncaughtException", endWithReason);

  console.log(
    `\nSổ Gốc: ${address.replace(/^https?/, transport.scheme)}   (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  console.log(`Dữ liệu / data: ${config.folder}`);
  const { port } = new URL(address);
  const elsewhere = isThisMachine(config.host) ? [] : transport.addresses(Number(port));
  if (elsewhere.length > 0) console.log(`Từ máy khác / from other machines: ${elsewhere.join("  ")}`);
  const plain = isThisMachine(config.host) ? [] : transport.firstVisits(Number(port));
  // Whoever goes straight to https meets the browser's warning, which nobody shall learn to click
  // away.
  if (plain.length > 0)
    console.log(`Lần đầu trên mỗi máy / the first time on each machine: ${plain.join("  ")}`);
  for (const line of [figures.news, ...transport.news]) console.log(line);
  if (firstPassword !== undefined) {
    console.log(
      `\nTài khoản quản trị / administrator: admin\nMật khẩu lần đầu (chỉ hiện một lần, shown once) / first password: ${firstPassword}`,
    );
  }
  if (demo) {
    console.log("\nĐăng nhập thử / demo sign-ins:");
    for (const { signInName, password, what } of demoSignIns) {
      console.log(`  ${signInName.padEnd(10)} ${password.padEnd(16)} ${what}`);
    }
  }
});
