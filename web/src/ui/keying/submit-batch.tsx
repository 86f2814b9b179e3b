import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../busy-button.tsx";
import { Dialog } from "../dialog.tsx";
import { ProblemNote } from "../problem-note.tsx";

/**
 * Hands a batch in, after saying what that means; not while something of it is still missing or
 * only here.
 */
export const SubmitBatch = (props: {
  readonly batchId: string;
  readonly title: string;
  readonly what: string;
  readonly confirm: string;
  readonly blocked: boolean;
  /** Nothing is known to be missing; else the way back is the one that a key takes. */
  readonly isWhole?: boolean;
  readonly children?: ReactNode;
  readonly onClose: () => void;
}) => {
  const { batchId, title, what, confirm, blocked, isWhole = true, children, onClose } = props;
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  const submit = useMutation({
    mutationFn: () => send("post", "/api/entry/v1/batches/{batchId}/submit", { path: { batchId } }),
    onSuccess: async () => {
      await refresh(readsOf("/api/entry/v1/batches"));
      navigate("/lo");
    },
  });
  // What is forbidden cannot have the focus; the last case may arrive while the question stands.
  useEffect(() => {
    if (!blocked) (isWhole ? button : back).current?.focus();
  }, [blocked, isWhole]);
  return (
    <Dialog title={title} onClose={onClose}>
      <p role="status">{what}</p>
      {children}
      <ProblemNote error={submit.error} />
      <div className="row">
        <BusyButton
          ref={button}
          data-kind="primary"
          data-first={isWhole}
          disabled={blocked}
          busy={submit.isPending}
          onClick={() => submit.mutate()}
        >
          {confirm}
        </BusyButton>
        <button ref={back} type="button" onClick={onClose}>
          {t("common.cancel")}
        </button>
      </div>
    </Dialog>
  );
};
