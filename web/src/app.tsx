import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch, useParams } from "wouter";
import { type Address, addresses } from "./addresses.ts";
import { SignIn } from "./features/sign-in/sign-in.tsx";
import { destinationsOf } from "./ui/destinations.ts";
import { Shell } from "./ui/shell.tsx";
import { useSession } from "./ui/use-session.ts";

/** A module that has a page under this name; one that has none does not compile. */
type Load<Name extends string> = () => Promise<Readonly<Record<Name, ComponentType>>>;

const page = <Name extends string>(load: Load<NoInfer<Name>>, name: Name): ComponentType =>
  lazy(async (): Promise<{ default: ComponentType }> => ({ default: (await load())[name] }));

/** A page that starts anew when a parameter of its address changes. */
const pageOf = <Name extends string>(parameter: string, load: Load<NoInfer<Name>>, name: Name) => {
  const Page: ComponentType<{ readonly key?: string | undefined }> = page(load, name);
  return () => <Page key={useParams()[parameter]} />;
};

const MakeReady = lazy(async () => ({
  default: (await import("./features/own-account/own-account.tsx")).MakeReady,
}));

/** Shared by two addresses, so that going down to a unit loads no other page. */
const Dashboard = page(() => import("./features/dashboard/dashboard.tsx"), "Dashboard");

const Message = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation();
  return <main className="page muted">{t(text)}</main>;
};

/** Each role lands on its own work. */
const Landing = () => {
  const session = useSession();
  const roles = (session?.account.grants ?? []).map(({ role }) => role);
  const [first] = destinationsOf(roles);
  return first ? <Redirect to={first.path} replace /> : <Message text="common.forbidden" />;
};

/** The page of every address; one without a page does not compile. */
const pages: Readonly<Record<Address, ComponentType>> = {
  "/": Landing,
  "/mat-khau": page(() => import("./features/own-account/own-account.tsx"), "OwnAccount"),
  "/lo": page(() => import("./features/queue/queue.tsx"), "Queue"),
  "/viec-cua-toi": page(() => import("./features/own-work/own-work.tsx"), "OwnWork"),
  "/lo/:batchId": page(() => import("./features/desk/desk.tsx"), "Desk"),
  "/lo/:batchId/truong-hop": page(() => import("./features/desk/cases.tsx"), "Cases"),
  "/lo/:batchId/lan-hai": page(() => import("./features/second-keying/second-desk.tsx"), "SecondDesk"),
  "/lo/:batchId/sua/:recordId": pageOf("recordId", () => import("./features/desk/correct.tsx"), "Correct"),
  "/so": page(() => import("./features/books/books.tsx"), "Books"),
  "/so/:bookId/doi-soat": pageOf(
    "bookId",
    () => import("./features/reconciliation/reconciliation.tsx"),
    "Reconciliation",
  ),
  "/nhap-tep": page(() => import("./features/import/import.tsx"), "Import"),
  "/xuat-tep": page(() => import("./features/export/export.tsx"), "Export"),
  "/tai-khoan": page(() => import("./features/accounts/accounts.tsx"), "Accounts"),
  "/don-vi": page(() => import("./features/units/units.tsx"), "Units"),
  "/khoi-luong": page(() => import("./features/work/work.tsx"), "Work"),
  "/kiem-tra": page(() => import("./features/checking/reviews.tsx"), "Reviews"),
  "/kiem-tra/:reviewId": page(() => import("./features/checking/review.tsx"), "Review"),
  "/phan-xu": page(() => import("./features/second-keying/arbitrations.tsx"), "Arbitrations"),
  "/phan-xu/:batchId": page(() => import("./features/second-keying/arbitration.tsx"), "Arbitration"),
  "/nghiem-thu": page(() => import("./features/lots/lots.tsx"), "Lots"),
  "/nghiem-thu/gioi-han": page(() => import("./features/lots/limits.tsx"), "Limits"),
  "/nghiem-thu/:lotId": page(() => import("./features/lots/lot.tsx"), "Lot"),
  "/hai-lan-nhap": page(() => import("./features/second-keying/disagreements.tsx"), "Disagreements"),
  "/ban-giao": page(() => import("./features/handover/handovers.tsx"), "Handovers"),
  "/ban-giao/:bookId": pageOf("bookId", () => import("./features/handover/handover.tsx"), "Handover"),
  "/de-nghi": page(() => import("./features/corrections/corrections.tsx"), "Corrections"),
  "/toan-canh": Dashboard,
  "/toan-canh/so/:bookId": pageOf("bookId", () => import("./features/dashboard/book-page.tsx"), "BookPage"),
  "/toan-canh/:unitId": Dashboard,
  "/tra-cuu": page(() => import("./features/search/search.tsx"), "Search"),
  "/tra-cuu/:recordId": page(() => import("./features/history/history.tsx"), "History"),
};

export const App = () => {
  const session = useSession();
  if (!session) return <SignIn />;
  const { mustChangePassword, mustSetSecondFactor } = session.account;
  if (mustChangePassword || mustSetSecondFactor)
    return (
      <Suspense fallback={<Message text="common.loading" />}>
        <MakeReady password={mustChangePassword} />
      </Suspense>
    );
  return (
    <Shell>
      <Suspense fallback={<Message text="common.loading" />}>
        <Switch>
          {addresses.map((address) => (
            <Route key={address} path={address} component={pages[address]} />
          ))}
          <Route>
            <Message text="common.notFound" />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
};
