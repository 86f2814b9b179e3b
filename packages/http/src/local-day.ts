const formatter = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", dateStyle: "short" });

/** The calendar day in Viet Nam, ISO `yyyy-MM-dd`: contracts and offices live by it, not by UTC. */
export const localDay = (moment: Date): string => formatter.format(moment);
