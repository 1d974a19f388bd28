import { lazy, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { addresses } from '../app/addresses';
import NotFoundPage from '../app/NotFoundPage';

const DoorPage = lazy(() => import('./door/DoorPage'));
const TodayPage = lazy(() => import('./today/TodayPage'));
const PlanningPage = lazy(() => import('./planning/PlanningPage'));
const AccountsPage = lazy(() => import('./accounts/AccountsPage'));
const AuditPage = lazy(() => import('./accounts/AuditPage'));

/** The pages below /staff, each loaded when it is opened: the first page of the site knows none of them. */
export default function StaffPages(): ReactNode {
  return (
    <Switch>
      <Route path={addresses.door} component={DoorPage} />
      <Route path={addresses.today} component={TodayPage} />
      <Route path={addresses.planning} component={PlanningPage} />
      <Route path={addresses.accounts} component={AccountsPage} />
      <Route path={addresses.audit} component={AuditPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}
