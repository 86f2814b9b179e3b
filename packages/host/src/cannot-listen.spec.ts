import { createServer } from "node:net";
import Fastify from "fastify";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { CannotListen, listenAt } from "./cannot-listen.ts";
import { listenForMetrics } from "./network/metrics-listener.ts";

const settings = { host: "HOST", port: "PORT" };
const listen = (host: string, port = 0) => {
  const server = Fastify();
  return listenAt(server, { host, port, settings })
    .catch((error: unknown) => {
      expect(error).toBeInstanceOf(CannotListen);
      return error instanceof CannotListen ? error.message : "";
    })
    .finally(() => server.close());
};

/** A port that somebody has while the work is done. */
const whileTaken = async (work: (port: number) => Promise<void>) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  await work(typeof address === "object" && address ? address.port : 0);
  await new Promise((resolve) => other.close(resolve));
};

describe("a place that a server cannot listen at", () => {
  it("is told with the setting that names it and what to do, Vietnamese first, without a stack", async () => {
    await whileTaken(async (port) => {
      const told = await listen("127.0.0.1", port);
      expect(told).toMatch(
        new RegExp(`^Cổng này \\(${port}\\) đang có.* PORT=${port + 1}\\.\nThe port is in use`),
      );
      const figures = { metrics: new Registry(), health: [] };
      await expect(listenForMetrics(figures, { host: "127.0.0.1", port })).rejects.toThrow(
        `SOGOC_METRICS_PORT=${port + 1}`,
      );
    });
    // RFC 5737 and RFC 2606: an address of no machine, and no name.
    for (const host of ["192.0.2.1", "khong-co.invalid"]) {
      const told = await listen(host);
      expect(told).toMatch(/^HOST=.*: máy này không có địa chỉ hay tên ấy.*HOST=0\.0\.0\.0/);
      expect(told).toMatch(/\nHOST=.*: this machine has no such address or name/);
      expect(told.split("\n")).toHaveLength(2);
    }
    expect(new CannotListen("EACCES", { host: "0.0.0.0", port: 443, settings }, undefined).message).toMatch(
      /^Hệ điều hành không cho mở cổng 443.*PORT=8158/,
    );
  });

  it("is told apart from what else fails, and from one that it can", async () => {
    expect(await listen("127.0.0.1")).toMatch(/^http:/);
    const broken = { listen: () => Promise.reject(new Error("other")) };
    await expect(listenAt(broken, { host: "a", port: 1, settings })).rejects.toThrow("other");
  });

  it("is told with who may come, where that is more than this machine", async () => {
    const figures = { metrics: new Registry(), health: [] };
    for (const [host, told] of [
      ["127.0.0.1", /\/metrics$/],
      ["0.0.0.0", /\/metrics \(nhận từ máy khác qua 0\.0\.0\.0/],
    ] as const) {
      const { news, close } = await listenForMetrics(figures, { host, port: 0 });
      await close();
      expect(news).toMatch(told);
    }
  });
});
