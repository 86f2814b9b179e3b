import type { Directory, Principal } from "@sogoc/access";
import type { Clock } from "@sogoc/core";

/** What the HTTP edge of a service needs besides the service's own ports. */
export interface HttpPorts {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Directory;
  /** Throws `not-signed-in` or `token-expired`. */
  readonly verifyToken: (token: string) => Promise<Principal>;
  /** True once this service's read models have handled everything up to the position. */
  readonly caughtUp: (position: number, timeoutMs: number) => Promise<boolean>;
}
