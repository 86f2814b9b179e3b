import { eventCatalogue } from "@sogoc/events";
import { patternOf } from "./log-reader.ts";
import { createPatientReads } from "./patient-reads.ts";
import type { Server } from "./server.ts";
import type { Namespace } from "./stored-event.ts";

/** What an installation puts before its names where its settings say nothing. */
const OWN = "sogoc";

export const namespaceOf = (name: string): Namespace => ({ prefix: name === "" ? "" : `${name}.` });

/**
 * The namespace of an installation whose settings name none: its own, so that whoever else writes
 * to the server is nobody's trouble. Installations of 0.2 put nothing before their names, and go on
 * so.
 */
export const findNamespace = async (
  server: Pick<Server, "client" | "answerMs" | "attempt">,
): Promise<Namespace> => {
  const [bare, own] = [namespaceOf(""), namespaceOf(OWN)];
  const bareTypes = patternOf(bare, [...eventCatalogue.keys()]);
  // From both ends at once: each finds at once what is there, and only the one that finds nothing
  // goes through the whole log.
  const isBare = createPatientReads({ ...server, pattern: bareTypes })
    .eventsBehind(0, 0, Number.POSITIVE_INFINITY, bareTypes)
    .then(({ length }) => length > 0);
  const isOwn = createPatientReads({ ...server, pattern: patternOf(own) })
    .head()
    .then((head) => head > 0);
  const bareFirst = isBare.then(async (found) => {
    if (found) return bare;
    await isOwn;
    return own;
  });
  const ownFirst = isOwn.then(async (found) => (!found && (await isBare) ? bare : own));
  return Promise.race([bareFirst, ownFirst]);
};
