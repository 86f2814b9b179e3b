import type { Answer, OrNone, Parameters, PathOf } from "../api/paths.ts";
import { ApiProblem, offlineProblem, type Problem } from "../api/problem.ts";
import { addressOf, ofSeen } from "../api/requests.ts";
import { freshToken } from "../api/session.ts";
import { sessionFetch } from "../api/session-fetch.ts";

const formOf = (file: File): FormData => {
  const body = new FormData();
  body.append("file", file);
  return body;
};

/**
 * Sends one file as a form and returns the outcome; what it changes is made from the version
 * `seen`. Throws `ApiProblem` for every refusal.
 */
export const upload = async <Path extends PathOf<"post">>(
  { file, seen }: { readonly file: File; readonly seen?: number | undefined },
  path: Path,
  ...parameters: OrNone<Parameters<"post", Path>>
): Promise<Answer<"post", Path>> => {
  const headers = new Headers({ "idempotency-key": crypto.randomUUID() });
  if (seen !== undefined) headers.set("if-match", ofSeen(seen)["if-match"]);
  const address = addressOf("post", path, ...parameters);
  const answer = await sessionFetch(new Request(address, { method: "POST", body: formOf(file), headers }));
  return (await answer.json()) as Answer<"post", Path>;
};

/**
 * The same for large files. `onProgress` is called with the share that has left this computer, 0 to
 * 1.
 */
export const uploadLarge = async <Path extends PathOf<"post">>(
  file: File,
  onProgress: (share: number) => void,
  path: Path,
  ...parameters: OrNone<Parameters<"post", Path>>
): Promise<Answer<"post", Path>> => {
  const token = await freshToken();
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", addressOf("post", path, ...parameters));
    request.responseType = "json";
    if (token !== undefined) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("idempotency-key", crypto.randomUUID());
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiProblem(offlineProblem));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Answer<"post", Path>);
      else reject(new ApiProblem((request.response as Problem | null) ?? offlineProblem));
    };
    request.send(formOf(file));
  });
};
