import { createInMemoryPorts, type ServicePorts } from "@sogoc/core";
import { createWatchedServer } from "@sogoc/http/testing";
import { bootstrapInstallation, buildAccounts, type SecondFactorPolicy } from "../app.ts";

interface Sent {
  readonly token?: string;
  readonly key?: string;
  readonly from?: string;
  readonly cookie?: string;
  /** ETag that the command is made from; left out, the one of now is asked for. */
  readonly seen?: string;
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
  await bootstrapInstallation(accounts.bootstrapDependencies, {
    signInName: "admin",
    password: "quan-tri-1234",
  });
  await server.ready();

  const send = (path: string, payload: object, { token, key, from, cookie, seen }: Sent) =>
    server.inject({
      method: "POST",
      url: `/api/accounts/v1${path}`,
      payload,
      ...(from === undefined ? {} : { remoteAddress: from }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(seen === undefined ? {} : { "if-match": seen }),
      },
    });
  const post = async (path: string, payload: object, sent: Sent = {}) => {
    const answer = await send(path, payload, sent);
    const [, kind, id] = path.split("/");
    if (answer.statusCode !== 428) return answer;
    const seen = await server.inject({
      url: `/api/accounts/v1/${kind}/${id}`,
      headers: { authorization: `Bearer ${sent.token}` },
    });
    const etag = seen.headers["etag"];
    return etag === undefined ? answer : send(path, payload, { ...sent, seen: String(etag) });
  };
  const signIn = (signInName: string, password: string, from?: string) =>
    post("/sessions", { signInName, password }, from === undefined ? {} : { from });
  const tokenOf = async (signInName: string, password: string): Promise<string> =>
    (await signIn(signInName, password)).json().accessToken;
  return { server, ports, accounts, post, signIn, tokenOf };
};
