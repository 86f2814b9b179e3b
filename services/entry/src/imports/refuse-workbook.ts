import { CommandRejected } from "@sogoc/core";

/** The refusal of a whole workbook, in both languages. */
export const refuseWorkbook = (reason: string, detail: string, detailEn: string): CommandRejected =>
  new CommandRejected("workbook-refused", { reason }, [{ pointer: "/file", detail, detailEn }]);
