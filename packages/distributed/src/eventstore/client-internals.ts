import { type EventStoreDBClient, UnavailableError } from "@eventstore/db-client";
import services from "@eventstore/db-client/generated/streams_grpc_pb.js";

type StreamsClient = InstanceType<typeof services.StreamsClient>;

/** What the client offers its own commands and not its callers. */
interface ClientInternals {
  execute<Result>(
    service: typeof services.StreamsClient,
    name: string,
    action: (client: StreamsClient) => Promise<Result>,
  ): Promise<Result>;
  callArguments(
    options: { readonly requiresLeader: boolean; readonly deadline: number },
    // The client's own copy of the gRPC library types these.
  ): Parameters<StreamsClient["read"]> extends [unknown, ...infer Rest] ? Required<Rest> : never;
  getGRPCClient<Client>(service: new (...parts: never[]) => Client, name: string): Promise<Client>;
  handleError(client: StreamsClient, error: Error): Promise<void>;
}

export const internalsOf = (client: EventStoreDBClient): ClientInternals =>
  client as unknown as ClientInternals;

/**
 * Leaves the node that the client is connected to: its calls end, and the next one asks the other
 * nodes who leads. The client itself does so only where a node says that it is unavailable, not
 * where it says nothing any more. Calls that fail together leave together: within `restMs` of
 * leaving, the node found meanwhile is not left again.
 */
export const createLeaving = (client: EventStoreDBClient, restMs: number): (() => void) => {
  const internals = internalsOf(client);
  let left = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - left < restMs) return;
    left = performance.now();
    internals
      .getGRPCClient(services.StreamsClient, "leave")
      .then((connected) => internals.handleError(connected, new UnavailableError()))
      // It is looking for a node, in vain: the attempt under way says so.
      .catch(() => {});
  };
};
