import { existsSync } from "node:fs";

const places = [
  // The same engine without windows starts in a third of the processor's time.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** The system's Chromium: the one that CHROMIUM names, or the first in the usual places. */
export const findChromium = (): string | undefined => {
  const named = process.env["CHROMIUM"];
  return named ? named : places.find((place) => existsSync(place));
};

export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True when the browser tests cannot run here; says so in one line that nobody overlooks. */
export const withoutChromium = (): boolean => {
  if (findChromium() !== undefined) return false;
  process.stderr.write(
    `BROWSER TESTS SKIPPED: no Chromium (set CHROMIUM, or install one of ${places.join(", ")})\n`,
  );
  return true;
};
