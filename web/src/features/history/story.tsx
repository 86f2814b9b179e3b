import { useTranslation } from "react-i18next";
import { formatMoment } from "../../ui/format.ts";
import type { RecordHistory } from "./use-record.ts";

/** Who did what when and why; with `field` only what touched that field. */
export const Story = (props: {
  readonly items: RecordHistory["items"];
  readonly field: string | undefined;
}) => {
  const { t, i18n } = useTranslation();
  const { items, field } = props;
  const english = i18n.language === "en";
  const about = (code: string) => field === undefined || code === field;
  const shown = items.filter(
    (item) =>
      field === undefined ||
      item.type === "RecordEntered" ||
      item.type === "BatchAccepted" ||
      [...item.changes, ...item.marks, ...item.lost].some((one) => one.field === field),
  );
  return (
    <ol className="story">
      {shown.map((item) => (
        <li key={item.eventId} data-event={item.type}>
          <div className="small muted">
            {formatMoment(item.at)} · {item.who.name}
            {item.who.roles.length > 0 &&
              ` (${item.who.roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(", ")})`}{" "}
            · {item.unit.name}
          </div>
          {item.who.passwordSetBy && (
            <div className="small mark">
              {t(item.who.passwordSetBy.opened ? "history.openedBy" : "history.passwordSetBy", {
                person: item.who.name,
                name: item.who.passwordSetBy.name,
                at: formatMoment(item.who.passwordSetBy.at),
              })}
            </div>
          )}
          <div>{english ? item.what.en : item.what.vi}</div>
          {item.why && item.lost.length === 0 && <div className="small muted">“{item.why}”</div>}
          {item.changes
            .filter((change) => about(change.field))
            .map((change) => (
              <div className="small" key={change.field}>
                {english ? change.labelEn : change.labelVi}: {t("history.from")}{" "}
                <del>{english ? change.before.en : change.before.vi}</del> {t("history.to")}{" "}
                <ins>{english ? change.after.en : change.after.vi}</ins>
              </div>
            ))}
          {item.marks
            .filter((mark) => about(mark.field))
            .map((mark) => (
              <div className="small mark" key={`${mark.field} ${mark.severity} ${mark.reason}`}>
                ✗ {english ? mark.labelEn : mark.labelVi} ({t(`review.severity.${mark.severity}`)}):{" "}
                {`“${mark.reason}”`}
              </div>
            ))}
          {item.lost
            .filter((mark) => about(mark.field))
            .map((mark) => (
              <div
                className="small"
                key={`${mark.field} ${mark.severity} ${mark.reason}`}
                data-lost={mark.what}
              >
                {english ? mark.labelEn : mark.labelVi}: {`“${mark.reason}”`}{" "}
                {t(`history.lost.${mark.what}`, {
                  severity: t(`review.severity.${mark.severity}`),
                  now: mark.now && t(`review.severity.${mark.now}`),
                })}
                {" – "}
                {mark.because === undefined ? t("history.noReason") : `“${mark.because}”`}
              </div>
            ))}
        </li>
      ))}
    </ol>
  );
};
