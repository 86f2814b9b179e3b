import type { IncomingMessage } from "node:http";

/** `uri-host [ ":" port ]` (RFC 9110, 7.2; RFC 3986, 3.2.2); empty where there is no authority. */
const HOST = /^(\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(:\d*)?$/i;

/**
 * False for a request that names its host twice, or something that is no host: RFC 9112 (3.2) wants
 * both refused. A proxy may have gone by the one name and Node goes by the other. Node itself
 * refuses those that name none.
 */
export const hasSoundHost = ({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean => {
  const hosts = rawHeaders.filter(
    (_, place) => rawHeaders[place - 1]?.toLowerCase() === "host" && place % 2 === 1,
  );
  return hosts.length <= 1 && hosts.every((host) => HOST.test(host));
};
