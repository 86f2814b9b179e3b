import { createInMemoryPorts } from "@sogoc/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildStandalone } from "../../../../apps/standalone/src/standalone.ts";

describe("guessing passwords behind one proxy", () => {
  // Whatever the machine takes for it, all of this is within one minute.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  it("is not made easier by a header that changes with each try", async () => {
    const standalone = await buildStandalone({
      ports: createInMemoryPorts(),
      logger: false,
      secureCookies: false,
      signInsPerMinute: 10,
      secondFactorPolicy: "off",
      trustProxy: 1,
    });
    await standalone.bootstrap({ signInName: "admin", password: "quan-tri-1234" });
    const guess = async (turn: number) => {
      const answer = await standalone.server.inject({
        method: "POST",
        url: "/api/accounts/v1/sessions",
        payload: { signInName: "admin", password: `doan-${turn}` },
        remoteAddress: "172.18.0.2",
        // The proxy writes who really called behind what the caller made up.
        headers: { "x-forwarded-for": `10.1.${turn}.7, 203.0.113.9` },
      });
      return answer.statusCode;
    };
    const outcomes: number[] = [];
    for (let turn = 0; turn < 80; turn++) outcomes.push(await guess(turn));
    expect(outcomes.filter((status) => status === 401)).toHaveLength(10);
    expect(outcomes.filter((status) => status === 429)).toHaveLength(70);
    await standalone.stop();
  });
});
