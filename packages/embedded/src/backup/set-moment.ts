const VIETNAM = new Intl.DateTimeFormat("vi-VN", {
  timeZone: "Asia/Ho_Chi_Minh",
  dateStyle: "short",
  timeStyle: "short",
});

/** The moment that a backup's name tells, which is in UTC. */
export const momentOfSet = (name: string): Date =>
  new Date(name.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, "T$1:$2:$3.$4Z"));

/** As the pages and the log write it: "02:00 29/11/2026", in Viet Nam. */
export const inVietnam = (moment: Date): string => VIETNAM.format(moment);
