import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";

const wrong = { field: "nksHoTen", severity: "major", reason: "Sai dấu so với sổ" };

it("a check, a return and an acceptance say what they were made from, and are refused where that has changed", async () => {
  const { standalone, commune, person, checker, acceptor } = await acceptedBook();
  const other = await person("kiem-2", [{ role: "checker", unitId: commune }]);
  const [review] = done(
    await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
  ).items;
  const path = `review/v1/reviews/${review?.id}`;
  const recordPath = `${path}/records/${review?.sample[0]?.recordId}`;
  const look = await checker.get<{ revision: number }>(recordPath);
  const seen = String(look.headers["etag"]);
  const check = { recordRevision: look.body.revision, marks: [] };

  // Whoever says nothing of it is asked; the address is there for everybody else too.
  const ask = (path: string, payload: object, headers: Record<string, string> = {}) =>
    standalone.server.inject({ method: "POST", url: `/api/${path}`, payload, headers });
  const session = { signInName: "kiem", password: "kiem-mat-khau" };
  const { accessToken } = (await ask("accounts/v1/sessions", session)).json();
  const bare = await ask(`${recordPath}/check`, check, { authorization: `Bearer ${accessToken}` });
  expect([bare.statusCode, bare.json().code]).toEqual([428, "precondition-required"]);

  // Two checkers have the case before them; the second would wipe the marks of the first.
  done(await other.post(`${recordPath}/check`, { ...check, marks: [wrong] }, undefined, seen));
  const stale = await checker.post(`${recordPath}/check`, check, undefined, seen);
  expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
  const now = await checker.get<{ marks: object[] }>(recordPath);
  expect(now.body.marks).toMatchObject([wrong]);

  // The acceptor has seen the review with that mark; meanwhile somebody takes it away.
  const verdict = await acceptor.get(path);
  done(await checker.post(`${recordPath}/check`, check, undefined, String(now.headers["etag"])));
  for (const way of ["return", "accept-after-fixes"]) {
    const body = { reason: "sai nhiều" };
    const answer = await acceptor.post(`${path}/${way}`, body, undefined, String(verdict.headers["etag"]));
    expect([answer.status, answer.body["code"]], way).toEqual([412, "revision-conflict"]);
  }
  await standalone.stop();
});
