import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startTestProvince } from "../support/test-province.ts";

const filled = (url: string): string => url.replace(/:\w+/g, "khong-co").replace("*", "khong-co");

describe("answers that may be somebody's", () => {
  it("are kept by no browser and no proxy, whatever the route and the outcome", async () => {
    const { standalone } = await startTestProvince();
    const { server, routes } = standalone;
    const signedIn = await server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "admin", password: "quan-tri-1234" },
    });
    expect(signedIn.headers["cache-control"]).toBe("no-store");
    const authorization = `Bearer ${signedIn.json().accessToken}`;
    expect(routes.length).toBeGreaterThan(100);
    const outcomes = new Set<number>();
    // Last what ends the session.
    const isSignOut = ({ method, url }: (typeof routes)[number]) =>
      method === "DELETE" && url.includes("/sessions/");
    for (const { method, url } of [...routes].sort((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)))) {
      // Live streams are answers that do not end.
      if (url.endsWith("/changes") || url.endsWith("/progress")) continue;
      for (const headers of [{}, { authorization }]) {
        const answer = await server.inject({
          method: method as "GET",
          url: filled(url),
          headers,
          ...(method === "GET" ? {} : { payload: {} }),
        });
        outcomes.add(answer.statusCode);
        expect(answer.headers["cache-control"], `${method} ${url} ${answer.statusCode}`).toContain(
          "no-store",
        );
      }
    }
    // Not only refusals were looked at.
    for (const seen of [200, 401, 403, 404, 422]) expect([...outcomes]).toContain(seen);
    for (const url of ["/api/entry/docs/openapi.json", "/health/ready", "/khong-co", "/api/khong-co"])
      expect((await server.inject(url)).headers["cache-control"], url).toBe("no-store");
    await standalone.stop();
  });

  it("are told from the application's own files, which browsers keep", async ({ skip }) => {
    const built = new URL("../../web/dist/.addresses.json", import.meta.url);
    if (!existsSync(built)) return skip();
    const { standalone } = await startTestProvince();
    const page = await standalone.server.inject("/");
    expect(page.headers["cache-control"]).toBe("no-cache");
    const [, script = ""] = /src="(\/assets\/[^"]+)"/.exec(page.body) ?? [];
    const { headers } = await standalone.server.inject(script);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    await standalone.stop();
  });
});
