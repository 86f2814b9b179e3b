import { useTranslation } from "react-i18next";
import type { Problem } from "../api/problem.ts";

/** Stands where the application will be, while the server says that it cannot answer now. */
export const ServerAway = ({ problem }: { readonly problem: Problem }) => {
  const { t, i18n } = useTranslation();
  return (
    <main className="entrance">
      <div className="card stack">
        <h1>{t("app.name")}</h1>
        <div className="problem" role="alert">
          {i18n.language === "en" ? problem.titleEn : problem.title}
        </div>
        {problem.code === "storage-full" && <p>{t("away.makeRoom")}</p>}
        {problem.code !== "storage-damaged" && <p className="muted">{t("away.again")}</p>}
      </div>
    </main>
  );
};
