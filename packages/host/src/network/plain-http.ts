import type { RequestListener } from "node:http";
import type { TrustPages } from "./trust-pages.ts";

const METHODS = new Set(["GET", "HEAD"]);

/**
 * Where the same is found by https; undefined where the caller names no host that could be an
 * address.
 */
const addressByHttps = (host: string | undefined, path: string): string | undefined => {
  if (host === undefined || !/^[a-z0-9.:[\]-]+$/i.test(host) || !path.startsWith("/")) return undefined;
  return URL.canParse(`https://${host}${path}`) ? `https://${host}${path}` : undefined;
};

/**
 * What somebody is told who comes without https: how to trust the office's authority, where there
 * is one, and else where to go. Nothing personal is shown, and nothing that was sent is looked at.
 */
export const answerPlainHttp =
  (pages?: TrustPages): RequestListener =>
  (request, response) => {
    const { method = "GET", headers, url = "/" } = request;
    response.setHeader("cache-control", "no-store");
    if (!METHODS.has(method)) {
      response.writeHead(426, { upgrade: "TLS/1.2, HTTP/1.1", "content-type": "text/plain; charset=utf-8" });
      response.end("Chỉ dùng https. / By https only.\n");
      return;
    }
    const [path = "/"] = url.split("?");
    const page = pages?.find(path);
    if (page) {
      response.writeHead(200, page.headers);
      response.end(page.body);
      return;
    }
    const location = addressByHttps(headers.host, url);
    response.writeHead(location === undefined ? 400 : 307, location === undefined ? {} : { location });
    response.end();
  };
