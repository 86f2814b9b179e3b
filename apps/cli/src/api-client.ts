import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CommandFailed, exitCodes } from "./exit-codes.ts";

export interface ApiClient {
  get<Body>(path: string): Promise<Body>;
  /** `seen` is the revision that a change is made from, where the server asks for it. */
  post<Body>(path: string, body?: object, seen?: number): Promise<Body>;
  upload<Body>(path: string, file: string): Promise<Body>;
  download(path: string): Promise<ReadableStream<Uint8Array>>;
}

/** Refusals that end by themselves; a full disk does not. */
const putOff = new Set(["unavailable", "read-model-behind", "reading-busy"]);

const codeIn = async (response: Response): Promise<string> =>
  (
    (await response
      .clone()
      .json()
      .catch(() => ({}))) as Problem
  ).code ?? "";

const isPutOff = async (response: Response): Promise<boolean> =>
  response.status === 503 && putOff.has(await codeIn(response));

const isRefusedFor = async (response: Response, code: string): Promise<boolean> =>
  response.status === 401 && (await codeIn(response)) === code;

const MAX_ATTEMPTS = 60;

/** Asks again, for about two minutes, for what a busy server puts off. */
const fetchPatiently = async (url: URL, request: RequestInit): Promise<Response> => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, request);
    if (attempt === MAX_ATTEMPTS || !(await isPutOff(response))) return response;
    await pause(1_000 * Number(response.headers.get("retry-after") ?? 1));
  }
};

interface Problem {
  readonly title?: string | undefined;
  readonly titleEn?: string | undefined;
  readonly code?: string | undefined;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] | undefined;
}

const describe = (status: number, problem: Problem): string => {
  const fields = (problem.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer}: ${detail}`).join("");
  return `${problem.title ?? "Lỗi"} / ${problem.titleEn ?? "Error"} (${problem.code ?? status})${fields}`;
};

/** Throws `CommandFailed` with the server's words for a refusal. */
const requireDone = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  throw new CommandFailed(describe(response.status, problem), exitCodes.notInOrder);
};

/** Of JSON that is sent, made from a version that was seen where that is asked for. */
const headersOf = (seen: number | undefined): Readonly<Record<string, string>> => {
  const type = { "content-type": "application/json" };
  return seen === undefined ? type : { ...type, "if-match": `"${seen}"` };
};

/**
 * Signs in over HTTP and renews the access token when it runs out. Throws `CommandFailed` with the
 * server's words.
 */
export const connect = async (options: {
  readonly url: string;
  readonly signInName: string;
  readonly password: string;
  /** Asked once, where the account has a second factor. */
  readonly askCode?: (() => Promise<string>) | undefined;
}): Promise<ApiClient> => {
  const base = new URL("/api/", options.url);
  let token = "";
  let cookie = "";
  let expires = 0;
  let position = "0";

  const check = async (response: Response): Promise<Response> => {
    position = response.headers.get("sogoc-position") ?? position;
    return requireDone(response);
  };

  const enter = (code?: string) => {
    const { signInName, password } = options;
    return fetch(new URL("accounts/v1/sessions", base), {
      method: "POST",
      // With the session that is open a second factor is not asked for again.
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({ signInName, password, code }),
    });
  };

  const signIn = async () => {
    let response = await enter();
    const { askCode } = options;
    if (askCode && (await isRefusedFor(response, "second-factor-needed")))
      response = await enter(await askCode());
    await check(response);
    const sent = response.headers.getSetCookie().find((one) => one.startsWith("sogoc_refresh="));
    cookie = sent?.split(";")[0] ?? cookie;
    const session = (await response.json()) as { accessToken: string; expiresIn: number };
    token = session.accessToken;
    expires = Date.now() + (session.expiresIn - 30) * 1000;
  };

  const send = async (
    method: string,
    path: string,
    body?: string | FormData,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    if (Date.now() > expires) await signIn();
    const headers: Record<string, string> = {
      ...more,
      authorization: `Bearer ${token}`,
      "sogoc-at-least": position,
    };
    // Sent again under the same key, a command has one effect.
    if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
    return check(await fetchPatiently(new URL(path, base), { method, headers, body: body ?? null }));
  };

  await signIn();
  return {
    get: async <Body>(path: string) => (await (await send("GET", path)).json()) as Body,
    post: async <Body>(path: string, body: object = {}, seen?: number) =>
      (await (await send("POST", path, JSON.stringify(body), headersOf(seen))).json()) as Body,
    async upload<Body>(path: string, file: string) {
      const form = new FormData();
      form.append("file", await openAsBlob(file), basename(file));
      return (await (await send("POST", path, form)).json()) as Body;
    },
    async download(path) {
      const { body } = await send("GET", path);
      if (!body) throw new CommandFailed("Tệp rỗng / empty file");
      return body;
    },
  };
};
