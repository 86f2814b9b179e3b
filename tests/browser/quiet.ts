import type { Page, Request } from "playwright-core";

/** The stream that tells of moving figures stays open as long as its page does. */
const isLive = (request: Request) => new URL(request.url()).pathname.endsWith("/changes");

const FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

/**
 * Watches a page from its beginning; the answer waits until everything it asked for has come and
 * was drawn.
 */
export const watchRequests = (page: Page): (() => Promise<void>) => {
  const pending = new Set<Request>();
  const done = (request: Request) => pending.delete(request);
  page.on("request", (request) => {
    if (!isLive(request)) pending.add(request);
  });
  page.on("requestfinished", done);
  page.on("requestfailed", done);
  return async () => {
    do {
      while (pending.size > 0) {
        await Promise.race([page.waitForEvent("requestfinished"), page.waitForEvent("requestfailed")]);
      }
      await page.evaluate(FRAMES);
    } while (pending.size > 0);
  };
};
