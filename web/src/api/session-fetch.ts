import { ApiProblem, offlineProblem, problemIn } from "./problem.ts";
import { freshToken, renewSession } from "./session.ts";

let position = 0;

const sendWithToken = async (request: Request, token: string | undefined): Promise<Response> => {
  if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
  // A person sees what they just did, whatever read model the answer comes from.
  request.headers.set("sogoc-at-least", String(position));
  try {
    return await fetch(request);
  } catch {
    throw new ApiProblem(offlineProblem);
  }
};

/**
 * Whether a fresh token may help. A wrong password answers 401 too: it must not be sent a second
 * time.
 */
const ranOut = async (answer: Response): Promise<boolean> => {
  if (answer.status !== 401) return false;
  const { code } = await problemIn(answer.clone());
  return code !== "sign-in-refused";
};

/**
 * Whether the server knows nothing of the position that was asked for: its log was restored from an
 * older copy since this page was opened. From now on nothing newer than what it has is waited for.
 */
const isAheadOfLog = async (answer: Response): Promise<boolean> => {
  if (answer.status !== 422) return false;
  const { errors = [] } = await problemIn(answer.clone());
  return errors.some(({ pointer }) => pointer === "/headers/sogoc-at-least");
};

/**
 * Fetches with the session and renews it once when it has run out. Throws `ApiProblem` for every
 * refusal: the one place where a refusal becomes an error.
 */
export const sessionFetch = async (request: Request): Promise<Response> => {
  const again = request.clone();
  const thirdTry = request.clone();
  let answer = await sendWithToken(request, await freshToken());
  if (await ranOut(answer)) {
    const session = await renewSession();
    if (session) answer = await sendWithToken(again, session.accessToken);
  }
  if (await isAheadOfLog(answer)) {
    position = 0;
    answer = await sendWithToken(thirdTry, await freshToken());
  }
  position = Math.max(position, Number(answer.headers.get("sogoc-position") ?? 0));
  if (answer.ok) return answer;
  throw new ApiProblem(await problemIn(answer));
};
