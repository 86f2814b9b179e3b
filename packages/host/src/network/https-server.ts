import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { holdBackContinue, type RequestLimits, requestLimits } from "@sogoc/http";
import type { CertificatePair } from "./credentials.ts";

/** First byte of a TLS handshake (RFC 8446, 5.1); no method of HTTP begins with it. */
const HANDSHAKE = 22;

/**
 * HTTPS, and on the same port plain http for whoever comes without: a person types the address as
 * it is on the note beside the screen. `plain` answers them, on connections that are closed at
 * once; nothing of the application is told there.
 */
export const createHttpsServerBesidePlain = (
  { certificate, key }: CertificatePair,
  handlers: { readonly secure: RequestListener; readonly plain: RequestListener },
  // Headers' time is also that until TLS stands, or until an answer in plain http has gone out.
  { checkMs, headersMs }: Pick<RequestLimits, "checkMs" | "headersMs"> = requestLimits,
): Server => {
  const server = createHttpsServer(
    {
      cert: certificate,
      key,
      minVersion: "TLSv1.2",
      handshakeTimeout: headersMs,
      connectionsCheckingInterval: checkMs,
    },
    handlers.secure,
  );
  const plain = createHttpServer({ keepAlive: false }, (request, response) => {
    response.setHeader("connection", "close");
    handlers.plain(request, response);
  });
  // Nothing that is sent in plain http is asked for.
  holdBackContinue(plain);
  // What TLS would do with a new connection.
  const secured = server.listeners("connection");
  server.removeAllListeners("connection");

  const early = new Set<Socket>();
  /**
   * The http server knows those alone with which it speaks http: not those whose handshake stands
   * still.
   */
  const all = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    early.add(socket);
    all.add(socket);
    socket.once("close", () => all.delete(socket));
    const tooLong = setTimeout(() => socket.destroy(), headersMs).unref();
    const leave = () => early.delete(socket) && clearTimeout(tooLong);
    socket.once("close", leave);
    socket.on("error", () => socket.destroy());
    socket.once("data", (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      if (chunk[0] === HANDSHAKE) {
        leave();
        for (const accept of secured) accept.call(server, socket);
        return;
      }
      plain.emit("connection", socket);
      socket.resume();
    });
  });
  // Connections of which the https server knows nothing would keep it from ending.
  const close = server.close.bind(server);
  server.close = (done) => {
    for (const socket of early) socket.destroy();
    return close(done);
  };
  server.closeAllConnections = () => {
    for (const socket of all) socket.destroy();
  };
  return server;
};
