import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FileButton } from "../../ui/file-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { upload } from "../../ui/upload.ts";

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
    mutationFn: (file: File) => upload<UploadOutcome>(`/api/entry/v1/books/${bookId}/scans`, file),
    onSuccess: () => client.invalidateQueries({ queryKey: ["books"] }),
  });
  const { data } = attach;
  return (
    <>
      <FileButton
        label={attach.isPending ? t("books.uploading") : t("books.upload")}
        accept=".pdf,.zip"
        disabled={attach.isPending}
        onFile={(file) => attach.mutate(file)}
      />
      <ProblemNote error={attach.error} />
      {data && (
        <div className="small" role="status">
          {t("books.uploaded", { attached: data.attached, unchanged: data.unchanged, refused: data.refused })}
          {data.files
            .filter(({ outcome }) => outcome === "refused")
            .slice(0, 20)
            .map((file) => (
              <div key={file.fileName} className="problem">
                {file.fileName}: {i18n.language === "en" ? file.detailEn : file.detailVi}
              </div>
            ))}
        </div>
      )}
    </>
  );
};
