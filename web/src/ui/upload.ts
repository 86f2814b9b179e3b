import { sessionFetch } from "../api/client.ts";
import { ApiProblem, offlineProblem, type Problem } from "../api/problem.ts";
import { freshToken } from "../api/session.ts";

/** Sends one file as a form; the command's id makes a repetition harmless. */
export const upload = async <Outcome>(path: string, file: File): Promise<Outcome> => {
  const body = new FormData();
  body.append("file", file);
  const headers = { "idempotency-key": crypto.randomUUID() };
  return (await (await sessionFetch(new Request(path, { method: "POST", body, headers }))).json()) as Outcome;
};

/**
 * The same for what takes minutes; `onProgress` hears the share that has left this computer, 0 to
 * 1.
 */
export const uploadLarge = async <Outcome>(
  path: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<Outcome> => {
  const token = await freshToken();
  const body = new FormData();
  body.append("file", file);
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    if (token !== undefined) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("idempotency-key", crypto.randomUUID());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiProblem(offlineProblem));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Outcome);
      else reject(new ApiProblem((request.response as Problem | null) ?? offlineProblem));
    };
    request.send(body);
  });
};
