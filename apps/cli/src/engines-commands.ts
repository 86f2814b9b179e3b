import type { CommandSetting } from "@sogoc/host/command-environment";
import { openInstallation, prepareEventStore } from "@sogoc/host/engines";
import { allModels } from "@sogoc/standalone/all-read-models";
import { number } from "./counts.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { DISTRIBUTED, distributedFrom } from "./migrate/sides.ts";
import { rebuildModels } from "./rebuild-models.ts";
import { verifyFolder } from "./verify-log.ts";

/** Positions that are named of those that are missing. */
const MOST_NAMED = 20;

/** Makes the services' account at EventStoreDB and takes the right to delete from it. */
export const prepareEngines = async (): Promise<void> => {
  const administrator = process.env["SOGOC_EVENTSTORE_ADMIN_URL" satisfies CommandSetting];
  const services = process.env["SOGOC_EVENTSTORE_URL"];
  if (!administrator || !services)
    throw new CommandFailed(
      "Đặt SOGOC_EVENTSTORE_ADMIN_URL (quản trị viên) và SOGOC_EVENTSTORE_URL (các dịch vụ), cả hai có tên và mật khẩu / set both, each with name and password: esdb://name:password@host:2113?tls=true",
      exitCodes.usage,
    );
  const { account, accountMade, rightsSet, mayDelete } = await prepareEventStore({
    administrator,
    services,
  });
  console.log(
    accountMade
      ? `Đã lập tài khoản ${account} / account made: ${account}`
      : `Đã có tài khoản ${account} / there is an account ${account}`,
  );
  console.log(
    rightsSet
      ? "Đã đặt quyền mặc định / default rights set"
      : "Quyền mặc định đã đúng / default rights are as they should be",
  );
  if (mayDelete)
    throw new CommandFailed(
      `Nhưng ${account} vẫn xóa được: máy chủ không xét quyền (EVENTSTORE_INSECURE), hoặc tài khoản thuộc $admins / but ${account} can still delete: the server looks at nobody's rights (EVENTSTORE_INSECURE), or the account belongs to $admins`,
      exitCodes.notInOrder,
    );
  console.log(`${account} ghi và đọc được, không xóa được gì / appends and reads, and can delete nothing`);
};

const positionsIn = (positions: readonly number[]): string => {
  const more = positions.length > MOST_NAMED ? ", …" : "";
  return positions.slice(0, MOST_NAMED).join(", ") + more;
};

/**
 * Checks the log's chains, and each topic against the log. Exit code 1 when something is not in
 * order. `repair`: builds all read models anew from the log, which is right whatever Kafka lost.
 */
export const checkEngines = async ({ repair }: { readonly repair: boolean }): Promise<void> => {
  await verifyFolder(DISTRIBUTED);
  const installation = await openInstallation(distributedFrom(process.env));
  try {
    const topics = await installation.compareTopics();
    if (!topics)
      throw new CommandFailed("Đặt SOGOC_KAFKA_BROKERS / set SOGOC_KAFKA_BROKERS", exitCodes.usage);
    const faults: string[] = [];
    for (const { topic, events, missing, repeated, foreign } of topics) {
      console.log(`${topic}: ${number(events)} sự kiện / events`);
      if (missing.length > 0)
        faults.push(
          `${topic}: thiếu ${number(missing.length)} sự kiện, các dịch vụ lấy từ sổ sự kiện / events missing, which services take from the log: ${positionsIn(missing)}`,
        );
      if (repeated > 0)
        faults.push(
          `${topic}: ${number(repeated)} sự kiện lặp lại, được bỏ qua / repeated, which is passed over`,
        );
      if (foreign > 0)
        faults.push(
          `${topic}: ${number(foreign)} tin không phải của sổ sự kiện / messages that are not of the log`,
        );
    }
    if (repair) {
      const running = await installation.findRunning();
      if (running && running.length > 0)
        throw new CommandFailed(
          `Ngừng các dịch vụ trước / stop the services first: ${running.join(", ")}`,
          exitCodes.usage,
        );
      const { store, readModelsOf } = installation;
      await rebuildModels({ models: allModels, store, readModelsOf });
    }
    if (faults.length > 0) throw new CommandFailed(faults.join("\n"), exitCodes.notInOrder);
    console.log("Kafka đúng như sổ sự kiện / Kafka is as the log is");
  } finally {
    await installation.close();
  }
};
