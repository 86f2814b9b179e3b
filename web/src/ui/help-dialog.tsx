import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog.tsx";

interface Keys {
  readonly keys: string;
  readonly label: string;
}

const everywhere: readonly Keys[] = [
  { keys: "F1, ?", label: "help.keys.help" },
  { keys: "Esc", label: "help.keys.close" },
  { keys: "Tab", label: "help.keys.tab" },
];

const onImage: readonly Keys[] = [
  { keys: "Alt + ↑ ↓ ← →", label: "help.keys.pan" },
  { keys: "Alt + =, Alt + -", label: "help.keys.zoom" },
  { keys: "Alt + R", label: "help.keys.rotate" },
  { keys: "Alt + B", label: "help.keys.brighter" },
  { keys: "Alt + C", label: "help.keys.contrast" },
  { keys: "Alt + P", label: "desk.place" },
];

const atDesk: readonly Keys[] = [
  { keys: "Enter", label: "desk.help.next" },
  { keys: "Ctrl + Enter", label: "desk.help.save" },
  { keys: "F2", label: "desk.help.blank" },
  { keys: "F3", label: "desk.help.illegible" },
  { keys: "Backspace, Delete", label: "desk.help.unsay" },
  { keys: "F4", label: "desk.help.doubtful" },
  { keys: "F6", label: "desk.help.ditto" },
  { keys: "→", label: "desk.help.proposal" },
  { keys: "F7", label: "desk.help.reopen" },
  { keys: "F8", label: "desk.help.accept" },
  { keys: "F9", label: "desk.help.cases" },
  { keys: "F10", label: "desk.help.submit" },
  { keys: "Alt + V", label: "desk.help.region" },
];

const atReview: readonly Keys[] = [
  { keys: "Enter", label: "help.keys.confirm" },
  { keys: "↑ ↓", label: "help.keys.move" },
  { keys: "X", label: "help.keys.mark" },
  { keys: "F7", label: "review.previous" },
];

const atSecondDesk: readonly Keys[] = [
  ...atDesk.filter(({ keys }) => !["F7", "F8", "F9", "F10", "Alt + V"].includes(keys)),
  { keys: "F7", label: "secondKeying.help.previous" },
  { keys: "F8", label: "secondKeying.help.next" },
  { keys: "F9", label: "secondKeying.cases" },
  { keys: "F10", label: "secondKeying.finish" },
];

const atCases: readonly Keys[] = [
  { keys: "↑ ↓", label: "help.keys.moveCase" },
  { keys: "Enter", label: "help.keys.openCase" },
  { keys: "F9", label: "desk.backToDesk" },
];

const atArbitration: readonly Keys[] = [
  { keys: "1", label: "arbitration.help.first" },
  { keys: "2", label: "arbitration.help.second" },
  { keys: "3", label: "arbitration.neither" },
  { keys: "Z", label: "arbitration.takeBack" },
  { keys: "↑ ↓", label: "arbitration.help.move" },
  { keys: "A, B", label: "arbitration.help.all" },
];

const sections = [
  {
    path: /^\/lo\/.+\/lan-hai/,
    text: "help.secondDesk",
    keys: [...atSecondDesk, ...onImage, ...everywhere],
  },
  { path: /^\/phan-xu\/.+/, text: "help.arbitration", keys: [...atArbitration, ...onImage, ...everywhere] },
  { path: /^\/phan-xu/, text: "help.arbitrations", keys: everywhere },
  { path: /^\/nghiem-thu\/gioi-han/, text: "help.limits", keys: everywhere },
  { path: /^\/nghiem-thu/, text: "help.lots", keys: everywhere },
  { path: /^\/hai-lan-nhap/, text: "help.disagreements", keys: everywhere },
  { path: /^\/ban-giao/, text: "help.handover", keys: everywhere },
  { path: /^\/lo\/.+\/truong-hop/, text: "help.cases", keys: [...atCases, ...everywhere] },
  { path: /^\/lo\/.+/, text: "help.desk", keys: [...atDesk, ...onImage, ...everywhere] },
  { path: /^\/lo/, text: "help.queue", keys: everywhere },
  { path: /^\/viec-cua-toi/, text: "help.ownWork", keys: [...onImage, ...everywhere] },
  { path: /^\/kiem-tra\/.+/, text: "help.review", keys: [...atReview, ...onImage, ...everywhere] },
  { path: /^\/kiem-tra/, text: "help.reviews", keys: everywhere },
  { path: /^\/de-nghi/, text: "help.corrections", keys: everywhere },
  { path: /^\/so\/.+\/doi-soat/, text: "help.reconciliation", keys: everywhere },
  { path: /^\/so/, text: "help.books", keys: everywhere },
  { path: /^\/nhap-tep/, text: "help.import", keys: everywhere },
  { path: /^\/xuat-tep/, text: "help.export", keys: everywhere },
  { path: /^\/don-vi/, text: "help.units", keys: everywhere },
  { path: /^\/khoi-luong/, text: "help.work", keys: everywhere },
  { path: /^\/tai-khoan/, text: "help.accounts", keys: everywhere },
  { path: /^\/toan-canh\/so/, text: "help.bookPage", keys: [...onImage, ...everywhere] },
  { path: /^\/toan-canh/, text: "help.dashboard", keys: everywhere },
  { path: /^\/tra-cuu\/.+/, text: "help.history", keys: everywhere },
  { path: /^\/tra-cuu/, text: "help.search", keys: everywhere },
];

/** What the page at a path is for, and its keys. */
export const HelpDialog = ({ path, onClose }: { readonly path: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const section = sections.find((one) => one.path.test(path));
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      {section && <p>{t(section.text)}</p>}
      <h3 className="hidden">{t("desk.keys")}</h3>
      <dl className="keys">
        {(section?.keys ?? everywhere).map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
      <p className="right">
        <button type="button" data-first onClick={onClose}>
          {t("common.close")}
        </button>
      </p>
    </Dialog>
  );
};
