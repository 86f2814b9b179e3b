import type { Secrets } from "@sogoc/core";
import { type SecretOwner, secretOwnerOf, secretOwners } from "@sogoc/events";

/** The secrets of all services as one, each read and written where its service looks for it. */
export const openSecretsOfAll = async (
  secretsOf: (service: string) => Promise<Secrets>,
): Promise<Secrets> => {
  const kept = new Map<SecretOwner, Secrets>();
  for (const owner of secretOwners) kept.set(owner, await secretsOf(owner));
  const of = (key: string): Secrets => {
    const found = kept.get(secretOwnerOf(key));
    if (!found) throw new Error(`Nobody keeps ${key}.`);
    return found;
  };
  return {
    find: (key) => of(key).find(key),
    replace: (key, expected, next) => of(key).replace(key, expected, next),
    put: (key, value) => of(key).put(key, value),
    remove: (key) => of(key).remove(key),
    async keys(prefix) {
      const found: string[] = [];
      // What lies with a service that does not own it is never looked at there, and is no secret of
      // the installation.
      for (const [owner, secrets] of kept)
        found.push(...(await secrets.keys(prefix)).filter((key) => secretOwnerOf(key) === owner));
      return found.sort();
    },
    async close() {
      for (const secrets of kept.values()) await secrets.close();
    },
  };
};
