import type { FastifyRequest } from "fastify";
import type { HttpPorts } from "./http-ports.ts";
import { requireAccessStill } from "./permissions.ts";

/**
 * The bytes of an answer for as long as whoever asked is let in: a download that is under way when
 * their access ends is cut off.
 */
export async function* whileLetIn(
  request: FastifyRequest,
  ports: HttpPorts,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await requireAccessStill(request, ports);
    yield chunk;
  }
}
