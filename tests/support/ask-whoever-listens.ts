import { request } from "node:https";
import { TLSSocket } from "node:tls";

/** What was answered in HTTPS, and the certificate's SHA-256. */
export interface Heard {
  readonly status: number;
  readonly body: string;
  readonly fingerprint: string;
}

/**
 * Asks in HTTPS as a probe does, whoever has made the certificate; undefined where nobody listens.
 */
export const askWhoeverListens = (port: number, path: string): Promise<Heard | undefined> =>
  new Promise((resolve) => {
    const at = { host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false };
    const sent = request(at, (answer) => {
      const { socket, statusCode = 0 } = answer;
      const fingerprint = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : "";
      let body = "";
      answer.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      answer.on("end", () => resolve({ status: statusCode, body, fingerprint }));
    });
    sent.on("error", () => resolve(undefined)).end();
  });
