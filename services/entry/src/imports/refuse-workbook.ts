import { CommandRejected } from "@sogoc/core";

/** Why a workbook is refused as a whole, in both languages. */
export const refuseWorkbook = (reason: string, detail: string, detailEn: string): CommandRejected =>
  new CommandRejected("workbook-refused", { reason }, [{ pointer: "/file", detail, detailEn }]);
