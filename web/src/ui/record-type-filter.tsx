import { useTranslation } from "react-i18next";
import { RecordTypeOptions } from "./record-type-options.tsx";

/** Which book type a list shows; empty for all. */
export const RecordTypeFilter = (props: {
  readonly value: string;
  readonly onChange: (recordType: string) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="row">
      <label htmlFor="only-type">{t("books.onlyType")}</label>
      <select
        id="only-type"
        className="auto"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">{t("books.allTypes")}</option>
        <RecordTypeOptions />
      </select>
    </div>
  );
};
