import type { FastifyInstance } from "fastify";

/** An answer of the API: status, headers and the parsed body. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
  readonly bytes: Buffer;
}

type Method = "GET" | "POST" | "DELETE";

export interface LocalClient {
  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>>;
  /**
   * `key` is the request's idempotency key. Where the server asks what the command was made from,
   * it was made from a look at this moment at what the path is about, unless `seen` names the ETag
   * of an earlier one.
   */
  post<Body = Record<string, unknown>>(
    path: string,
    body?: object,
    key?: string,
    seen?: string,
  ): Promise<Answer<Body>>;
  upload<Body = Record<string, unknown>>(
    path: string,
    fileName: string,
    bytes: Uint8Array,
    key?: string,
    seen?: string,
  ): Promise<Answer<Body>>;
  /**
   * The same person with a fresh token, without asking for the password again. Throws when the
   * session has ended.
   */
  renew(): Promise<LocalClient>;
  /** The person signed in; undefined before. */
  readonly account: { readonly id: string; readonly name: string; readonly unitId: string } | undefined;
}

interface Asked {
  readonly method: Method;
  readonly path: string;
  readonly token?: string | undefined;
  readonly payload?:
    | { readonly body: Buffer; readonly type: string; readonly key?: string | undefined }
    | undefined;
  readonly seen?: string | undefined;
  readonly cookie?: string | undefined;
}

/** Sends requests, each query with the newest position that was written by any of them. */
const createSender = (server: FastifyInstance) => {
  let position = 0;

  return async <Body>({ method, path, token, payload, seen, cookie }: Asked): Promise<Answer<Body>> => {
    const ask = () =>
      server.inject({
        method,
        url: `/api/${path}`,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(payload ? { "content-type": payload.type } : {}),
          ...(cookie === undefined ? {} : { cookie }),
          ...(payload?.key === undefined ? {} : { "idempotency-key": payload.key }),
          ...(seen === undefined ? {} : { "if-match": seen }),
          ...(method === "GET" ? { "sogoc-at-least": String(position) } : {}),
        },
        ...(payload ? { payload: payload.body } : {}),
      });
    let response = await ask();
    // On a busy machine the read models may need longer than a query waits: it is asked again.
    while (response.statusCode === 503 && response.body.includes('"read-model-behind"'))
      response = await ask();
    const written = Number(response.headers["sogoc-position"] ?? 0);
    position = Math.max(position, written);
    const json = String(response.headers["content-type"] ?? "").includes("json");
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (json && response.body !== "" ? JSON.parse(response.body) : {}) as Body,
      bytes: response.rawPayload,
    };
  };
};

const json = (body: object) => ({ body: Buffer.from(JSON.stringify(body)), type: "application/json" });

/**
 * Where that is shown which a command is made from: its own address, or that of another service.
 */
const madeFrom = (path: string, payload: Asked["payload"]): string => {
  const [address = ""] = path.split("?");
  if (address === "review/v1/corrections") {
    const { recordId = "" } = JSON.parse(String(payload?.body ?? "{}")) as { readonly recordId?: string };
    return `entry/v1/records/${recordId}`;
  }
  const reconciled = /^entry\/v1(\/books\/[^/]+)\/reconcile$/.exec(address)?.[1];
  return reconciled === undefined ? address : `reporting/v1${reconciled}/reconciliation`;
};

interface Session {
  readonly accessToken: string;
  readonly account: NonNullable<LocalClient["account"]>;
}
const cookieIn = ({ headers }: Answer<Session>) => String(headers["set-cookie"] ?? "").split(";")[0];

/**
 * Speaks the HTTP API without a socket: for the demo seed and for tests. Remembers the newest
 * position it has written and asks every query to be at least that fresh, as a browser does. `path`
 * begins behind `/api/`.
 */
export const createLocalClient = (server: FastifyInstance) => {
  const send = createSender(server);

  /** ETag of what a command is about: of its own address, or of the nearest above that has one. */
  const tagOf = async ({ path, token, payload }: Omit<Asked, "method">): Promise<string | undefined> => {
    for (
      let about = madeFrom(path, payload);
      about.includes("/");
      about = about.slice(0, about.lastIndexOf("/"))
    ) {
      const { status, headers } = await send({ method: "GET", path: about, token });
      if (status === 200) return headers["etag"] === undefined ? undefined : String(headers["etag"]);
    }
    return undefined;
  };

  const sendSeen = async <Body>(asked: Omit<Asked, "method">): Promise<Answer<Body>> => {
    const answer = await send<Body>({ ...asked, method: "POST" });
    if (answer.status !== 428) return answer;
    const seen = await tagOf(asked);
    return seen === undefined ? answer : send<Body>({ ...asked, method: "POST", seen });
  };

  const clientWith = (
    token: string | undefined,
    account: LocalClient["account"],
    cookie?: string,
  ): LocalClient => ({
    account,
    async renew() {
      const path = "accounts/v1/sessions/refresh";
      const answer = await send<Session>({ method: "POST", path, cookie });
      if (answer.status !== 200) throw new Error(`The session is not renewed: ${answer.status}`);
      return clientWith(answer.body.accessToken, answer.body.account, cookieIn(answer) || cookie);
    },
    get: (path) => send({ method: "GET", path, token }),
    post: <Body>(path: string, body = {}, key?: string, seen?: string) =>
      sendSeen<Body>({ path, token, payload: { ...json(body), key }, seen }),
    async upload<Body>(path: string, fileName: string, bytes: Uint8Array, key?: string, seen?: string) {
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(bytes)]), fileName);
      const encoded = new Response(form);
      const body = Buffer.from(await encoded.arrayBuffer());
      const type = encoded.headers.get("content-type") ?? "";
      return sendSeen<Body>({ path, token, payload: { body, type, key }, seen });
    },
  });

  return {
    anonymous: clientWith(undefined, undefined),
    /** Throws when the sign-in is refused. */
    async signIn(signInName: string, password: string): Promise<LocalClient> {
      const answer = await send<Session>({
        method: "POST",
        path: "accounts/v1/sessions",
        payload: json({ signInName, password }),
      });
      if (answer.status !== 201) throw new Error(`Sign-in of ${signInName} refused: ${answer.status}`);
      return clientWith(answer.body.accessToken, answer.body.account, cookieIn(answer));
    },
  };
};

/**
 * The body of an answer that must have succeeded. Throws with the problem's code and pointers
 * otherwise.
 */
export const done = <Body>(answer: Answer<Body>): Body => {
  if (answer.status < 400) return answer.body;
  throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
};
