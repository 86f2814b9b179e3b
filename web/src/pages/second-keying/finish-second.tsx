import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

/** Hands the second keying in: only when every case is keyed and has reached the server. */
export const FinishSecond = (props: {
  readonly batchId: string;
  /** Cases not keyed yet, and cases that wait here for the server. */
  readonly left: number;
  readonly waiting: number;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batchId, left, waiting, onClose } = props;
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const submit = useMutation({
    mutationFn: () =>
      dataOf(entryApi.POST("/api/entry/v1/batches/{batchId}/submit", { params: { path: { batchId } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["batches"] });
      navigate("/lo");
    },
  });
  const what =
    left > 0
      ? t("secondKeying.left", { count: left })
      : waiting > 0
        ? t("desk.submitWaits", { count: waiting })
        : t("secondKeying.finishWhat");
  return (
    <Dialog title={t("secondKeying.finish")} onClose={onClose}>
      <p>{what}</p>
      <ProblemNote error={submit.error} />
      <div className="row">
        <button
          type="button"
          data-kind="primary"
          data-first
          disabled={left > 0 || waiting > 0 || submit.isPending}
          onClick={() => submit.mutate()}
        >
          {t("secondKeying.finishNow")}
        </button>
        <button type="button" onClick={onClose}>
          {t("common.cancel")}
        </button>
      </div>
    </Dialog>
  );
};
