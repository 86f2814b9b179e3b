import type { Metadata } from "@grpc/grpc-js";
import type { DoubleLog } from "./eventstore-log.ts";

const ADMINISTRATORS = "$admins";
const EVERYBODY = "$all";

type Action = "$r" | "$w" | "$d";
type Rights = Partial<Record<Action, string | readonly string[]>>;

/** As the server has them before anybody set others. */
const SERVERS_OWN: Record<"$userStreamAcl" | "$systemStreamAcl", Rights> = {
  $userStreamAcl: { $r: EVERYBODY, $w: EVERYBODY, $d: EVERYBODY },
  $systemStreamAcl: { $r: ADMINISTRATORS, $w: ADMINISTRATORS, $d: ADMINISTRATORS },
};

/**
 * Who may what on the double: users with passwords, of which `admin` is an administrator, and the
 * default rights that were last written to `$settings`, as the server goes by them. Rights of
 * single streams are not covered.
 */
export const createDoubleRights = (log: DoubleLog, passwords: Map<string, string>) => {
  const present = (): typeof SERVERS_OWN => {
    const set = (log.stream("$settings") ?? []).findLast(
      ({ metadata }) => metadata.get("type") === "update-default-acl",
    );
    return set ? (JSON.parse(Buffer.from(set.data).toString()) as typeof SERVERS_OWN) : SERVERS_OWN;
  };
  const rolesOf = (call: { readonly metadata: Metadata }): readonly string[] => {
    const [header] = call.metadata.get("authorization");
    const [, encoded] = /^Basic (.+)$/.exec(String(header)) ?? [];
    const [name = "", password] = Buffer.from(encoded ?? "", "base64")
      .toString()
      .split(":");
    if (password === undefined || passwords.get(name) !== password) return [EVERYBODY];
    return name === "admin" ? [EVERYBODY, name, ADMINISTRATORS] : [EVERYBODY, name];
  };
  return {
    /** `stream`: the whole log counts as one of the server's own. */
    allows(call: { readonly metadata: Metadata }, action: Action, stream: string): boolean {
      const { $userStreamAcl, $systemStreamAcl } = present();
      const rights = (stream.startsWith("$") ? $systemStreamAcl : $userStreamAcl)[action] ?? [];
      const roles = rolesOf(call);
      return [rights].flat().some((role) => roles.includes(role));
    },
    isAdministrator: (call: { readonly metadata: Metadata }) => rolesOf(call).includes(ADMINISTRATORS),
    passwords,
  };
};
