import type { Directory, Principal } from "@sogoc/access";
import type { Clock } from "@sogoc/core";

/** Who makes a request. `expires`: when its token ends, in milliseconds since 1970. */
export type SignedIn = Principal & { readonly expires?: number };

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
