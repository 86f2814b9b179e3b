import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem.ts";

/** What went wrong, in the person's language, with the fields concerned. */
export const ProblemNote = ({ error }: { readonly error: unknown }) => {
  const { i18n } = useTranslation();
  if (!error) return null;
  const problem = problemOf(error);
  const english = i18n.language === "en";
  return (
    <div className="problem" role="alert">
      {english ? problem.titleEn : problem.title}
      {problem.errors?.map((one) => (
        <div className="small" key={`${one.pointer} ${one.rule ?? ""} ${one.detail}`}>
          {english ? (one.detailEn ?? one.detail) : one.detail}
        </div>
      ))}
    </div>
  );
};
