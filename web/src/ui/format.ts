const days = new Intl.DateTimeFormat("vi-VN", {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  timeZone: "Asia/Ho_Chi_Minh",
});
const moments = new Intl.DateTimeFormat("vi-VN", {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Asia/Ho_Chi_Minh",
});
const numbers = new Intl.NumberFormat("vi-VN");
const shares = new Intl.NumberFormat("vi-VN", { style: "percent", maximumFractionDigits: 1 });

/** dd/MM/yyyy in Vietnamese time, from an ISO moment or day. */
export const formatDay = (iso: string): string => days.format(new Date(iso));
export const formatMoment = (iso: string): string => moments.format(new Date(iso));
export const formatNumber = (value: number): string => numbers.format(value);
/**
 * How much of what is expected is there. Cases beyond the number make nothing more than whole: they
 * are told apart, because none of them is one of those that may still be missing.
 */
export const doneOf = (count: number, expected: number): { share: number; beyond: number } => ({
  share: Math.min(1, count / Math.max(1, expected)),
  beyond: Math.max(0, count - expected),
});
export const formatShare = (value: number): string => shares.format(value);
