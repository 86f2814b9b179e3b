import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { Answer, Input, ItemOf } from "../../api/paths.ts";
import { bodyQuery, query, readsOf, useRefresh, wholeList } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import type { Verdict } from "../../ui/acceptance/verdicts.ts";

const LOTS = "/api/review/v1/lots";
const LOT = "/api/review/v1/lots/{lotId}";
const WAITING = "/api/review/v1/lots/waiting";

export type LotStanding = Answer<"get", typeof LOT>;
export type WaitingBatch = Answer<"get", typeof WAITING>["items"][number];
export type LotLine = ItemOf<typeof LOTS>;

export const useLots = () => useQuery(query(LOTS, { query: { limit: 100 } }));

export const useWaitingBatches = () => useQuery(wholeList(WAITING, { query: { limit: 200 } }));

export const useLot = (lotId: string) => useQuery(query(LOT, { path: { lotId } }));

/** How much of an open lot was looked at. */
export const useLooks = ({ id, status }: LotLine) =>
  useQuery({ ...query(LOT, { path: { lotId: id } }), enabled: status === "open" }).data?.looks;

/** Gives the lot its verdict, by its checks as they were read. */
export const useDecision = (lotId: string, version: number) => {
  const refresh = useRefresh();
  const path = { lotId };
  return useMutation({
    mutationFn: (body: { readonly verdict: Verdict; readonly reason: string | undefined }) =>
      send("post", "/api/review/v1/lots/{lotId}/decide", { path, header: ofSeen(version), body }),
    // Also where it was refused: what is there now is shown beside the reason.
    onSettled: () => refresh(readsOf(LOTS), readsOf(WAITING), readsOf(LOT, { path })),
  });
};

/**
 * What a lot of these batches would be, and which lots its plan lets through; what was there before
 * stays while the next is asked for.
 */
export const useLotPreview = (batchIds: readonly string[], reduced: boolean) => {
  const preview = useQuery({
    ...bodyQuery("/api/review/v1/lots/preview", { body: { batchIds, reduced } }),
    placeholderData: keepPreviousData,
  });
  const { level = "II", key = 1, other = 4, inspection = "normal" } = preview.data?.plan ?? {};
  const size = preview.data?.size ?? 1;
  const curve = useQuery({
    ...query("/api/review/v1/sampling-plan", { query: { size, level, key, other, inspection } }),
    enabled: preview.data !== undefined,
    placeholderData: keepPreviousData,
  });
  return { preview, curve };
};

/** Puts the batches together, with the reasons that the server asks for. */
export const useFormLot = (onFormed: (lotId: string) => void) => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Input<"post", typeof LOTS>["body"]) => send("post", LOTS, { body }),
    onSuccess: async ({ lotId }) => {
      await refresh(readsOf(LOTS), readsOf(WAITING));
      onFormed(lotId);
    },
  });
};
