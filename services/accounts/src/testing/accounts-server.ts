import { createInMemoryPorts, type ServicePorts } from "@sogoc/core";
import { createWatchedServer } from "@sogoc/http/testing";
import { bootstrapInstallation, buildAccounts, type SecondFactorPolicy } from "../app.ts";

interface Sent {
  readonly token?: string;
  readonly key?: string;
  readonly from?: string;
  readonly cookie?: string;
}

/**
 * The accounts service behind a server without a socket, with an administrator of the whole
 * country.
 */
export const startAccounts = async (
  overrides: Partial<ServicePorts> = {},
  options: {
    readonly signInsPerMinute?: number | undefined;
    readonly secondFactorPolicy?: SecondFactorPolicy | undefined;
  } = {},
) => {
  const ports = createInMemoryPorts(overrides);
  const accounts = await buildAccounts(ports, {
    secureCookies: false,
    signInsPerMinute: options.signInsPerMinute ?? 1_000,
    secondFactorPolicy: options.secondFactorPolicy ?? "off",
  });
  const server = await createWatchedServer(ports);
  await server.register(accounts.plugin);
  await bootstrapInstallation(accounts.access, { signInName: "admin", password: "quan-tri-1234" });
  await server.ready();

  const post = (path: string, payload: object, { token, key, from, cookie }: Sent = {}) =>
    server.inject({
      method: "POST",
      url: `/api/accounts/v1${path}`,
      payload,
      ...(from === undefined ? {} : { remoteAddress: from }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(cookie === undefined ? {} : { cookie }),
      },
    });
  const signIn = (signInName: string, password: string, from?: string) =>
    post("/sessions", { signInName, password }, from === undefined ? {} : { from });
  const tokenOf = async (signInName: string, password: string): Promise<string> =>
    (await signIn(signInName, password)).json().accessToken;
  return { server, ports, accounts, post, signIn, tokenOf };
};
