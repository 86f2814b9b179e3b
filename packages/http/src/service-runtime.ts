import { type Directory, startDirectory } from "@sogoc/access";
import {
  type CommandHandler,
  createCommandHandler,
  type Document,
  type EventBus,
  notBefore,
  type OpenReadModels,
  type Projection,
  type ReadModel,
  type ReadModelList,
  type RecordedEvent,
  runProjection,
  runReaction,
  type ServicePorts,
  type Subscription,
  vietnamDay,
} from "@sogoc/core";
import { schemaOfWritten, upcast } from "@sogoc/events";
import { currentTraceparent, traceDeliveries, traceReaction } from "./tracing.ts";

/**
 * The running parts of a service: its command handler, what it knows of units, its read models and
 * processes.
 */
export interface ServiceRuntime {
  readonly commands: CommandHandler;
  readonly directory: Directory;
  /** Opens and feeds every read model of a list. */
  readonly projectAll: <List extends ReadModelList>(list: List) => Promise<OpenReadModels<List>>;
  readonly react: (
    name: string,
    eventTypes: readonly string[],
    react: (event: RecordedEvent) => Promise<void>,
  ) => Promise<void>;
  /**
   * True once everything up to the position was handled, and what its reactions wrote in answer is
   * visible too; false when the time ran out first.
   */
  readonly caughtUp: (position: number, timeoutMs: number) => Promise<boolean>;
  /**
   * The same for the read models alone: for reactions, which would wait for themselves otherwise.
   */
  readonly projected: (position: number, timeoutMs: number) => Promise<boolean>;
  readonly subscriptions: () => readonly Subscription[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts what every service has; consumers are named `<service>/<part>` so that each keeps its own
 * place.
 */
export const startServiceRuntime = async (service: string, ports: ServicePorts): Promise<ServiceRuntime> => {
  const { store, readModels } = ports;
  const bus: EventBus = ports.bus;
  const tracedBus = traceDeliveries(bus);
  const projections: Subscription[] = [];
  const processes: Subscription[] = [];
  const today = () => vietnamDay(notBefore(ports.clock));
  const directory = await startDirectory({ bus, store, consumer: `${service}/directory`, today });
  projections.push(directory.subscription);

  const reached = async (parts: readonly Subscription[], position: number, timeoutMs: number) => {
    const all = await Promise.all(parts.map((part) => part.caughtUp(position, timeoutMs)));
    return all.every(Boolean);
  };

  const project = async (projection: Projection<Document>): Promise<ReadModel<Document>> => {
    const consumer = `${service}/${projection.definition.name}`;
    const running = await runProjection({ projection, consumer, bus: tracedBus, readModels, store, upcast });
    projections.push(running.subscription);
    return running.model;
  };

  return {
    commands: createCommandHandler({
      store,
      schemaOf: schemaOfWritten,
      upcast,
      traceparent: currentTraceparent,
    }),
    directory,
    async projectAll<List extends ReadModelList>(list: List) {
      const models: [string, ReadModel<Document>][] = [];
      for (const [name, projection] of Object.entries(list)) models.push([name, await project(projection)]);
      // Under the names of the list, each with the documents of its own projection.
      return Object.fromEntries(models) as unknown as OpenReadModels<List>;
    },
    async react(name, eventTypes, react) {
      const consumer = `${service}/${name}`;
      const traced = traceReaction(consumer, react);
      processes.push(await runReaction({ consumer, bus, eventTypes, upcast, react: traced }));
    },
    async caughtUp(position, timeoutMs) {
      if (processes.length === 0) return reached(projections, position, timeoutMs);
      if (!(await reached(processes, position, timeoutMs))) return false;
      return reached(projections, Math.max(position, await store.head()), timeoutMs);
    },
    projected: (position, timeoutMs) => reached(projections, position, timeoutMs),
    subscriptions: () => [...projections, ...processes],
    async stop() {
      await Promise.all([...projections, ...processes].map((one) => one.stop()));
    },
  };
};
