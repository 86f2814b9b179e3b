import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { download } from "../../ui/download.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useExport } from "../../ui/use-export.ts";

const files = ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"] as const;
/** What proves the other two, and the signature on the proof. */
const proof = ["manifest.json", "manifest.jws"] as const;

/** The files of a package; seven days after it was made, what proves it alone. */
export const PackageFiles = ({ exportId, name }: { readonly exportId: string; readonly name: string }) => {
  const { t } = useTranslation();
  const { data } = useExport(exportId);
  const given = data?.manifestOnly ? proof : files;
  const fetchFile = useMutation({
    mutationFn: (file: (typeof files)[number]) =>
      download(`${name}-${file}`, `/api/reporting/v1/exports/{exportId}/${file}`, { path: { exportId } }),
  });
  return (
    <>
      <div className="row">
        {given.map((file) => (
          <BusyButton
            type="button"
            key={file}
            className="small"
            busy={fetchFile.isPending}
            onClick={() => fetchFile.mutate(file)}
          >
            {t(`handover.file.${file.replace(".", "-")}`)}
          </BusyButton>
        ))}
      </div>
      <ProblemNote error={fetchFile.error} />
    </>
  );
};
