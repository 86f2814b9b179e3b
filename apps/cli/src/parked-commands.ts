import { messageOf } from "@sogoc/core";
import type { ApiClient } from "./api-client.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";

const SERVICES = ["accounts", "entry", "review", "reporting"] as const;

interface Parked {
  readonly part: string;
  readonly position: number;
  readonly type: string;
  readonly stream: string;
  readonly reason: string;
  readonly since: string;
}

interface ServiceList {
  readonly service: string;
  readonly items: readonly Parked[];
  readonly total: number;
}

/** Every service's list; throws when none answers, tells of those that do not. */
const listsOf = async (
  client: ApiClient,
): Promise<{ readonly lists: readonly ServiceList[]; readonly silent: readonly string[] }> => {
  const lists: ServiceList[] = [];
  const silent: string[] = [];
  for (const service of SERVICES) {
    try {
      const { items, total } = await client.get<Omit<ServiceList, "service">>(`${service}/v1/parked`);
      lists.push({ service, items, total });
    } catch (error) {
      silent.push(`${service}: ${messageOf(error)}`);
    }
  }
  if (lists.length === 0) throw new CommandFailed(silent.join("\n"));
  return { lists, silent };
};

/**
 * Prints what could not be handled, by service and consumer; exit code 1 when there is anything.
 */
export const listParked = async (client: ApiClient): Promise<void> => {
  const { lists, silent } = await listsOf(client);
  for (const { service, items, total } of lists) {
    for (const { part, position, type, stream, reason, since } of items)
      console.log(`${service}/${part}  ${position}  ${type}  ${stream}  ${since}\n    ${reason}`);
    if (total > items.length) console.log(`${service}: … ${total - items.length} sự kiện nữa / more`);
  }
  if (silent.length > 0)
    throw new CommandFailed(`Không hỏi được / could not be asked:\n${silent.join("\n")}`);
  const total = lists.reduce((sum, list) => sum + list.total, 0);
  if (total === 0) return console.log("Không có sự kiện nào bị để lại / nothing is parked");
  throw new CommandFailed(`${total} sự kiện bị để lại / parked events`, exitCodes.notInOrder);
};

/** `service/part`, as `list` prints it. */
const pathOf = (consumer: string): string => {
  const [service, part, ...rest] = consumer.split("/");
  if (SERVICES.some((known) => known === service) && part && rest.length === 0)
    return `${service}/v1/parked/${encodeURIComponent(part)}`;
  throw new CommandFailed(
    `Phải có dạng dịch-vụ/phần / must look like reporting/reporting-records: ${consumer}`,
    exitCodes.usage,
  );
};

/** Prints one parked event's place, who-knows-what ids and reason; nothing of what is in it. */
export const showParked = async (client: ApiClient, consumer: string, position: string): Promise<void> => {
  const path = `${pathOf(consumer)}/${encodeURIComponent(position)}`;
  for (const [name, value] of Object.entries(await client.get<Record<string, unknown>>(path)))
    console.log(`${name.padEnd(14)} ${String(value)}`);
};

/**
 * Has a consumer's events handled again, or those of all; exit code 1 when some still cannot be.
 */
export const replayParked = async (client: ApiClient, consumer: string | undefined): Promise<void> => {
  const waiting = async () =>
    (await listsOf(client)).lists.flatMap(({ service, items }) =>
      items.map(({ part }) => `${service}/${part}`),
    );
  const consumers = consumer === undefined ? [...new Set(await waiting())] : [consumer];
  let left = 0;
  for (const one of consumers) {
    const answer = await client.post<{ handled: number; left: number }>(`${pathOf(one)}/replay`);
    console.log(`${one}: ${answer.handled} đã xử lý / handled, ${answer.left} còn lại / left`);
    left += answer.left;
  }
  if (consumers.length === 0) console.log("Không có sự kiện nào bị để lại / nothing is parked");
  if (left > 0)
    throw new CommandFailed(
      `${left} vẫn chưa xử lý được, xem sogoc parked list / still cannot be handled`,
      exitCodes.notInOrder,
    );
};
