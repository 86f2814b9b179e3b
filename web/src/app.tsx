import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Password } from "./pages/password.tsx";
import { SignIn } from "./pages/sign-in.tsx";
import { destinationsOf, Shell } from "./ui/shell.tsx";
import { useSession } from "./ui/use-session.ts";

const page = (load: () => Promise<Record<string, unknown>>, name: string) =>
  lazy(async () => ({ default: (await load())[name] as ComponentType }));

const Queue = page(() => import("./pages/queue.tsx"), "Queue");
const Desk = page(() => import("./pages/desk/desk.tsx"), "Desk");
const OwnWork = page(() => import("./pages/own-work/own-work.tsx"), "OwnWork");
const Cases = page(() => import("./pages/desk/cases.tsx"), "Cases");
const Correct = page(() => import("./pages/desk/correct.tsx"), "Correct");
const Import = page(() => import("./pages/import.tsx"), "Import");
const Export = page(() => import("./pages/export.tsx"), "Export");
const Accounts = page(() => import("./pages/accounts/accounts.tsx"), "Accounts");
const Books = page(() => import("./pages/books/books.tsx"), "Books");
const Units = page(() => import("./pages/units/units.tsx"), "Units");
const Work = page(() => import("./pages/work/work.tsx"), "Work");
const Reviews = page(() => import("./pages/reviews.tsx"), "Reviews");
const Review = page(() => import("./pages/review.tsx"), "Review");
const Corrections = page(() => import("./pages/corrections.tsx"), "Corrections");
const Dashboard = page(() => import("./pages/dashboard/dashboard.tsx"), "Dashboard");
const BookPage = page(() => import("./pages/dashboard/book-page.tsx"), "BookPage");
const Reconciliation = page(() => import("./pages/reconciliation/reconciliation.tsx"), "Reconciliation");
const Search = page(() => import("./pages/search.tsx"), "Search");
const History = page(() => import("./pages/history/history.tsx"), "History");

const SecondDesk = page(() => import("./pages/second-keying/second-desk.tsx"), "SecondDesk");
const Arbitrations = page(() => import("./pages/second-keying/arbitrations.tsx"), "Arbitrations");
const Arbitration = page(() => import("./pages/second-keying/arbitration.tsx"), "Arbitration");
const Disagreements = page(() => import("./pages/second-keying/disagreements.tsx"), "Disagreements");
const Lots = page(() => import("./pages/lots/lots.tsx"), "Lots");
const Lot = page(() => import("./pages/lots/lot.tsx"), "Lot");
const Limits = page(() => import("./pages/lots/limits.tsx"), "Limits");
const Handovers = page(() => import("./pages/handover/handovers.tsx"), "Handovers");
const Handover = page(() => import("./pages/handover/handover.tsx"), "Handover");

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

export const App = () => {
  const session = useSession();
  if (!session) return <SignIn />;
  if (session.account.mustChangePassword) return <Password first />;
  return (
    <Shell>
      <Suspense fallback={<Message text="common.loading" />}>
        <Switch>
          <Route path="/" component={Landing} />
          <Route path="/mat-khau">
            <Password />
          </Route>
          <Route path="/lo" component={Queue} />
          <Route path="/viec-cua-toi" component={OwnWork} />
          <Route path="/lo/:batchId" component={Desk} />
          <Route path="/lo/:batchId/truong-hop" component={Cases} />
          <Route path="/lo/:batchId/lan-hai" component={SecondDesk} />
          <Route path="/lo/:batchId/sua/:recordId">{({ recordId }) => <Correct key={recordId} />}</Route>
          <Route path="/so" component={Books} />
          <Route path="/so/:bookId/doi-soat">{({ bookId }) => <Reconciliation key={bookId} />}</Route>
          <Route path="/nhap-tep" component={Import} />
          <Route path="/xuat-tep" component={Export} />
          <Route path="/tai-khoan" component={Accounts} />
          <Route path="/don-vi" component={Units} />
          <Route path="/khoi-luong" component={Work} />
          <Route path="/kiem-tra" component={Reviews} />
          <Route path="/kiem-tra/:reviewId" component={Review} />
          <Route path="/phan-xu" component={Arbitrations} />
          <Route path="/phan-xu/:batchId" component={Arbitration} />
          <Route path="/nghiem-thu" component={Lots} />
          <Route path="/nghiem-thu/gioi-han" component={Limits} />
          <Route path="/nghiem-thu/:lotId" component={Lot} />
          <Route path="/hai-lan-nhap" component={Disagreements} />
          <Route path="/ban-giao" component={Handovers} />
          <Route path="/ban-giao/:bookId">{({ bookId }) => <Handover key={bookId} />}</Route>
          <Route path="/de-nghi" component={Corrections} />
          <Route path="/toan-canh" component={Dashboard} />
          <Route path="/toan-canh/so/:bookId">{({ bookId }) => <BookPage key={bookId} />}</Route>
          <Route path="/toan-canh/:unitId" component={Dashboard} />
          <Route path="/tra-cuu" component={Search} />
          <Route path="/tra-cuu/:recordId" component={History} />
          <Route>
            <Message text="common.notFound" />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
};
