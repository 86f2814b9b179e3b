import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { download } from "../../ui/download.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

const files = ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"] as const;

/**
 * The four files of a package: the workbook, the scans, what proves both, and the signature on the
 * proof.
 */
export const PackageFiles = ({ exportId, name }: { readonly exportId: string; readonly name: string }) => {
  const { t } = useTranslation();
  const fetchFile = useMutation({
    mutationFn: (file: (typeof files)[number]) =>
      download(`${name}-${file}`, `/api/reporting/v1/exports/{exportId}/${file}`, { path: { exportId } }),
  });
  return (
    <>
      <div className="row">
        {files.map((file) => (
          <button
            type="button"
            key={file}
            className="small"
            disabled={fetchFile.isPending}
            onClick={() => fetchFile.mutate(file)}
          >
            {t(`handover.file.${file.replace(".", "-")}`)}
          </button>
        ))}
      </div>
      <ProblemNote error={fetchFile.error} />
    </>
  );
};
