import { closest } from "fastest-levenshtein";
import { CommandEnvironment } from "./command-environment.ts";
import { givenSettings } from "./environment.ts";

/** Ours, in whichever case they are written. */
const OURS = /^sogoc_/i;

/** What Kubernetes tells each container of a service whose name begins like ours. */
const OF_KUBERNETES = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$/;
const isOfKubernetes = (name: string, value: string | undefined): boolean =>
  OF_KUBERNETES.test(name) || /^(tcp|udp|sctp):\/\//.test(value ?? "");

/** What the tests and measurements of this repository are told. */
const OF_TESTS = /^SOGOC_(TEST|BENCH|MODEL|ENGINE)_/;

/**
 * Says of each `SOGOC_…` that no program reads which known name is nearest; empty where there is
 * none. Such a setting does nothing, and whoever misspelt it believes that it does. `shapes` are
 * the settings that the program reads, by name; those of the commands are known beside any.
 */
export const findUnknownSettings = (
  environment: NodeJS.ProcessEnv,
  ...shapes: readonly Readonly<Record<string, unknown>>[]
): readonly string[] => {
  const known = [CommandEnvironment.shape, ...shapes].flatMap((shape) => Object.keys(shape));
  return Object.entries(givenSettings(environment))
    .filter(([name, value]) => OURS.test(name) && !OF_TESTS.test(name) && !isOfKubernetes(name, value))
    .filter(([name]) => !known.includes(name))
    .map(([name]) => {
      const nearest = closest(name.toUpperCase(), known);
      return `CHÚ Ý: không có thiết lập ${name} nên nó bị bỏ qua; tên gần nhất là ${nearest} / NOTE: ${name} is no setting and does nothing; the nearest name is ${nearest}`;
    });
};
