const DAY_MS = 86_400_000;
/** Day 0 of the serials after February 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

/**
 * ISO date of an Excel day serial of the 1900 system; a time of day is cut. Serial 60 is
 * 29.02.1900, a day that was not, kept by Excel for Lotus: it and everything outside 1900–2099
 * gives undefined.
 */
export const fromExcelSerial = (serial: number): string | undefined => {
  if (!Number.isFinite(serial)) return undefined;
  const day = Math.floor(serial);
  if (day < 1 || day === 60 || day > 73050) return undefined;
  return new Date(EPOCH + (day < 60 ? day + 1 : day) * DAY_MS).toISOString().slice(0, 10);
};
