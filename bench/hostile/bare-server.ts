import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// Answers and does nothing else: how long its answers take is what the machine takes.

const server = createServer((_request, response) => response.end("{}"));
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.(`http://127.0.0.1:${port}`);
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(0));
