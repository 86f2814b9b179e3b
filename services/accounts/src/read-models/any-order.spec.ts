import type { RecordedEvent } from "@sogoc/core";
import { anyOrderContract, everyModelListedContract, recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { readModels } from "./index.ts";

const account = (accountId: string): readonly RecordedEvent[] => {
  const events: readonly DomainEvent[] = [
    {
      type: "AccountOpened",
      data: { accountId, signInName: accountId, displayName: accountId, unitId: "u-1" },
    },
    { type: "RoleGranted", data: { accountId, role: "clerk", unitId: "u-1", from: "2026-01-01" } },
    { type: "SignedIn", data: { accountId, sessionId: `s-${accountId}` } },
    { type: "RoleRevoked", data: { accountId, role: "clerk", unitId: "u-1", reason: "thôi việc" } },
    { type: "AccountMoved", data: { accountId, unitId: "u-2", reason: "điều chuyển" } },
    { type: "SecondFactorAdded", data: { accountId } },
    { type: "PasswordChanged", data: { accountId, temporary: true, resetBy: "a-9" } },
    { type: "SecondFactorRemoved", data: { accountId, removedBy: "a-9" } },
    { type: "AccountVouched", data: { accountId, vouchedBy: "a-8" } },
    { type: "AccountSuspended", data: { accountId, reason: "nghỉ" } },
    { type: "AccountReinstated", data: { accountId, reason: "đi làm lại" } },
  ];
  return events.map((event, revision) => recorded(event, { stream: `account-${accountId}`, revision }));
};

const streams = ["a-1", "a-2", "a-3"].map(account);
everyModelListedContract(readModels, import.meta.url);
anyOrderContract(readModels, streams);
