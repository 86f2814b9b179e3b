import { X509Certificate } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { isIP } from "node:net";
import { hasSoundHost } from "@sogoc/http";
import type { TrustPages } from "./trust-pages.ts";

const METHODS = new Set(["GET", "HEAD"]);

/** The address by https that a request names; undefined where it names none that could be one. */
const findAddress = ({ headers, url = "/" }: IncomingMessage): URL | undefined => {
  const { host } = headers;
  if (host === undefined || !/^[a-z0-9.:[\]-]+$/i.test(host) || !url.startsWith("/")) return undefined;
  return URL.canParse(`https://${host}${url}`) ? new URL(`https://${host}${url}`) : undefined;
};

/** Whether a browser that trusts the certificate would take it for this host. */
const isFor = (certificate: X509Certificate, { hostname }: URL): boolean => {
  const name = hostname.replace(/^\[(.*)\]$/, "$1");
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
};

/**
 * Names and addresses of a certificate as a person reads them, those of the machine itself last.
 */
const namesOf = ({ subjectAltName = "" }: X509Certificate): string =>
  subjectAltName
    .split(", ")
    .map((one) => one.replace(/^(?:DNS|IP Address):/, ""))
    .join(", ");

const wordsFor = (certificate: X509Certificate): string =>
  [
    "Máy chủ này không có tên trong địa chỉ vừa mở. Hãy mở bằng https:// và một trong các tên sau:",
    `  ${namesOf(certificate)}`,
    "This server does not have the name in the address that was opened. Open it by https:// and one of the names above.",
    "",
  ].join("\n");

/**
 * What somebody is told who comes without https: how to trust the office's authority, where there
 * is one, and else where to go. Only to a name that the server's certificate is for: another one
 * may be a place that somebody wants people to be sent to. Nothing personal is shown, and nothing
 * that was sent is looked at. `certificate` answers the server's certificate of the moment, PEM.
 */
export const answerPlainHttp =
  (certificate: () => string, pages?: TrustPages): RequestListener =>
  (request, response) => {
    const { method = "GET", url = "/" } = request;
    response.setHeader("cache-control", "no-store");
    const tell = (status: number, words: string) => {
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
      response.end(words);
    };
    if (!METHODS.has(method)) {
      response.setHeader("upgrade", "TLS/1.2, HTTP/1.1");
      tell(426, "Chỉ dùng https. / By https only.\n");
      return;
    }
    const own = new X509Certificate(certificate());
    const address = hasSoundHost(request) ? findAddress(request) : undefined;
    const page = pages?.find(url.split("?")[0] ?? "/");
    if (page) {
      response.writeHead(200, page.headers);
      response.end(page.body);
    } else if (address === undefined || !isFor(own, address)) tell(400, wordsFor(own));
    else {
      response.writeHead(307, { location: address.href });
      response.end();
    }
  };
