import type { Secrets } from "@sogoc/core";

/**
 * Which service keeps a secret of that name: in its own database on servers, in one file with the
 * others on one machine.
 */
const ownerOf = (key: string): Owner => (key.startsWith("export-key/") ? "reporting" : "accounts");

const OWNERS = ["accounts", "reporting"] as const;
type Owner = (typeof OWNERS)[number];

/** The secrets of all services as one, each read and written where its service looks for it. */
export const openSecretsOfAll = async (
  secretsOf: (service: string) => Promise<Secrets>,
): Promise<Secrets> => {
  const kept: Record<Owner, Secrets> = {
    accounts: await secretsOf("accounts"),
    reporting: await secretsOf("reporting"),
  };
  const of = (key: string) => kept[ownerOf(key)];
  return {
    find: (key) => of(key).find(key),
    replace: (key, expected, next) => of(key).replace(key, expected, next),
    put: (key, value) => of(key).put(key, value),
    remove: (key) => of(key).remove(key),
    async keys(prefix) {
      const found: string[] = [];
      // What lies with a service that does not own it is never looked at there, and is no secret of
      // the installation.
      for (const owner of OWNERS)
        found.push(...(await kept[owner].keys(prefix)).filter((key) => ownerOf(key) === owner));
      return found.sort();
    },
    async close() {
      for (const owner of OWNERS) await kept[owner].close();
    },
  };
};
