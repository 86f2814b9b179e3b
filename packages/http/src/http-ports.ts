import type { Directory, Principal } from "@sogoc/access";
import type { Clock, ServicePorts } from "@sogoc/core";
import type { ServiceRuntime } from "./service-runtime.ts";

/** Who makes a request. `expires`: when its token ends, in milliseconds since 1970. */
export type SignedIn = Principal & { readonly expires?: number | undefined };

/** What the HTTP edge of a service needs besides the service's own ports. */
export interface HttpPorts {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Directory;
  /** Throws `not-signed-in` or `token-expired`. */
  readonly verifyToken: (token: string, directory: Directory) => Promise<SignedIn>;
  /** True once this service's read models have handled everything up to the position. */
  readonly caughtUp: (position: number, timeoutMs: number) => Promise<boolean>;
  /** Position of the newest event. */
  readonly head: () => Promise<number>;
}

/** Of a service that runs. */
export const httpPortsOf = (
  { clock, newId, store }: Pick<ServicePorts, "clock" | "newId" | "store">,
  { directory, caughtUp }: Pick<ServiceRuntime, "directory" | "caughtUp">,
  verifyToken: HttpPorts["verifyToken"],
): HttpPorts => ({ clock, newId, directory, verifyToken, caughtUp, head: () => store.head() });
