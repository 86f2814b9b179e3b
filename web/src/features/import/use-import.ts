import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { download } from "../../ui/download.ts";
import { upload } from "../../ui/upload.ts";
import { useImportProgress } from "../../ui/use-import-progress.ts";

const KEY = "sogoc-import";
const IMPORT = "/api/entry/v1/imports/{importId}";

const PREVIEW = "/api/entry/v1/imports/{importId}/preview";

export type ImportPreview = Answer<"get", typeof PREVIEW>;
export type ImportJob = Answer<"get", typeof IMPORT>;

/** The import that this window is about, also when the page was left and is come back to. */
const useImportId = () => {
  const [importId, setImportId] = useState(sessionStorage.getItem(KEY) ?? undefined);
  const keep = (id: string) => {
    sessionStorage.setItem(KEY, id);
    setImportId(id);
  };
  return { importId, keep };
};

/** How a workbook is written, and whether what its original sheet adds was looked at. */
interface Confirmation {
  readonly mode: "all-or-nothing" | "good-rows-only";
  readonly restoredRowsSeen?: true | undefined;
}

/** Whose a workbook is, and of which book type. */
interface Destination {
  readonly unitId: string;
  readonly recordType: string;
  readonly openBatches: boolean;
}

/** An import from the file to the written records: how far it is, and what a person decides. */
export const useImport = ({ unitId, recordType, openBatches }: Destination) => {
  const refresh = useRefresh();
  const { importId, keep } = useImportId();
  const path = { importId: importId ?? "" };
  const job = useImportProgress(importId);
  const preview = useQuery({ ...query(PREVIEW, { path }), enabled: job.data?.phase === "prepared" });
  const shown = preview.data;
  const seen = () => ofSeen(job.data?.revision ?? -1);
  /** Also where somebody else was quicker: then it is shown what they decided. */
  const follow = () => refresh(readsOf(IMPORT, { path }));
  const begin = useMutation({
    mutationFn: (file: File) =>
      upload({ file }, "/api/entry/v1/imports", {
        query: { unitId, recordType, openBatches: openBatches || undefined },
      }),
    onSuccess: (answer) => keep(answer.importId),
  });
  const confirm = useMutation({
    mutationFn: ({ mode, restoredRowsSeen }: Confirmation) =>
      send("post", "/api/entry/v1/imports/{importId}/confirm", {
        path,
        header: seen(),
        body: { mode, restoredRowsSeen, digest: shown?.digest },
      }),
    onSettled: follow,
  });
  const discard = useMutation({
    mutationFn: () => send("post", "/api/entry/v1/imports/{importId}/discard", { path, header: seen() }),
    onSettled: follow,
  });
  const errors = useMutation({
    mutationFn: () => download("loi.xlsx", "/api/entry/v1/imports/{importId}/errors.xlsx", { path }),
  });
  return {
    importId,
    job: job.data,
    preview: shown,
    begin,
    confirm,
    discard,
    errors,
    error: begin.error ?? job.error ?? preview.error ?? confirm.error ?? discard.error ?? errors.error,
  };
};
