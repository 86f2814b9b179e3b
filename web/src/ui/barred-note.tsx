import { useTranslation } from "react-i18next";

/** Why the person may not do something, as the server would refuse it. */
export interface Barred {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly errors?:
    | readonly { readonly detail: string; readonly detailEn?: string | undefined }[]
    | undefined;
}

/** The same in the person's language, with what it is about, to stand beside a disabled button. */
export const useBarredWords = () => {
  const { i18n } = useTranslation();
  const isEnglish = i18n.language === "en";
  return ({ title, titleEn, errors = [] }: Barred): readonly string[] => [
    isEnglish ? titleEn : title,
    ...errors.map(({ detail, detailEn }) => (isEnglish ? (detailEn ?? detail) : detail)),
  ];
};

/** Stands beside what cannot be done, before anybody tries. */
export const BarredNote = ({ barred, id }: { readonly barred: Barred; readonly id?: string }) => {
  const wordsOf = useBarredWords();
  const [first, ...others] = wordsOf(barred);
  return (
    <span className="small muted" id={id} data-barred={barred.code}>
      {first}
      {others.map((one) => (
        <span className="below" key={one}>
          {one}
        </span>
      ))}
    </span>
  );
};
