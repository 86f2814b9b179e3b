import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AndMore } from "../../ui/and-more.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { uploadLarge } from "../../ui/upload.ts";

/** Refusals that are listed. */
const SHOWN = 20;

interface UploadOutcome {
  readonly attached: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly files: readonly {
    readonly fileName: string;
    readonly outcome: string;
    readonly detailVi?: string;
    readonly detailEn?: string;
  }[];
}

export const Scans = ({ bookId }: { readonly bookId: string }) => {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const attach = useMutation({
    mutationFn: (file: File) =>
      uploadLarge<UploadOutcome>(`/api/entry/v1/books/${bookId}/scans`, file, setShare),
    onSuccess: () => client.invalidateQueries({ queryKey: ["books"] }),
    onSettled: () => setShare(0),
  });
  const [share, setShare] = useState(0);
  const { data } = attach;
  return (
    <>
      <FileButton
        label={attach.isPending ? t("books.uploading") : t("books.upload")}
        accept=".pdf,.zip"
        disabled={attach.isPending}
        onFile={(file) => attach.mutate(file)}
      />
      {attach.isPending && (
        <>
          <progress aria-label={t("books.uploading")} max={1} value={share} />
          <span className="small" role="status">
            {share < 1 ? t("books.sent", { share: formatShare(share) }) : t("books.checkingNames")}
          </span>
        </>
      )}
      <ProblemNote error={attach.error} />
      {data && (
        <div className="small" role="status">
          {t("books.uploaded", { attached: data.attached, unchanged: data.unchanged, refused: data.refused })}
          {data.files
            .filter(({ outcome }) => outcome === "refused")
            .slice(0, SHOWN)
            .map((file) => (
              <div key={file.fileName} className="problem">
                {file.fileName}: {i18n.language === "en" ? file.detailEn : file.detailVi}
              </div>
            ))}
          <AndMore count={data.files.filter(({ outcome }) => outcome === "refused").length - SHOWN} />
        </div>
      )}
    </>
  );
};
