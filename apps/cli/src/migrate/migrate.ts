import type { Installation } from "@sogoc/host/engines";
import { counts, number } from "../counts.ts";
import { CommandFailed, exitCodes } from "../exit-codes.ts";
import { createProgressBar } from "../progress-bar.ts";
import { alignLogs } from "./align-logs.ts";
import { copyBlobs, expectNoOthers, verifyBlobs } from "./copy-blobs.ts";
import { copyEvents } from "./copy-events.ts";
import { copySecrets, expectNoOtherSecrets, verifySecrets } from "./copy-secrets.ts";

/** Shows a bar while the work goes on. */
const withBar = async <Result>(
  label: string,
  work: (bar: ReturnType<typeof createProgressBar>) => Promise<Result>,
): Promise<Result> => {
  const bar = createProgressBar(label);
  try {
    return await work(bar);
  } finally {
    bar.end();
  }
};

const expectNobody = async (side: Installation, name: string): Promise<void> => {
  const running = await side.findRunning();
  if (running === undefined) {
    console.error(
      `Không kiểm tra được dịch vụ ở ${name} đã dừng chưa (thiếu SOGOC_KAFKA_BROKERS). / Whether services of ${name} still run is not known.`,
    );
  } else if (running.length > 0) {
    throw new CommandFailed(
      `Hãy dừng các dịch vụ ở ${name} trước / stop the services of ${name} first: ${running.join(", ")}`,
      exitCodes.notInOrder,
    );
  }
};

const copy = async (from: Installation, to: Installation): Promise<void> => {
  const head = await from.store.head();
  const { events: before, rest } = await withBar("Đối chiếu / comparing", (bar) =>
    alignLogs(from.store, to.store, ({ position }) => bar.update(position, head)),
  );
  const events = await withBar("Sự kiện / events", (bar) =>
    copyEvents(rest, to.store, ({ position }) => bar.update(position, head)),
  );
  console.log(
    `Sự kiện / events: ${number(events)} đã chép / copied, ${number(before)} có sẵn / already there`,
  );
  const blobs = await withBar("Tệp / files", (bar) => {
    let seen = 0;
    return copyBlobs(from.blobs, to.blobs, () => bar.update(++seen, null));
  });
  const secrets = await copySecrets(from.secrets, to.secrets);
  console.log(`Tệp / files: ${number(blobs)}; mật khẩu, khóa / secrets: ${number(secrets)}`);
};

const verify = async (from: Installation, to: Installation): Promise<void> => {
  const head = await from.store.head();
  const { events, streams, rest } = await withBar("Kiểm lại / verifying", (bar) =>
    alignLogs(from.store, to.store, ({ position }) => bar.update(position, head)),
  );
  if (!(await rest.next()).done)
    throw new CommandFailed(
      "Nơi đi vẫn đang được ghi: hãy dừng dịch vụ rồi chạy lại. / The source is still written to: stop its services and run this again.",
      exitCodes.notInOrder,
    );
  const { blobs, bytes } = await withBar("Kiểm lại tệp / verifying files", (bar) => {
    let seen = 0;
    return verifyBlobs(from.blobs, to.blobs, () => bar.update(++seen, null));
  });
  const secrets = await verifySecrets(from.secrets, to.secrets);
  const { vi, en } = counts({ events, streams, files: blobs, bytes, secrets });
  console.log(`Khớp từng sự kiện: ${vi} (SHA-256) / verified: ${en} (SHA-256)`);
};

/**
 * Copies events, blobs and secrets, whichever of them are missing, then compares everything.
 * Stopped anywhere, it goes on where it was: what is there is the beginning of the source's log, or
 * the target is refused. Read models are not copied.
 */
export const migrate = async (from: Installation, to: Installation): Promise<void> => {
  await expectNobody(from, "nơi đi / the source");
  await expectNobody(to, "nơi đến / the target");
  if ((await from.store.head()) === 0)
    throw new CommandFailed(
      "Nơi đi không có sự kiện nào / the source holds no events: look at its settings",
      exitCodes.usage,
    );
  await expectNoOtherSecrets(from.secrets, to.secrets);
  await expectNoOthers(from.blobs, to.blobs);
  await copy(from, to);
  await verify(from, to);
};
