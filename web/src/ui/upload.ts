import { sessionFetch } from "../api/client.ts";

/** Sends one file as a form; the command's id makes a repetition harmless. */
export const upload = async <Outcome>(path: string, file: File): Promise<Outcome> => {
  const body = new FormData();
  body.append("file", file);
  const headers = { "idempotency-key": crypto.randomUUID() };
  return (await (await sessionFetch(new Request(path, { method: "POST", body, headers }))).json()) as Outcome;
};
