import type { IncomingMessage } from "node:http";

/**
 * False for a request that names its host twice, which RFC 9112 (3.2) wants refused: a proxy may
 * have gone by the one name and Node goes by the other. Node itself refuses those that name none.
 */
export const hasOneHost = ({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean =>
  rawHeaders.filter((text, place) => place % 2 === 0 && text.toLowerCase() === "host").length <= 1;
