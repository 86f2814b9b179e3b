import { Agent, createServer, get } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, it } from "vitest";
import { endSlowRequests, requestLimits } from "./slow-requests.ts";

it("listens to a connection once, however many requests it carries", async () => {
  const connections = new Set<Socket>();
  const server = createServer((request, response) => {
    connections.add(request.socket);
    response.end();
  });
  endSlowRequests(server, requestLimits);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      get({ agent, port, host: "127.0.0.1" }, (answer) => answer.resume().once("end", resolve)).once(
        "error",
        reject,
      );
    });
  await ask();
  const [socket] = connections;
  const listeners = socket?.listenerCount("close") ?? 0;
  expect(listeners).toBeGreaterThan(0);
  for (let request = 0; request < 20; request += 1) await ask();
  expect(connections.size).toBe(1);
  expect(socket?.listenerCount("close")).toBeLessThanOrEqual(listeners);
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});
